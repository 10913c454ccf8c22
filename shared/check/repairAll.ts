import type { DataFacts } from '../data/knownFacts.ts';
import { applyEdit } from '../graph/applyEdit.ts';
import type { GraphDoc } from '../graph/document.ts';
import { analyseDocument } from './analyse.ts';
import type { Issue } from './issue.ts';

/** A document with its mechanical repairs made. */
export interface Repaired {
  readonly document: GraphDoc;
  /** The issues whose fixes were applied, in order. */
  readonly applied: readonly Issue[];
  /** What is left, for a person to decide. */
  readonly issues: readonly Issue[];
}

/** No document needs so many repairs; a pair of fixes that undo each other ends here. */
const mostRepairs = 1000;

/** Applies the first fix that analysis offers, again and again, until none is left. A fix that an edit refuses is passed over. */
export function repairAll(document: GraphDoc, facts?: DataFacts | null): Repaired {
  let repaired = document;
  const applied: Issue[] = [];
  for (;;) {
    const { issues } = analyseDocument(repaired, facts);
    const next = applied.length < mostRepairs ? firstRepair(repaired, issues) : null;
    if (!next) return { document: repaired, applied, issues };
    repaired = next.document;
    applied.push(next.issue);
  }
}

function firstRepair(document: GraphDoc, issues: readonly Issue[]): { readonly document: GraphDoc; readonly issue: Issue } | null {
  for (const found of issues) {
    const edit = found.fix && applyEdit(document, found.fix.commands).value;
    if (edit && edit.document !== document) return { document: edit.document, issue: found };
  }
  return null;
}
