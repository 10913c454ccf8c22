import { issue } from '../check/issue.ts';
import type { Issue, Outcome } from '../check/issue.ts';
import { faultOf, showRange } from '../nodes/params.ts';
import { endIssues } from './canConnect.ts';
import { documentLimits, limitTitles } from './document.ts';
import type { GraphDoc, NodeRecord } from './document.ts';
import { unless } from './editStep.ts';
import type { EditSteps } from './editStep.ts';
import { currentNode, definitionFor, unknownParams } from './nodeParams.ts';
import { showValue } from './plainJson.ts';

/** Commands about nodes. */
export const nodeSteps: EditSteps<'addNode' | 'removeNodes' | 'setParam' | 'renameNode' | 'setFrozen' | 'setLocked' | 'moveNodes' | 'insert'> = {
  addNode: (document, { id, node, at }) => {
    const made = newNode(document, id, node);
    return unless([...made.issues, ...roomFor(document, 'nodes', 1)], (draft) => {
      if (made.value) draft.nodes[id] = made.value;
      if (at) draft.layout.nodes[id] = at;
    });
  },

  removeNodes: (document, { ids }) =>
    unless(
      ids.flatMap((id) => touchable(document, id)),
      (draft) => {
        const gone = new Set(ids);
        for (const id of gone) {
          delete draft.nodes[id];
          delete draft.layout.nodes[id];
        }
        const edges = document.edges.filter(({ from, to }) => !gone.has(from.node) && !gone.has(to.node));
        if (edges.length < document.edges.length) draft.edges = edges;
        if (!document.groups.some(({ members }) => members.some((id) => gone.has(id)))) return;
        draft.groups = document.groups.flatMap((group) => {
          const members = group.members.filter((id) => !gone.has(id));
          if (members.length === group.members.length) return [group];
          return members.length > 0 ? [{ ...group, members }] : [];
        });
      },
    ),

  setParam: (document, { node: id, param, value }) => {
    const node = document.nodes[id],
      definition = definitionFor(node?.kind);
    const refused = touchable(document, id);
    if (refused.length > 0 || !node || !definition) return refused;
    const unknown = unknownParams(id, definition, { [param]: value }, 'edit-param-unknown');
    if (unknown.length > 0) return unknown;
    const spec = definition.params[param];
    if (spec && faultOf(spec, value)) return [issue('edit-param-refused', { node: id, param }, { found: showValue(value), expected: showRange(spec) })];
    const stored = typeof value === 'object' ? [...value] : value;
    return (draft) => {
      if (!sameValue(node.params[param], value)) editNode(draft, id).params[param] = stored;
    };
  },

  renameNode: (document, { node, name }) =>
    unless(touchable(document, node), (draft) => {
      if (name !== '') editNode(draft, node).name = name;
      else delete editNode(draft, node).name;
    }),

  setFrozen: (document, { node, frozen }) =>
    unless(touchable(document, node), (draft) => {
      if (frozen) editNode(draft, node).frozen = true;
      else delete editNode(draft, node).frozen;
    }),

  setLocked: (document, { node, locked }) =>
    unless(present(document, node), (draft) => {
      if (locked) editNode(draft, node).locked = true;
      else delete editNode(draft, node).locked;
    }),

  moveNodes: (document, { to }) =>
    unless(
      Object.keys(to).flatMap((id) => touchable(document, id)),
      (draft) => {
        for (const [id, { x, y }] of Object.entries(to)) {
          const old = document.layout.nodes[id];
          if (old?.x !== x || old.y !== y) draft.layout.nodes[id] = { x, y };
        }
      },
    ),

  insert: (document, { nodes, edges, at = {} }) => {
    const made = Object.entries(nodes).map(([id, node]) => [id, newNode(document, id, node)] as const);
    const added = Object.fromEntries(made.flatMap(([id, { value }]) => (value ? [[id, value]] : [])));
    const issues = [
      ...made.flatMap(([, { issues: found }]) => found),
      ...roomFor(document, 'nodes', made.length),
      ...roomFor(document, 'edges', edges.length),
      ...Object.keys(at)
        .filter((id) => !Object.hasOwn(nodes, id))
        .map((node) => issue('edit-node-missing', { node })),
    ];
    if (issues.length > 0) return issues;
    const both = { nodes: { ...document.nodes, ...added } };
    const taken = new Set(document.edges.map(({ id }) => id));
    const wires = edges.flatMap(({ id, from, to }) => {
      const twice = taken.has(id) ? [issue('edit-id-taken', { edge: id }, { id })] : [];
      taken.add(id);
      const self = from.node === to.node ? [issue('edit-wire-self', { node: to.node, port: to.port })] : [];
      return [...twice, ...self, ...endIssues(both, from, to)];
    });
    return unless(wires, (draft) => {
      Object.assign(draft.nodes, added);
      Object.assign(draft.layout.nodes, at);
      draft.edges.push(...edges);
    });
  },
};

/** `edit-node-missing`, or nothing. */
function present(document: GraphDoc, id: string): readonly Issue[] {
  return document.nodes[id] ? [] : [issue('edit-node-missing', { node: id })];
}

/** What keeps a node from being changed. */
function touchable(document: GraphDoc, id: string): readonly Issue[] {
  return document.nodes[id]?.locked ? [issue('edit-node-locked', { node: id })] : present(document, id);
}

/** `edit-too-large` where so many more would not fit. */
export function roomFor(document: GraphDoc, unit: 'nodes' | 'edges' | 'groups' | 'notes', more: number): readonly Issue[] {
  const found = more + (unit === 'nodes' ? Object.keys(document.nodes).length : document[unit].length);
  return more > 0 && found > documentLimits[unit] ? [issue('edit-too-large', {}, { found, unit: limitTitles[unit], limit: documentLimits[unit] })] : [];
}

/** A node as it enters the document: of a free id, a known kind and its current version, complete. */
function newNode(document: GraphDoc, id: string, node: NodeRecord): Outcome<NodeRecord> {
  const refuse = (...issues: readonly Issue[]): Outcome<NodeRecord> => ({ value: undefined, issues });
  if (document.nodes[id]) return refuse(issue('edit-id-taken', { node: id }, { id }));
  const { kind, version } = node;
  const definition = definitionFor(kind);
  if (!definition) return refuse(issue('node-kind-unknown', { node: id }, { kind }));
  if (version !== definition.version) return refuse(issue('edit-node-version', { node: id }, { kind, found: version, supported: definition.version }));
  const unknown = unknownParams(id, definition, node.params, 'edit-param-unknown');
  return unknown.length > 0 ? refuse(...unknown) : currentNode(id, definition, node);
}

/** The draft of a node that a step has found present. */
function editNode(draft: GraphDoc, id: string): NodeRecord {
  const node = draft.nodes[id];
  if (!node) throw new Error(`node '${id}' was present when its edit was decided`);
  return node;
}

function sameValue(stored: NodeRecord['params'][string] | undefined, value: NodeRecord['params'][string] | readonly number[]): boolean {
  return typeof value !== 'object'
    ? stored === value
    : Array.isArray(stored) && stored.length === value.length && stored.every((part, place) => part === value[place]);
}
