import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The folder in which Hourglass keeps what a user makes, under the user's data folder of this platform: `projects/`, `runs/`, `drafts/`, `data/`. */
export function dataFolder(environment: Readonly<Record<string, string | undefined>> = process.env, platform: NodeJS.Platform = process.platform): string {
  const stated = environment['XDG_DATA_HOME'];
  if (stated !== undefined && isAbsolute(stated)) return join(stated, 'hourglass');
  if (platform === 'darwin') return join(homedir(), 'Library/Application Support/hourglass');
  if (platform === 'win32') return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData/Local'), 'hourglass');
  return join(homedir(), '.local/share/hourglass');
}

/** A path for a new run's folder, named after its model and the time: `vae-dense-20261120-134500`; a number follows where that is taken. Makes nothing. */
export function newRunFolder(name: string, now: Date, parent: string): string {
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
