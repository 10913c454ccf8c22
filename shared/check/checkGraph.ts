import type { EdgeRecord, GraphDoc, NodeRecord } from '../graph/document.ts';
import { endTitle, pathTitle, titleOf } from '../graph/titles.ts';
import { canonicalIds, topologicalOrder } from '../graph/walks.ts';
import type { Text } from '../messages/language.ts';
import { carried } from '../nodes/carried.ts';
import { definitionOf, isNodeKind } from '../nodes/catalogue.ts';
import type { AnyNodeDefinition, AnyParams, Port } from '../nodes/defineNode.ts';
import { faultOf, showRange } from '../nodes/params.ts';
import type { ParamSpec, ParamValue } from '../nodes/params.ts';
import { issue } from './issue.ts';
import type { Issue, Outcome } from './issue.ts';
import type { Source, WiredGraph, WiredNode } from './stages.ts';
import { sourcesIn } from './sourcesIn.ts';
import { wireMissing } from './wireMissing.ts';

/** A node on its way to being wired: its definition, its ports under its own parameters, and the wires that reach them. */
interface Socket {
  readonly id: string;
  readonly title: Text;
  readonly record: NodeRecord;
  readonly definition: AnyNodeDefinition;
  readonly params: AnyParams;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly fed: Map<string, EdgeRecord[]>;
}

/**
 * Resolves parameters and wires of a document.
 * Gives a graph beside its issues: a bad parameter is replaced by its default, a wire that leads nowhere is left out,
 * of several wires at a single port the last one drawn counts. Nodes of unknown kinds are left out.
 */
export function checkGraph(document: GraphDoc): Outcome<WiredGraph> {
  const issues: Issue[] = [];
  // 1. Read each node's parameters and find out which ports it then has.
  const sockets = socketsOf(document, issues);
  // 2. Plug the wires in, refusing those that lead nowhere or carry the wrong thing.
  for (const edge of document.edges) plugIn(edge, document, sockets, issues);
  // 3. Every port that must be fed is fed, and by one wire where it takes one.
  for (const socket of sockets.values()) issues.push(...portIssues(socket, document));
  // 4. Order the nodes; a cycle has no order.
  const nodes: Record<string, WiredNode> = {};
  for (const socket of sockets.values()) nodes[socket.id] = wiredNode(socket);
  const { order, cycle } = topologicalOrder(sourcesIn(nodes));
  if (cycle.length > 0) issues.push(cycleIssue(cycle, document, sockets));
  return { value: { document, nodes, order } as WiredGraph, issues };
}

function socketsOf(document: GraphDoc, issues: Issue[]): Map<string, Socket> {
  const sockets = new Map<string, Socket>();
  for (const id of canonicalIds(Object.keys(document.nodes))) {
    const record = document.nodes[id];
    if (!record) continue;
    if (!isNodeKind(record.kind)) {
      issues.push(
        issue(
          'node-kind-unknown',
          { node: id },
          { node: record.name || id, kind: record.kind },
          { title: 'remove-node', commands: [{ do: 'removeNodes', ids: [id] }] },
        ),
      );
      continue;
    }
    const definition = definitionOf(record.kind);
    const title = titleOf(document, id);
    const params = paramsOf({ id, title, definition }, record, issues);
    sockets.set(id, { id, title, record, definition, params, inputs: definition.inputs(params), outputs: definition.outputs(params), fed: new Map() });
  }
  return sockets;
}

function paramsOf(node: Pick<Socket, 'id' | 'title' | 'definition'>, record: NodeRecord, issues: Issue[]): AnyParams {
  const params: Record<string, ParamValue> = {};
  for (const [param, spec] of Object.entries(node.definition.params)) {
    const stored = Object.hasOwn(record.params, param) ? record.params[param] : undefined;
    const fault = stored === undefined ? null : faultOf(spec, stored);
    params[param] = stored === undefined || fault ? spec.default : stored;
    if (!fault || stored === undefined) continue;
    issues.push(
      issue(
        fault === 'wrong-type' ? 'param-wrong-type' : 'param-out-of-range',
        { node: node.id, param },
        { node: node.title, param: spec.title, found: JSON.stringify(stored), default: JSON.stringify(spec.default), range: showRange(spec) },
        { title: 'set-nearest', commands: [{ do: 'setParam', node: node.id, param, value: nearest(spec, stored) }] },
      ),
    );
  }
  return params;
}

/** The permitted value closest to what is stored; the default where nothing is close. */
function nearest(spec: ParamSpec, stored: unknown): ParamValue {
  if ((spec.type !== 'int' && spec.type !== 'number') || typeof stored !== 'number' || !Number.isFinite(stored)) return spec.default;
  const within = Math.min(spec.max, Math.max(spec.min, stored));
  return spec.type === 'int' ? Math.round(within) : within;
}

function plugIn(edge: EdgeRecord, document: GraphDoc, sockets: ReadonlyMap<string, Socket>, issues: Issue[]): void {
  const source = sockets.get(edge.from.node),
    target = sockets.get(edge.to.node);
  const from = source?.outputs.find(({ name }) => name === edge.from.port);
  const to = target?.inputs.find(({ name }) => name === edge.to.port);
  const away = { title: 'remove-wire', commands: [{ do: 'disconnect', ids: [edge.id] }] } as const;
  if (!source || !target || !from || !to) {
    issues.push(
      issue(
        'wire-dangling',
        { edge: edge.id, ...(target ? { node: target.id } : {}) },
        { from: endTitle(document, edge.from), to: endTitle(document, edge.to) },
        away,
      ),
    );
    return;
  }
  if (from.carries !== 'any' && to.carries !== 'any' && from.carries !== to.carries) {
    issues.push(
      issue(
        'wire-type-mismatch',
        { node: target.id, port: to.name, edge: edge.id },
        { node: target.title, source: source.title, port: to.title, found: carried[from.carries], expected: carried[to.carries] },
        away,
      ),
    );
  }
  target.fed.set(to.name, [...(target.fed.get(to.name) ?? []), edge]);
}

function portIssues(socket: Socket, document: GraphDoc): Issue[] {
  return socket.inputs.flatMap((port): Issue[] => {
    const wires = socket.fed.get(port.name) ?? [];
    const at = { node: socket.id, port: port.name };
    if (wires.length === 0) return port.optional ? [] : [issue('port-unfed', at, { node: socket.title, port: port.title }, wireMissing(document, at))];
    if (wires.length === 1 || port.many) return [];
    const extra = wires.slice(0, -1).map(({ id }) => id);
    return [
      issue(
        'port-fed-twice',
        at,
        { node: socket.title, port: port.title, count: wires.length },
        { title: 'keep-last-wire', commands: [{ do: 'disconnect', ids: extra }] },
      ),
    ];
  });
}

function wiredNode({ id, title, record, params, fed, inputs, definition }: Socket): WiredNode {
  const wires: Record<string, readonly Source[]> = {};
  for (const { name: port, many } of inputs) {
    const edges = fed.get(port);
    if (edges) wires[port] = (many ? edges : edges.slice(-1)).map(({ from }) => ({ node: from.node, port: from.port }));
  }
  if (!isNodeKind(definition.kind)) throw new Error(`the catalogue lost the kind '${definition.kind}'`);
  return { id, kind: definition.kind, title, params, frozen: record.frozen === true, inputs: wires };
}

function cycleIssue(cycle: readonly string[], document: GraphDoc, sockets: ReadonlyMap<string, Socket>): Issue {
  const path = pathTitle(document, [...cycle, cycle[0] ?? '']);
  const members = new Set(cycle);
  // The wire drawn last is the one that closed the circle.
  const closing = [...sockets.values()]
    .filter(({ id }) => members.has(id))
    .flatMap(({ id, fed }) => {
      const before = cycle.at(cycle.indexOf(id) - 1);
      return [...fed.values()].flat().filter(({ from }) => from.node === before);
    });
  const ids = closing.slice(-1).map(({ id }) => id);
  return issue('cycle', { node: cycle[0], edge: ids[0] }, { path }, { title: 'remove-wire', commands: [{ do: 'disconnect', ids }] });
}
