import type { GraphDoc } from './document.ts';

/** Which nodes feed each node: a key for every node, in canonical order (see `sourcesOf`); a node that feeds another twice may be listed twice. */
export type Sources = ReadonlyMap<string, readonly string[]>;

/** Ids in canonical order: by UTF-16 code unit, as the document is written, whatever the order of keys in memory. */
export function canonicalIds(ids: Iterable<string>): string[] {
  return [...ids].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The sources of every node of a document, keys in canonical order; sources in the order of the wires. A wire that names a missing node is left out. */
export function sourcesOf(document: Pick<GraphDoc, 'nodes' | 'edges'>): Sources {
  const sources = new Map<string, string[]>(canonicalIds(Object.keys(document.nodes)).map((id) => [id, []]));
  for (const { from, to } of document.edges) if (sources.has(from.node)) sources.get(to.node)?.push(from.node);
  return sources;
}

/** The same graph seen from the other end: which nodes each node feeds. */
export function targetsOf(sources: Sources): Sources {
  const targets = new Map<string, string[]>([...sources.keys()].map((id) => [id, []]));
  for (const [id, feeding] of sources) for (const source of feeding) targets.get(source)?.push(id);
  return targets;
}

/** Every node that can be reached from `starts` along `next`, without the starts themselves unless a cycle leads back to one. Unknown ids lead nowhere. */
function reach(next: Sources, starts: Iterable<string>): Set<string> {
  const found = new Set<string>();
  const open = [...starts];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const neighbour of next.get(id) ?? []) {
      if (found.has(neighbour) || !next.has(neighbour)) continue;
      found.add(neighbour);
      open.push(neighbour);
    }
  }
  return found;
}

/** Every node whose output reaches one of `ids`; the ids themselves only where a cycle leads back. */
export function ancestorsOf(sources: Sources, ids: Iterable<string>): ReadonlySet<string> {
  return reach(sources, ids);
}

/** Every node that the output of one of `ids` reaches; the ids themselves only where a cycle leads back. */
export function descendantsOf(sources: Sources, ids: Iterable<string>): ReadonlySet<string> {
  return reach(targetsOf(sources), ids);
}

/** The nodes on paths from `from` to `to`, both included, in the order of `sources`; empty where no path leads there. */
export function between(sources: Sources, from: string, to: string): readonly string[] {
  if (!sources.has(from) || !sources.has(to)) return [];
  const behind = new Set([from, ...descendantsOf(sources, [from])]);
  const before = new Set([to, ...ancestorsOf(sources, [to])]);
  return behind.has(to) ? [...sources.keys()].filter((id) => behind.has(id) && before.has(id)) : [];
}

/** A shortest path along the wires, both ends included; empty where there is none. From a node to itself: just that node. */
export function shortestPath(sources: Sources, from: string, to: string): readonly string[] {
  const next = new Map<string, string | null>(sources.has(to) ? [[to, null]] : []);
  const open = [...next.keys()];
  for (let place = 0; place < open.length && !next.has(from); place++) {
    const id = open[place] ?? to;
    for (const source of sources.get(id) ?? []) {
      if (next.has(source)) continue;
      next.set(source, id);
      open.push(source);
    }
  }
  const path: string[] = [];
  for (let id = next.has(from) ? from : null; id !== null; id = next.get(id) ?? null) path.push(id);
  return path;
}

/** An order in which every node stands behind its sources, and the first cycle found (its nodes along the wires), which is empty in a sound graph. */
export interface TopologicalOrder {
  /** Every node once. With a cycle, its nodes stand in an order that cannot satisfy all of its wires. */
  readonly order: readonly string[];
  /** [a, b, c] where a feeds b, b feeds c and c feeds a; [a] where a feeds itself. */
  readonly cycle: readonly string[];
}

/** Depth first from each key in turn: a graph whose keys are already in a topological order keeps it. Without recursion, so that depth is no limit. */
export function topologicalOrder(sources: Sources): TopologicalOrder {
  const order: string[] = [];
  const done = new Set<string>();
  let cycle: readonly string[] = [];
  for (const root of sources.keys()) {
    if (done.has(root)) continue;
    // The path from the root down to its sources, each with the place of the source to look at next.
    const path = [{ id: root, next: 0 }];
    const onPath = new Set([root]);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const source = sources.get(top.id)?.[top.next];
      if (source === undefined) {
        path.pop();
        onPath.delete(top.id);
        done.add(top.id);
        order.push(top.id);
        continue;
      }
      top.next += 1;
      if (done.has(source) || !sources.has(source)) continue;
      if (onPath.has(source)) {
        // The path runs against the wires, so its tail reversed runs along them.
        if (cycle.length === 0)
          cycle = path
            .slice(path.findIndex(({ id }) => id === source))
            .map(({ id }) => id)
            .toReversed();
        continue;
      }
      onPath.add(source);
      path.push({ id: source, next: 0 });
    }
  }
  return { order, cycle };
}

/**
 * The nodes that every path from `from` to `to` passes, both included, in order along the wires: where a graph narrows to one node.
 * Empty where no path leads there, or where a cycle lies between them (Cooper, Harvey & Kennedy 2001, whose one pass needs a topological order).
 */
export function dominatorsBetween(sources: Sources, from: string, to: string): readonly string[] {
  const inside = new Set(between(sources, from, to));
  if (inside.size === 0) return [];
  const { order, cycle } = topologicalOrder(new Map([...inside].map((id) => [id, (sources.get(id) ?? []).filter((source) => inside.has(source))])));
  if (cycle.length > 0) return [];
  const rank = new Map(order.map((id, index) => [id, index]));
  const parent = new Map<string, string>([[from, from]]);
  const meet = (a: string, b: string): string => {
    let [left, right] = [a, b];
    while (left !== right) {
      if ((rank.get(left) ?? 0) > (rank.get(right) ?? 0)) left = parent.get(left) ?? from;
      else right = parent.get(right) ?? from;
    }
    return left;
  };
  for (const id of order) {
    if (id === from) continue;
    const feeding = (sources.get(id) ?? []).filter((source) => parent.has(source));
    parent.set(
      id,
      feeding.reduce((left, right) => meet(left, right), feeding[0] ?? from),
    );
  }
  const passed = [to];
  for (let id = to; id !== from; ) {
    id = parent.get(id) ?? from;
    passed.push(id);
  }
  return passed.toReversed();
}
