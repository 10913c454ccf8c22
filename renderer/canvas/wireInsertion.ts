import { hasErrors } from '../../shared/check/issue.ts';
import { canConnect, portAt, portsOf } from '../../shared/graph/canConnect.ts';
import { createNode, freeId, freeRecordId } from '../../shared/graph/createDocument.ts';
import type { EdgeRecord, End, GraphDoc } from '../../shared/graph/document.ts';
import type { EditCommand, Point } from '../../shared/graph/edit.ts';
import { nodeKinds } from '../../shared/nodes/catalogue.ts';
import type { NodeKind } from '../../shared/nodes/catalogue.ts';
import type { TensorSpec } from '../../shared/nodes/tensorSpec.ts';
import { storable } from './boxes.ts';
import type { Making } from './edits.ts';
import { takes } from './fittingKinds.ts';

/** A document as if a wire were not drawn. */
export function withoutWire(document: GraphDoc, wire: string): GraphDoc {
  return { ...document, edges: document.edges.filter(({ id }) => id !== wire) };
}

/** The ports through which a node without wires could be put into a wire; null where it does not fit. `spec`: what runs along the wire, where that is known. */
export function portsInto(document: GraphDoc, wire: EdgeRecord, node: string, spec?: TensorSpec): { readonly into: string; readonly out: string } | null {
  const record = document.nodes[node];
  if (!record || document.edges.some(({ from, to }) => from.node === node || to.node === node)) return null;
  const inputs = portsOf(document, node, 'inputs'),
    required = inputs.filter(({ optional }) => !optional);
  // What needs more than one tensor is no link of a chain.
  const [into] = required.length > 0 ? required : inputs;
  if (!into || required.length > 1) return null;
  const open = withoutWire(document, wire.id);
  if (hasErrors(canConnect(open, wire.from, { node, port: into.name })) || (spec && !takes(record, into.name, spec))) return null;
  const out = portsOf(document, node, 'outputs').find(({ name }) => !hasErrors(canConnect(open, { node, port: name }, wire.to)));
  return out ? { into: into.name, out: out.name } : null;
}

/** Puts a node without wires into a wire; no commands where it does not fit. */
export function putInto(document: GraphDoc, wire: EdgeRecord, node: string, spec?: TensorSpec): readonly EditCommand[] {
  const ports = portsInto(document, wire, node, spec);
  if (!ports) return [];
  // The wire is cut; its first half is new, its second keeps its id and its place among the wires of its port.
  return [
    ...rewire(document, wire, { node, port: ports.out }, wire.to),
    { do: 'connect', id: freeRecordId(document.edges, 'wire'), from: wire.from, to: { node, port: ports.into } },
  ];
}

/** A new node of a kind in a wire; null where the kind does not fit. */
export function insertKind(document: GraphDoc, wire: EdgeRecord, kind: NodeKind, at: Point, spec?: TensorSpec): Making | null {
  const id = freeId(document, kind),
    node = createNode(kind);
  const commands = putInto({ ...document, nodes: { ...document.nodes, [id]: node } }, wire, id, spec);
  return commands.length === 0 ? null : { id, commands: [{ do: 'addNode', id, node, at: storable(at) }, ...commands] };
}

/** The kinds that can be put into a wire, in the order of the palette. */
export function kindsInto(document: GraphDoc, wire: EdgeRecord, spec?: TensorSpec): readonly NodeKind[] {
  return nodeKinds.filter((kind) => insertKind(document, wire, kind, { x: 0, y: 0 }, spec) !== null);
}

/** Leads a wire to other ports under its own id. Where its input takes several wires in order, it keeps its place among them. */
export function rewire(document: GraphDoc, { id, from: oldFrom, to: oldTo }: EdgeRecord, from: End, to: End): readonly EditCommand[] {
  const same = (a: End, b: End): boolean => a.node === b.node && a.port === b.port;
  if (same(from, oldFrom) && same(to, oldTo)) return [];
  const place = document.edges.findIndex((edge) => edge.id === id);
  const after = same(to, oldTo) && portAt(document, to, 'inputs')?.many ? document.edges.slice(place + 1).filter((edge) => same(edge.to, to)) : [];
  return [
    { do: 'disconnect', ids: [id, ...after.map((edge) => edge.id)] },
    { do: 'connect', id, from, to },
    ...after.map((edge): EditCommand => ({ do: 'connect', id: edge.id, from: edge.from, to: edge.to })),
  ];
}
