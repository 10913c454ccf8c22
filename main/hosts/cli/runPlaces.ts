import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** The folder in which runs lie unless the user names another: under the user's data folder of this platform. */
export function runsFolder(environment: Readonly<Record<string, string | undefined>> = process.env, platform: NodeJS.Platform = process.platform): string {
  const stated = environment['XDG_DATA_HOME'];
  if (stated !== undefined && isAbsolute(stated)) return join(stated, 'hourglass/runs');
  if (platform === 'darwin') return join(homedir(), 'Library/Application Support/hourglass/runs');
  if (platform === 'win32') return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData/Local'), 'hourglass/runs');
  return join(homedir(), '.local/share/hourglass/runs');
}

/** A folder for a new run, named after its model and the time: `vae-dense-20261120-134500`; a number follows where that is taken. */
export function newRunFolder(name: string, now: Date, parent: string = runsFolder()): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  const plain =
    name
      .replace(/[^\p{L}\p{N}._-]+/gu, '-')
      .replace(/^[-.]+|-+$/g, '')
      .slice(0, 60) || 'run';
  const path = join(parent, `${plain}-${day}-${time}`);
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? path : `${path}-${count}`;
    if (!existsSync(candidate)) return candidate;
  }
}

/** The folder of a run named on the command line: a path, or the name of a folder among the user's runs. */
export function runFolderOf(given: string, cwd: string, parent: string = runsFolder()): string {
  const path = resolve(cwd, given);
  const named = join(parent, given);
  return !existsSync(path) && !/[/\\]/.test(given) && existsSync(named) ? named : path;
}
