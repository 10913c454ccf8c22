import type { Text } from '../../../shared/messages/language.ts';
import type { ExitCode } from './exitCodes.ts';
import type { Terminal } from './terminal.ts';

/** An option that takes a value. */
export interface OptionSpec<T> {
  /** Without dashes: `batch`. */
  readonly name: string;
  /** What stands for the value in the help: `N`. */
  readonly value: string;
  readonly help: Text;
  /** The value, or undefined where the text is none. */
  readonly parse: (text: string) => T | undefined;
  /** What the text should have been, for the usage error. */
  readonly expected: Text;
}

/** An option that is there or not. */
export interface FlagSpec {
  readonly name: string;
  readonly value?: undefined;
  readonly help: Text;
}

/** A command line that was understood; option values are read through their spec, which parses them or refuses with a UsageError. */
export interface CommandLine {
  /** The command's argument; empty for commands without one. */
  readonly argument: string;
  value<T>(spec: OptionSpec<T>): T | undefined;
  flag(spec: FlagSpec): boolean;
}

/** Where a command runs. */
export interface Cli {
  readonly terminal: Terminal;
  /** Folder of Hourglass, which holds `.hourglass/`. */
  readonly root: string;
  /** The user's folder: relative paths start here. */
  readonly cwd: string;
}

/** One command of the command line, as a record; help, usage errors, `--json` and `--language` are derived. */
export interface CliCommand {
  readonly name: string;
  readonly argument?: { readonly name: string; readonly help: Text };
  readonly summary: Text;
  readonly options: readonly (OptionSpec<unknown> | FlagSpec)[];
  /** What stands behind `hourglass` in the examples of its help. */
  readonly examples: readonly string[];
  run(line: CommandLine, cli: Cli): Promise<ExitCode>;
}

/** The command line cannot be understood: exit code 2. */
export class UsageError extends Error {
  readonly reason: Text;
  constructor(reason: Text) {
    super(reason.en);
    this.name = 'UsageError';
    this.reason = reason;
  }
}
