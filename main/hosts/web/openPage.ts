import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { posix, win32 } from 'node:path';

/** What decides how a page is shown. */
export interface Desk {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether this process is root's: Chromium then refuses to start with its sandbox, and without it it is not started. */
  readonly isRoot: boolean;
  /** Whether a program lies there. */
  isProgram(path: string): boolean;
}

/** How a page is shown: a window of its own, or a tab of the default browser. */
export interface Opener {
  readonly command: string;
  readonly args: readonly string[];
  readonly isWindow: boolean;
}

const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'brave-browser'];
const macApplications = ['Chromium', 'Google Chrome', 'Microsoft Edge', 'Brave Browser'];
const windowsPrograms = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe', 'Chromium\\Application\\chrome.exe'];

/** The program that shows a page here; null where there is no screen or nobody sits at it (CI). */
export function chooseOpener(url: string, desk: Desk): Opener | null {
  const { platform, environment } = desk;
  const isAutomatic = environment['CI'] !== undefined && environment['CI'] !== '' && environment['CI'] !== 'false' && environment['CI'] !== '0';
  const hasScreen = platform === 'darwin' || platform === 'win32' || Boolean(environment['DISPLAY'] ?? environment['WAYLAND_DISPLAY']);
  if (isAutomatic || !hasScreen) return null;
  const chromium = desk.isRoot ? undefined : findChromium(desk);
  if (chromium !== undefined) return { command: chromium, args: [`--app=${url}`], isWindow: true };
  if (platform === 'darwin') return { command: 'open', args: [url], isWindow: false };
  // Not through cmd.exe, which would read the address as a command line.
  if (platform === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', url], isWindow: false };
  const opener = onPath(['xdg-open'], desk);
  return opener === undefined ? null : { command: opener, args: [url], isWindow: false };
}

function findChromium(desk: Desk): string | undefined {
  const { platform, environment, isProgram } = desk;
  if (platform === 'darwin') return macApplications.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`).find(isProgram);
  if (platform !== 'win32') return onPath(chromiumNames, desk);
  const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => environment[name] ?? []);
  return folders.flatMap((folder) => windowsPrograms.map((program) => win32.join(folder, program))).find(isProgram);
}

function onPath(names: readonly string[], { environment, isProgram }: Desk): string | undefined {
  const folders = (environment['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'));
  return names.flatMap((name) => folders.map((folder) => posix.join(folder, name))).find(isProgram);
}

/** This machine's desk. */
export function ownDesk(): Desk {
  return {
    platform: process.platform,
    environment: process.env,
    isRoot: process.getuid?.() === 0,
    isProgram(path) {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** Starts the opener and lets go of it: it outlives this process. False where it cannot be started. */
export function openPage({ command, args }: Opener): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { detached: true, stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
