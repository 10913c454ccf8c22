import { issue, IssueError } from '../../../shared/check/issue.ts';
import type { OpenRun } from '../../engine/engine.ts';
import type { Cli } from './cliCommand.ts';

/** The class of each of `count` examples for a conditional model: the one asked for, else all in turn. Undefined for a model that takes none. Throws IssueError `label-beyond-classes`. */
export function classLabels(
  { conditionClasses: classes }: OpenRun,
  { count, label, cli }: { readonly count: number; readonly label: number | undefined; readonly cli: Cli },
): Int32Array | undefined {
  if (classes === null) {
    if (label !== undefined) cli.terminal.issues([issue('label-unused')]);
    return undefined;
  }
  if (label !== undefined && label >= classes) throw new IssueError([issue('label-beyond-classes', {}, { label, classes, last: classes - 1 })]);
  return Int32Array.from({ length: count }, (_, index) => label ?? index % classes);
}
