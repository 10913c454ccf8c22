import type { GraphDoc } from '../graph/document.ts';
import { definitionOf } from '../nodes/catalogue.ts';
import { checkGraph } from './checkGraph.ts';
import type { WiredGraph, WiredNode } from './stages.ts';

/**
 * Whether two documents describe the same model and ask for the same figures: kinds, parameters in effect, frozen nodes, wires and metrics.
 * Ids, names, groups, notes, layout, data and the remaining training settings may differ, and so may parameters that are hidden because they have no effect.
 */
export function sameModel(a: GraphDoc, b: GraphDoc): boolean {
  return modelSignature(a) === modelSignature(b);
}

/** Equal for the same models, as `sameModel` has it. */
export function modelSignature(document: GraphDoc): string {
  const { value: wired } = checkGraph(document);
  if (!wired) throw new Error('check always gives a graph');
  return JSON.stringify({ nodes: nodeSignatures(wired), metrics: document.training.metrics });
}

/** One text a node, which tells the node and everything in front of it; sorted. */
function nodeSignatures({ nodes, order }: WiredGraph): readonly string[] {
  const texts: string[] = [];
  const seen = new Map<string, string>();
  for (const id of order) {
    const node = nodes[id];
    if (!node) continue;
    const fed = Object.entries(node.inputs)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([port, sources]) => [port, sources.map((source) => [seen.get(source.node) ?? '', source.port])]);
    const text = hash(JSON.stringify([node.kind, effective(node), node.frozen, fed]));
    seen.set(id, text);
    texts.push(text);
  }
  return texts.toSorted();
}

function effective({ kind, params }: WiredNode): readonly (readonly [string, unknown])[] {
  const specs = definitionOf(kind).params;
  return Object.entries(params)
    .filter(([name]) => specs[name]?.shownWhen?.(params) ?? true)
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
}

/** FNV-1a over two lanes of 32 bits: keeps texts short where a graph shares nodes, whose written-out trees would grow without bound. */
function hash(text: string): string {
  let first = 0x811c9dc5,
    second = 0x01000193;
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place);
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul(second ^ unit, 0x85ebca6b);
  }
  return `${(first >>> 0).toString(16)}.${(second >>> 0).toString(16)}`;
}
