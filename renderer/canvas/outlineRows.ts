import type { EdgeRecord, End } from '../../shared/graph/document.ts';
import { endKey } from './scene.ts';
import type { GroupView, NodeView, PortView, Scene } from './scene.ts';

interface RowBase {
  /** Unique in the tree. */
  readonly key: string;
  /** 1 for what stands at the root. */
  readonly level: number;
  /** Key of the row it stands under; null at the root. */
  readonly parent: string | null;
  /** Null where there is nothing under it. */
  readonly expanded: boolean | null;
}

/** One line of the outline. */
export type OutlineRow =
  | (RowBase & { readonly what: 'group'; readonly group: GroupView })
  | (RowBase & { readonly what: 'node'; readonly view: NodeView })
  /** `sources`: what feeds it. */
  | (RowBase & {
      readonly what: 'input';
      readonly node: string;
      readonly port: PortView;
      readonly wires: readonly EdgeRecord[];
      readonly sources: readonly End[];
    })
  | (RowBase & { readonly what: 'output'; readonly node: string; readonly port: PortView; readonly shape: string | null });

/** The lines that are seen, in the order in which data flows: a group with its nodes where the first of them stands, each node with its ports where it is opened. `toggled`: keys that differ from the start, where groups are open and nodes are closed. */
export function outlineRows(scene: Scene, edges: readonly EdgeRecord[], toggled: ReadonlySet<string>): readonly OutlineRow[] {
  const into = Map.groupBy(edges, ({ to }) => endKey(to));
  const groupOf = new Map(scene.groups.flatMap((group) => group.members.map((member) => [member, group] as const)));
  const nodeRows = (view: NodeView, level: number, parent: string | null): readonly OutlineRow[] => {
    const key = `node ${view.id}`;
    const expanded = toggled.has(key);
    const row: OutlineRow = { what: 'node', key, level, parent, expanded: view.inputs.length + view.outputs.length > 0 ? expanded : null, view };
    if (!expanded) return [row];
    const inputs = view.inputs.map((port): OutlineRow => {
      const wires = into.get(endKey({ node: view.id, port: port.name })) ?? [];
      return {
        what: 'input',
        key: `in ${view.id}/${port.name}`,
        level: level + 1,
        parent: key,
        expanded: null,
        node: view.id,
        port,
        wires,
        sources: wires.map(({ from }) => from),
      };
    });
    const outputs = view.outputs.map(
      (port, place): OutlineRow => ({
        what: 'output',
        key: `out ${view.id}/${port.name}`,
        level: level + 1,
        parent: key,
        expanded: null,
        node: view.id,
        port,
        shape: view.shapes[place] ?? null,
      }),
    );
    return [row, ...inputs, ...outputs];
  };
  const groupRows = (group: GroupView): readonly OutlineRow[] => {
    const key = `group ${group.id}`;
    const expanded = !toggled.has(key);
    const members = [...scene.nodes.values()].filter(({ id }) => group.members.includes(id));
    return [{ what: 'group', key, level: 1, parent: null, expanded, group }, ...(expanded ? members.flatMap((view) => nodeRows(view, 2, key)) : [])];
  };
  const listed = new Set<string>();
  return [...scene.nodes.values()].flatMap((view) => {
    const group = groupOf.get(view.id);
    if (!group) return nodeRows(view, 1, null);
    if (listed.has(group.id)) return [];
    listed.add(group.id);
    return groupRows(group);
  });
}
