import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { AppHost, LaunchHost } from './appHost.ts';
import { childProcesses } from './childProcesses.ts';
import { repository } from './repository.ts';

const startMs = 60_000,
  endMs = 40_000;

/** `hourglass serve` on any free port, over an empty library, in a browser context of its own. */
export const launchWeb: LaunchHost = async (browser, look) => {
  // 1. The host.
  const home = mkdtempSync(join(tmpdir(), 'hourglass-journey-'));
  const begin = (port: string): ChildProcess =>
    spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(repository, 'main/hosts/cli/cli.ts'), 'serve', '--port', port, '--no-open', '--json'],
      {
        cwd: home,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, XDG_DATA_HOME: home, TF_CPP_MIN_LOG_LEVEL: '2' },
      },
    );
  let child = begin('0');
  const endHost = async (): Promise<void> => {
    await end(child);
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    const url = await servingUrl(child);

    // 2. The page, as a user who never was here sees it.
    const context = await browser.newContext({
      viewport: { width: look.width, height: look.height },
      colorScheme: look.theme,
      locale: look.locale,
      acceptDownloads: true,
    });
    const page = await context.newPage();
    const host: AppHost = {
      name: 'web',
      page,
      url,
      library: join(home, 'hourglass'),
      enginePids: () => childProcesses(child.pid ?? 0),
      async restart() {
        await end(child);
        child = begin(new URL(url).port);
        await servingUrl(child);
      },
      async close() {
        await context.close();
        await endHost();
      },
    };
    return host;
  } catch (error) {
    await endHost();
    throw error;
  }
};

/** The address that the host prints when it listens. */
function servingUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`the host said no address within ${startMs / 1000} s:\n${said}`)), startMs);
    const { stdout, stderr } = child;
    if (!stdout || !stderr) throw new Error('the host has no streams');
    stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-8000);
    });
    createInterface({ input: stdout }).on('line', (line) => {
      said = `${said}${line}\n`.slice(-8000);
      const record: unknown = JSON.parse(line);
      if (typeof record !== 'object' || record === null || !('event' in record) || record.event !== 'serving' || !('url' in record)) return;
      clearTimeout(timer);
      resolve(String(record.url));
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the host ended with code ${code}:\n${said}`));
    });
  });
}

/** Ends the host as Ctrl-C does; kills it where it does not end. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), endMs);
  await ended;
  clearTimeout(timer);
}
