import { apply, create } from 'mutative';
import type { Issue, Outcome } from '../check/issue.ts';
import type { GraphDoc } from './document.ts';
import type { EditCommand } from './edit.ts';
import { parseEditCommand } from './editSchema.ts';
import type { EditStep, EditSteps } from './editStep.ts';
import { groupSteps } from './groupSteps.ts';
import { nodeSteps } from './nodeSteps.ts';
import { settingSteps } from './settingSteps.ts';
import { entitled } from './titles.ts';
import { wireSteps } from './wireSteps.ts';

/** One change of a document as plain data: what `applyPatches` replays. */
export interface DocumentPatch {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: readonly (string | number)[];
  readonly value?: unknown;
}

/** An accepted edit. */
export interface Edit {
  /** Shares every part with the document before that the edit did not touch; is that very document where nothing changed. */
  readonly document: GraphDoc;
  /** From the document before to this one, in order; empty where nothing changed. */
  readonly patches: readonly DocumentPatch[];
  /** From this document back to an equal of the one before. */
  readonly inverse: readonly DocumentPatch[];
}

/** Every command's step; exhaustive at compile time. */
const steps: EditSteps<EditCommand['do']> = { ...nodeSteps, ...wireSteps, ...groupSteps, ...settingSteps };

/**
 * Applies commands in order, all or none. A command that makes no sense (malformed, an unknown or locked node, an id that is taken, a value its
 * schema refuses) gives its coded issues and no value; the document it was given never changes. What comes out can always be parsed again.
 */
export function applyEdit(document: GraphDoc, commands: readonly EditCommand[]): Outcome<Edit> {
  let edit: Edit = { document, patches: [], inverse: [] };
  for (const given of commands) {
    // 1. The command's form.
    const { value: command, issues } = parseEditCommand(given);
    if (!command) return { value: undefined, issues };
    // 2. What it means here: a change, or what stands against it.
    const decided = decide(edit.document, command);
    if (typeof decided !== 'function') return { value: undefined, issues: decided.map((found) => entitled(edit.document, found)) };
    // 3. The change, recorded both ways.
    const [next, patches, inverse] = create(edit.document, decided, { enablePatches: true });
    edit = { document: next, patches: edit.patches.concat(patches as DocumentPatch[]), inverse: (inverse as DocumentPatch[]).concat(edit.inverse) };
  }
  return { value: edit, issues: [] };
}

/** Replays an edit's `patches` on the document they were recorded on, or its `inverse` on the one that came of it. */
export function applyPatches(document: GraphDoc, patches: readonly DocumentPatch[]): GraphDoc {
  return patches.length === 0
    ? document
    : apply(
        document,
        patches.map(({ op, path, value }) => ({ op, path: [...path], value })),
      );
}

function decide<D extends EditCommand['do']>(
  document: GraphDoc,
  command: Extract<EditCommand, { readonly do: D }>,
): ReturnType<EditStep<D>> | readonly Issue[] {
  const step: EditStep<D> = steps[command.do as D];
  return step(document, command);
}
