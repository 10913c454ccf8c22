import type { GraphDoc } from '../graph/document.ts';
import { findAnatomy } from './anatomy.ts';
import { checkGraph } from './checkGraph.ts';
import { inferShapes } from './inferShapes.ts';
import type { Issue } from './issue.ts';
import { planRun } from './planRun.ts';
import type { Anatomy, Plan, ShapedGraph, WiredGraph } from './stages.ts';

export interface Analysis {
  readonly wired: WiredGraph;
  readonly shaped: ShapedGraph;
  readonly anatomy: Anatomy;
  /** Everything found, in the order a user should deal with it. */
  readonly issues: readonly Issue[];
  /** Number of weights of the nodes whose shapes are known. */
  readonly parameterCount: number;
  /** Undefined where an error is left. */
  readonly plan: Plan | undefined;
}

const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('a stage of the analysis gave no value');
  return value;
};

export function analyseDocument(document: GraphDoc): Analysis {
  const checked = checkGraph(document);
  const wired = must(checked.value);
  const inferred = inferShapes(wired);
  const shaped = must(inferred.value);
  const issues = [...checked.issues, ...inferred.issues];
  const planned = planRun(shaped, issues);
  return { wired, shaped, anatomy: findAnatomy(shaped), issues, parameterCount: 0, plan: planned.value };
}
