import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dataFolder, newRunFolder as placeRun } from '../../engine/files/dataFolder.ts';

/** The folder in which runs lie unless the user names another: that of runs without a project in the user's library. */
export function runsFolder(environment: Readonly<Record<string, string | undefined>> = process.env, platform: NodeJS.Platform = process.platform): string {
  return join(dataFolder(environment, platform), 'runs');
}

/** A path for a new run's folder, named after its model and the time: `vae-dense-20261120-134500`; a number follows where that is taken. */
export function newRunFolder(name: string, now: Date, parent: string = runsFolder()): string {
  return placeRun(name, now, parent);
}

/** The folder of a run named on the command line: a path, or the name of a folder among the user's runs. */
export function runFolderOf(given: string, cwd: string, parent: string = runsFolder()): string {
  const path = resolve(cwd, given);
  const named = join(parent, given);
  return !existsSync(path) && !/[/\\]/.test(given) && existsSync(named) ? named : path;
}
