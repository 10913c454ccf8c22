import { ancestorsOf, descendantsOf } from '../graph/walks.ts';
import type { Sources } from '../graph/walks.ts';
import { definitionOf } from '../nodes/catalogue.ts';
import type { TensorSpec } from '../nodes/tensorSpec.ts';
import { sourcesIn } from './sourcesIn.ts';
import type { ShapedGraph, ShapedNode, Source } from './stages.ts';

/** One wire seen from its source: the port that reads it. */
export interface Reader {
  readonly node: string;
  readonly port: string;
}

/** A shaped graph with the look-ups that anatomy and faults share. */
export interface GraphView {
  readonly shaped: ShapedGraph;
  /** Which nodes feed each node; acyclic: a wire that closes a circle is left out. */
  readonly sources: Sources;
  /** Every node in execution order. */
  readonly nodes: readonly ShapedNode[];
  node(id: string): ShapedNode | undefined;
  /** The spec of a tensor, where inference got there. */
  spec(source: Source): TensorSpec | undefined;
  /** What feeds a port that takes one wire; null where nothing does. */
  feeding(node: string, port: string): Source | null;
  /** The ports that read a tensor, in execution order of their nodes. */
  readers(source: Source): readonly Reader[];
  /** Every node whose output reaches `id`, without it. */
  before(id: string): ReadonlySet<string>;
  /** Every node that the output of `id` reaches, without it. */
  behind(id: string): ReadonlySet<string>;
}

const keyOf = ({ node, port }: Source): string => `${node}/${port}`;

export function viewGraph(shaped: ShapedGraph): GraphView {
  const rank = new Map(shaped.wired.order.map((id, place) => [id, place]));
  // A wire that closes a circle runs against the order: without it the walks may take the graph as acyclic.
  const sources = new Map([...sourcesIn(shaped.nodes)].map(([id, fed]) => [id, fed.filter((source) => (rank.get(source) ?? 0) < (rank.get(id) ?? 0))]));
  const nodes = shaped.wired.order.flatMap((id) => shaped.nodes[id] ?? []);
  const readers = new Map<string, Reader[]>();
  for (const { id, inputs } of nodes) {
    for (const [port, fed] of Object.entries(inputs)) {
      for (const source of fed) readers.set(keyOf(source), [...(readers.get(keyOf(source)) ?? []), { node: id, port }]);
    }
  }
  const remembered = (walk: (id: string) => ReadonlySet<string>) => {
    const known = new Map<string, ReadonlySet<string>>();
    return (id: string): ReadonlySet<string> => {
      const found = known.get(id) ?? walk(id);
      known.set(id, found);
      return found;
    };
  };
  return {
    shaped,
    sources,
    nodes,
    node: (id) => shaped.nodes[id],
    spec: ({ node, port }) => shaped.nodes[node]?.outputs[port],
    feeding: (node, port) => shaped.nodes[node]?.inputs[port]?.[0] ?? null,
    readers: (source) => readers.get(keyOf(source)) ?? [],
    before: remembered((id) => ancestorsOf(sources, [id])),
    behind: remembered((id) => descendantsOf(sources, [id])),
  };
}

export function sameSource(a: Source | null, b: Source | null): boolean {
  return a !== null && b !== null && a.node === b.node && a.port === b.port;
}

/** Nodes that give each value, or each place, of one input on: a tensor behind them still is the tensor in front, changed value by value or rearranged. */
export function passesOn(node: ShapedNode | undefined): boolean {
  if (!node) return false;
  const { category } = definitionOf(node.kind);
  return category === 'elementwise' || category === 'regularise' || node.kind === 'flatten' || node.kind === 'reshape';
}

/** Walks back over nodes that only pass values on, to the tensor they started from. */
export function originOf(view: GraphView, source: Source): Source {
  let at = source;
  for (let step = 0; step < view.nodes.length && passesOn(view.node(at.node)); step++) {
    const before = view.feeding(at.node, 'in');
    if (!before) break;
    at = before;
  }
  return at;
}

/** Whether examples of the data set flow into a node, or out of it. */
export function readsData(view: GraphView, id: string): boolean {
  return isDataInput(view.node(id)) || [...view.before(id)].some((node) => isDataInput(view.node(node)));
}

export function isDataInput(node: ShapedNode | undefined): boolean {
  return node?.kind === 'input' && node.params['feed'] === 'data';
}
