import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The Chromium in which journeys run: what HOURGLASS_CHROMIUM names, else the first on the PATH; undefined where there is none. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = environment['HOURGLASS_CHROMIUM'];
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(Boolean);
  return [...(named ? [named] : []), ...names.flatMap((name) => folders.map((folder) => join(folder, name)))].find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** How Chromium is started: without a sandbox where this is root's process, and without the services of its maker. */
export const chromiumArgs: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--enable-unsafe-swiftshader',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];
