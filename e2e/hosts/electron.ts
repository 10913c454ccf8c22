import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import type { AppHost, LaunchHost } from './appHost.ts';
import { childProcesses } from './childProcesses.ts';
import { repository } from './repository.ts';

/** Electron's program as its npm package names it, or why there is none. */
export function electronBinary(): { readonly path: string } | { readonly missing: string } {
  const folder = join(repository, 'node_modules/electron');
  if (!existsSync(folder)) return { missing: 'the npm package electron is not installed' };
  const named = join(folder, 'path.txt');
  const path = existsSync(named) ? join(folder, 'dist', readFileSync(named, 'utf8').trim()) : '';
  return path !== '' && existsSync(path) ? { path } : { missing: 'Electron’s program was not downloaded (npx install-electron)' };
}

/** The window, over an empty library. */
export const launchElectron: LaunchHost = async (_browser, look) => {
  const binary = electronBinary();
  if ('missing' in binary) throw new Error(binary.missing);
  const home = mkdtempSync(join(tmpdir(), 'hourglass-journey-'));
  const app = await _electron.launch({
    executablePath: binary.path,
    args: [repository, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), `--user-data-dir=${join(home, 'electron')}`, `--lang=${look.locale}`],
    env: { ...definedOnly(process.env), XDG_DATA_HOME: home, TF_CPP_MIN_LOG_LEVEL: '2' },
    colorScheme: look.theme,
    locale: look.locale,
    acceptDownloads: true,
  });
  const page = await app.firstWindow();
  await page.setViewportSize({ width: look.width, height: look.height });
  const host: AppHost = {
    name: 'electron',
    page,
    url: page.url(),
    library: join(home, 'hourglass'),
    enginePids: () => childProcesses(app.process().pid ?? 0).filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('engineChild')),
    async close() {
      await app.close();
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
  return host;
};

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
