import type { Analysis } from '../../shared/check/analyse.ts';
import type { Issue } from '../../shared/check/issue.ts';
import type { GraphDoc, GroupRecord, NodeRecord } from '../../shared/graph/document.ts';
import { definitionFor, paramsInRange } from '../../shared/graph/nodeParams.ts';
import { showShape, sizeOf } from '../../shared/nodes/tensorSpec.ts';
import { addCounts, countIssues, noIssues } from './countIssues.ts';
import { keyParams } from './keyParams.ts';
import { boundaryHandle, endKey, groupFlowId } from './scene.ts';
import type { BoundaryPort, GroupView, NodeView, PortView, Scene, WireView } from './scene.ts';

interface Remembered {
  readonly record: NodeRecord;
  readonly signature: string;
  readonly view: NodeView;
}

/** Makes scenes of one document after another. Views of what did not change are the very objects of the scene before, so that their cards are not drawn again. */
export function createSceneDeriver(): (document: GraphDoc, analysis: Analysis) => Scene {
  let remembered: ReadonlyMap<string, Remembered> = new Map();
  let wiresBefore: ReadonlyMap<string, WireView> = new Map();
  let groupsBefore: ReadonlyMap<string, GroupView> = new Map();
  let last: { readonly key: readonly unknown[]; readonly scene: Scene } | null = null;
  return (document, analysis) => {
    const key = [document.nodes, document.edges, document.groups, analysis];
    if (last && key.every((part, place) => part === last?.key[place])) return last.scene;
    // 1. What stands against each node and wire; which ports are fed or read.
    const issuesAt = gatherIssues(analysis.issues);
    const used = new Set(document.edges.flatMap(({ from, to }) => [`out ${endKey(from)}`, `in ${endKey(to)}`]));
    // 2. The cards.
    const made = new Map<string, Remembered>();
    // In the order in which data flows: so the cards are tabbed through and listed.
    for (const id of new Set([...analysis.wired.order, ...Object.keys(document.nodes)])) {
      const record = document.nodes[id];
      if (record) made.set(id, viewNode({ id, record, analysis, issues: issuesAt.nodes.get(id) ?? [], used, before: remembered.get(id) }));
    }
    remembered = made;
    const nodes = new Map([...made].map(([id, { view }]) => [id, view]));
    // 3. The groups, and which of them hide their members.
    const groups = document.groups.map((group) => kept(groupsBefore.get(group.id), viewGroup(group, document, nodes)));
    groupsBefore = new Map(groups.map((group) => [group.id, group]));
    const foldedInto = new Map(groups.flatMap(({ id, collapsed, members }) => (collapsed ? members.map((member) => [member, id] as const) : [])));
    // 4. The wires, led to collapsed groups where their ends are hidden.
    const wires = document.edges.flatMap(({ id, from, to }): WireView[] => {
      const [left, right] = [foldedInto.get(from.node), foldedInto.get(to.node)];
      if (left !== undefined && left === right) return [];
      const spec = analysis.shaped.nodes[from.node]?.outputs[from.port];
      return [
        kept(wiresBefore.get(id), {
          id,
          from,
          to,
          source: left === undefined ? from.node : groupFlowId(left),
          sourceHandle: left === undefined ? from.port : boundaryHandle(from),
          target: right === undefined ? to.node : groupFlowId(right),
          targetHandle: right === undefined ? to.port : boundaryHandle(to),
          shape: spec ? showShape(spec.shape) : null,
          faulty: issuesAt.wires.has(id) || issuesAt.ports.has(endKey(to)),
        }),
      ];
    });
    wiresBefore = new Map(wires.map((wire) => [wire.id, wire]));
    const scene: Scene = { nodes, wires, groups, foldedInto };
    last = { key, scene };
    return scene;
  };
}

interface NodeRequest {
  readonly id: string;
  readonly record: NodeRecord;
  readonly analysis: Analysis;
  readonly issues: readonly Issue[];
  readonly used: ReadonlySet<string>;
  readonly before: Remembered | undefined;
}

function viewNode({ id, record, analysis, issues, used, before }: NodeRequest): Remembered {
  const definition = definitionFor(record.kind);
  const shaped = analysis.shaped.nodes[id];
  const params = definition ? paramsInRange(definition, record) : {};
  const ports = (side: 'in' | 'out'): readonly PortView[] =>
    ((side === 'in' ? definition?.inputs(params) : definition?.outputs(params)) ?? []).map(({ name, title, carries, many, optional }) => ({
      name,
      title,
      carries,
      many,
      optional,
      fed: used.has(`${side} ${id}/${name}`),
    }));
  const inputs = ports('in'),
    outputs = ports('out');
  const known = outputs.flatMap(({ name }) => {
    const spec = shaped?.outputs[name];
    return spec ? [showShape(spec.shape)] : [];
  });
  const shapesKnown =
    shaped !== undefined && Object.keys(shaped.outputs).length >= outputs.length && inputs.every(({ fed, optional }) => fed || optional === true);
  const parameterCount = shapesKnown ? shaped.weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0) : null;
  const counts = countIssues(issues);
  const signature = [
    known.join(),
    parameterCount,
    counts.error,
    counts.warning,
    counts.note,
    [...inputs, ...outputs].map(({ fed }) => Number(fed)).join(''),
  ].join('|');
  if (before && before.record === record && before.signature === signature) return before;
  return {
    record,
    signature,
    view: {
      id,
      kind: record.kind,
      inputs,
      outputs,
      parameterCount,
      issues: counts,
      title: definition?.title ?? { en: record.kind, zh: record.kind },
      name: record.name ?? null,
      category: definition?.category ?? 'shape',
      params: definition ? keyParams(definition, { ...params, ...record.params }, inputs.length > 2 ? 2 : 3) : [],
      shapes: known,
      frozen: record.frozen === true,
      locked: record.locked === true,
    },
  };
}

/**
 * A group as its frame or its collapsed node shows it. Its boundary: inputs fed from outside or not at all, outputs read outside or not at all, so
 * that a collapsed group can still be connected; in the order of members and their ports.
 */
export function viewGroup(group: GroupRecord, document: Pick<GraphDoc, 'edges'>, nodes: ReadonlyMap<string, NodeView>): GroupView {
  const inside = new Set(group.members);
  const fedWithin = new Set<string>(),
    readWithin = new Set<string>(),
    readOutside = new Set<string>(),
    fedOutside = new Set<string>();
  for (const { from, to } of document.edges) {
    if (inside.has(to.node)) (inside.has(from.node) ? fedWithin : fedOutside).add(endKey(to));
    if (inside.has(from.node)) (inside.has(to.node) ? readWithin : readOutside).add(endKey(from));
  }
  const members = group.members.flatMap((id) => nodes.get(id) ?? []);
  const boundary = (view: NodeView, ports: readonly PortView[], within: ReadonlySet<string>, outside: ReadonlySet<string>): readonly BoundaryPort[] =>
    ports.flatMap((port) => {
      const end = { node: view.id, port: port.name };
      const key = endKey(end);
      return outside.has(key) || !within.has(key) ? [{ end, node: view.name ?? view.id, title: port.title, fed: outside.has(key) }] : [];
    });
  return {
    id: group.id,
    name: group.name,
    collapsed: group.collapsed === true,
    members: group.members,
    inputs: members.flatMap((view) => boundary(view, view.inputs, fedWithin, fedOutside)),
    outputs: members.flatMap((view) => boundary(view, view.outputs, readWithin, readOutside)),
    parameterCount: members.reduce((sum, { parameterCount }) => sum + (parameterCount ?? 0), 0),
    issues: members.reduce((sum, { issues }) => addCounts(sum, issues), noIssues),
  };
}

function gatherIssues(issues: readonly Issue[]): { nodes: ReadonlyMap<string, readonly Issue[]>; wires: ReadonlySet<string>; ports: ReadonlySet<string> } {
  const nodes = new Map<string, Issue[]>();
  const wires = new Set<string>(),
    ports = new Set<string>();
  for (const found of issues) {
    const { node, edge, port } = found.at;
    if (node !== undefined) nodes.set(node, [...(nodes.get(node) ?? []), found]);
    if (edge !== undefined) wires.add(edge);
    if (node !== undefined && port !== undefined && found.severity === 'error') ports.add(endKey({ node, port }));
  }
  return { nodes, wires, ports };
}

/** The view before, where the new one says the same. */
function kept<T>(before: T | undefined, view: T): T {
  return before !== undefined && JSON.stringify(before) === JSON.stringify(view) ? before : view;
}
