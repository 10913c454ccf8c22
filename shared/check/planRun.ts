import type { NodeKind } from '../nodes/catalogue.ts';
import { ancestorsOf } from '../graph/walks.ts';
import { findAnatomy } from './anatomy.ts';
import { frozenCopy } from './frozenCopy.ts';
import { hasErrors } from './issue.ts';
import type { Issue, Outcome } from './issue.ts';
import { sourcesIn } from './sourcesIn.ts';
import type { Plan, ShapedGraph } from './stages.ts';

/** Kinds that a run ends in: what they read takes part, the rest is left out. */
export function isEnd(kind: NodeKind): boolean {
  return kind === 'loss' || kind === 'classificationLoss' || kind === 'output';
}

/** Ids of the nodes whose values some loss or output needs, those included. */
export function neededNodes(shaped: ShapedGraph): ReadonlySet<string> {
  const needed = Object.values(shaped.nodes)
    .filter(({ kind }) => isEnd(kind))
    .map(({ id }) => id);
  return new Set([...needed, ...ancestorsOf(sourcesIn(shaped.nodes), needed)]);
}

/**
 * All the engine needs, as a frozen copy that no later edit reaches.
 * `issues` is everything the earlier stages and `diagnose` found; with an error among them there is no plan, and they are handed back.
 */
export function planRun(shaped: ShapedGraph, issues: readonly Issue[]): Outcome<Plan> {
  if (hasErrors(issues)) return { value: undefined, issues };
  const { document, order } = shaped.wired;
  const needed = neededNodes(shaped);
  const nodes = order.flatMap((id) => (needed.has(id) ? (shaped.nodes[id] ?? []) : []));
  const anatomy = findAnatomy(shaped);
  const { name, training, data } = document;
  const parts: Pick<Plan, 'name' | 'nodes' | 'anatomy' | 'training' | 'data' | 'document'> = frozenCopy({ name, nodes, anatomy, training, data, document });
  return { value: parts as Plan, issues: [] };
}
