import { knownFacts } from '../data/knownFacts.ts';
import type { DataFacts } from '../data/knownFacts.ts';
import type { GraphDoc } from '../graph/document.ts';
import { sizeOf } from '../nodes/tensorSpec.ts';
import { findAnatomy } from './anatomy.ts';
import { checkGraph } from './checkGraph.ts';
import { entitled } from '../graph/titles.ts';
import { diagnose } from './diagnose.ts';
import { repairTargetShape } from './faults/targetShape.ts';
import { viewGraph } from './graphView.ts';
import { inferShapes } from './inferShapes.ts';
import type { Issue, Outcome } from './issue.ts';
import { planRun } from './planRun.ts';
import type { Anatomy, Plan, ShapedGraph, WiredGraph } from './stages.ts';

export interface Analysis {
  readonly wired: WiredGraph;
  readonly shaped: ShapedGraph;
  readonly anatomy: Anatomy;
  /** Everything found, in the order in which repairing makes sense: wires, shapes, then meaning. */
  readonly issues: readonly Issue[];
  /** Number of weights (moving averages included) of the nodes whose shapes are known. */
  readonly parameterCount: number;
  /** What the engine takes; undefined where an error is left. */
  readonly plan: Plan | undefined;
}

/**
 * The whole line from a document to its plan; the recipe that window, command line and engine share.
 * `facts`: what is known of the data; left out, what its reference tells; null, nothing (a file of the user's that nobody has opened).
 * `memoryBytes`: what training may use, where the host knows.
 */
export function analyseDocument(document: GraphDoc, facts: DataFacts | null = knownFacts(document.data), memoryBytes?: number): Analysis {
  // 1. Resolve parameters and wires.
  const checked = checkGraph(document);
  const wired = valueOf(checked);
  // 2. Carry shapes along the wires.
  const inferred = inferShapes(wired);
  const shaped = valueOf(inferred);
  // 3. Ask what the graph means, and what is wrong with it.
  const view = viewGraph(shaped);
  const found = [...checked.issues, ...inferred.issues.map((one) => repairTargetShape(view, one)), ...diagnose(shaped, { data: facts, memoryBytes })];
  const issues = found.map((one) => entitled(document, withoutRefusedFix(document, one)));
  // 4. Without an error left, freeze what a run needs.
  const { value: plan } = planRun(shaped, issues);
  return { wired, shaped, anatomy: plan?.anatomy ?? findAnatomy(shaped), issues, parameterCount: countParameters(shaped), plan };
}

function valueOf<T>({ value }: Outcome<T>): T {
  if (value === undefined) throw new Error('check and infer always give a value');
  return value;
}

function countParameters({ nodes }: ShapedGraph): number {
  return Object.values(nodes).reduce((sum, { weights }) => weights.reduce((part, { shape }) => part + sizeOf(shape), sum), 0);
}

/** A locked node refuses to be changed or removed: a fix that would try is none. */
function withoutRefusedFix(document: GraphDoc, found: Issue): Issue {
  const locked = (id: string): boolean => document.nodes[id]?.locked === true;
  const refused = found.fix?.commands.some(
    (command) => (command.do === 'setParam' && locked(command.node)) || (command.do === 'removeNodes' && command.ids.some(locked)),
  );
  if (!refused) return found;
  const { fix: _, ...rest } = found;
  return rest;
}
