import { IssueError } from '../../../shared/check/issue.ts';
import type { Outcome } from '../../../shared/check/issue.ts';
import { createEngine } from '../../engine/engine.ts';
import type { DeviceName, Engine, OpenRun } from '../../engine/engine.ts';
import type { Cli, CommandLine } from './cliCommand.ts';
import { deviceOption, eagerOption, threadsOption } from './sharedOptions.ts';
import { runFolderOf } from './runPlaces.ts';

export interface EngineWishes {
  readonly device?: DeviceName | undefined;
  readonly threads?: number | undefined;
  readonly eager?: boolean;
}

/** Reads `--device`, `--threads` and, where a command has it, `--eager`. */
export function engineWishes(line: CommandLine): EngineWishes {
  return { device: line.value(deviceOption), threads: line.value(threadsOption), eager: line.flag(eagerOption) };
}

/** Lends an engine to `work` and takes it back however that ends. A data set that is not on this machine may be downloaded. */
export async function withEngine<T>({ root }: Cli, { device, threads, eager = false }: EngineWishes, work: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await createEngine({ root, allowDownload: true, eager, ...(device ? { device } : {}), ...(threads === undefined ? {} : { threads }) });
  try {
    return await work(engine);
  } finally {
    engine.dispose();
  }
}

/** Lends the model of the run that the command line names. Throws IssueError where it cannot be opened. */
export async function withRun<T>(line: CommandLine, cli: Cli, work: (run: OpenRun) => Promise<T>): Promise<T> {
  const folder = runFolderOf(line.argument, cli.cwd);
  return withEngine(cli, engineWishes(line), async (engine) => {
    const run = valueOf(await engine.openRun(folder), cli);
    try {
      return await work(run);
    } finally {
      run.dispose();
    }
  });
}

/** The value of an outcome, its issues told; throws them as IssueError where there is no value. */
export function valueOf<T>({ value, issues }: Outcome<T>, { terminal }: Cli): T {
  if (value === undefined) throw new IssueError(issues);
  terminal.issues(issues);
  return value;
}
