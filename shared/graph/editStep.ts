import type { Issue } from '../check/issue.ts';
import type { GraphDoc } from './document.ts';
import type { EditCommand } from './edit.ts';
import type { CommandOf } from './editSchema.ts';

/** Writes an accepted command into a draft of the document it was decided on. */
export type Change = (draft: GraphDoc) => void;

/** Decides one command of sound form on a document: the change it makes, or all that stands against it. Reads the document only; writes nothing. */
export type EditStep<D extends EditCommand['do']> = (document: GraphDoc, command: CommandOf<D>) => Change | readonly Issue[];

/** Some of the steps, by command. */
export type EditSteps<D extends EditCommand['do']> = { readonly [Name in D]: EditStep<Name> };

/** The change, unless something stands against it. */
export function unless(issues: readonly Issue[], change: Change): Change | readonly Issue[] {
  return issues.length > 0 ? issues : change;
}
