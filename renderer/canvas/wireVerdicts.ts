import type { Issue } from '../../shared/check/issue.ts';
import { hasErrors } from '../../shared/check/issue.ts';
import { canConnect, portsOf } from '../../shared/graph/canConnect.ts';
import type { Side } from '../../shared/graph/canConnect.ts';
import type { EdgeRecord, End, GraphDoc } from '../../shared/graph/document.ts';
import { ancestorsOf, descendantsOf, sourcesOf } from '../../shared/graph/walks.ts';
import { endKey } from './scene.ts';

/** What `canConnect` says of a wire from one end to every port of the other side, by `node/port`. */
export type Verdicts = ReadonlyMap<string, readonly Issue[]>;

/** The other side's name. */
export const otherSide = (side: Side): Side => (side === 'inputs' ? 'outputs' : 'inputs');

/**
 * Every port that a wire begun at `end` (a port of `side`) could be led to, with what stands against it: the very answers of `canConnect`, in one
 * pass over the graph. Only nodes that could close a circle are asked against the whole graph; for the rest, their own wires tell all.
 */
export function wireVerdicts(document: GraphDoc, end: End, side: Side): Verdicts {
  const sources = sourcesOf(document);
  const circular = side === 'outputs' ? ancestorsOf(sources, [end.node]) : descendantsOf(sources, [end.node]);
  const wiresInto = new Map<string, EdgeRecord[]>();
  for (const edge of document.edges) wiresInto.set(edge.to.node, [...(wiresInto.get(edge.to.node) ?? []), edge]);
  const verdicts = new Map<string, readonly Issue[]>();
  for (const id of Object.keys(document.nodes)) {
    for (const { name } of portsOf(document, id, otherSide(side))) {
      const here = { node: id, port: name };
      const [from, to] = side === 'outputs' ? [end, here] : [here, end];
      verdicts.set(endKey(here), canConnect(circular.has(id) ? document : around(document, from, to, wiresInto), from, to));
    }
  }
  return verdicts;
}

/** The document without what a wire between two nodes has nothing to do with, as long as it closes no circle. */
function around(document: GraphDoc, from: End, to: End, wiresInto: ReadonlyMap<string, readonly EdgeRecord[]>): GraphDoc {
  const wires = wiresInto.get(to.node) ?? [];
  const nodes = Object.fromEntries(
    // What feeds the node already is named where it would give way.
    [from.node, to.node, ...wires.map((wire) => wire.from.node)].flatMap((id) => {
      const node = document.nodes[id];
      return node ? [[id, node]] : [];
    }),
  );
  return { ...document, nodes, edges: [...wires] };
}

/** Why a port cannot take the wire; null where it can. */
export function refusalOf(verdicts: Verdicts, end: End): Issue | null {
  const found = verdicts.get(endKey(end));
  return found && hasErrors(found) ? (found.find(({ severity }) => severity === 'error') ?? null) : null;
}
