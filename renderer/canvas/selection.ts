import type { GraphDoc } from '../../shared/graph/document.ts';
import { readFlowId } from './scene.ts';

/** What is selected, by the document's ids. */
export interface Selection {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  readonly notes: readonly string[];
}

export const nothingSelected: Selection = { nodes: [], edges: [], notes: [] };

export const isEmpty = ({ nodes, edges, notes }: Selection): boolean => nodes.length + edges.length + notes.length === 0;

/** A selection without what is no longer there: after an undo, say. The same object where all is. */
export function pruned(document: GraphDoc, selection: Selection): Selection {
  const edges = new Set(selection.edges.length > 0 ? document.edges.map(({ id }) => id) : []);
  const made = {
    nodes: selection.nodes.filter((id) => Object.hasOwn(document.nodes, id)),
    edges: selection.edges.filter((id) => edges.has(id)),
    notes: selection.notes.filter((id) => document.notes.some((note) => note.id === id)),
  };
  const same = made.nodes.length === selection.nodes.length && made.edges.length === selection.edges.length && made.notes.length === selection.notes.length;
  return same ? selection : made;
}

/** A selection after things on the flow were selected or not; a collapsed group stands for its members. */
export function select(
  document: Pick<GraphDoc, 'groups'>,
  before: Selection,
  changes: readonly { readonly id: string; readonly selected: boolean }[],
): Selection {
  const nodes = new Set(before.nodes),
    notes = new Set(before.notes);
  for (const { id: flowId, selected } of changes) {
    const { what, id } = readFlowId(flowId);
    const [target, ids] =
      what === 'note' ? [notes, [id]] : [nodes, what === 'group' ? (document.groups.find((group) => group.id === id)?.members ?? []) : [id]];
    for (const one of ids)
      if (selected) target.add(one);
      else target.delete(one);
  }
  return { ...before, nodes: [...nodes], notes: [...notes] };
}
