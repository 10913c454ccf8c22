import type { EditCommand } from '../graph/edit.ts';
import { catalogue } from '../nodes/catalogue.ts';
import type { NodeKind, NodeParams } from '../nodes/catalogue.ts';
import type { ParamValue } from '../nodes/params.ts';
import type { FixTitle } from '../messages/fixTexts.ts';
import type { GraphView, Reader } from './graphView.ts';
import type { Fix } from './issue.ts';
import type { Source } from './stages.ts';

/** A fix in the making: edit commands with ids that the document does not use yet. */
export interface Repair {
  /** Adds a node and gives its id: beside `near`, below to the right, or in its place and group, for a node that is about to go. */
  add<K extends NodeKind>(kind: K, params: Partial<NodeParams<K>>, near: string, place?: 'beside' | 'instead'): string;
  /** Wires a tensor to a port, unless it is already; a port that takes one wire gives up the wire it had. */
  connect(from: Source, to: Reader): void;
  /** Leads each reader of one tensor over to another. Merge ports keep their other wires. */
  reroute(from: Source, to: Source, readers: readonly Reader[]): void;
  set(node: string, param: string, value: ParamValue): void;
  remove(ids: readonly string[]): void;
  fix(): Fix;
}

export function startRepair(view: GraphView, title: FixTitle): Repair {
  const { document } = view.shaped.wired;
  const taken = new Set([...Object.keys(document.nodes), ...document.edges.map(({ id }) => id)]);
  const commands: EditCommand[] = [];
  const fresh = (stem: string): string => {
    let id = stem;
    for (let count = 2; taken.has(id); count++) id = `${stem}-${count}`;
    taken.add(id);
    return id;
  };
  const dropped = new Set<string>();
  const there = (from: Source, to: Reader): boolean =>
    document.edges.some(
      (edge) => !dropped.has(edge.id) && edge.from.node === from.node && edge.from.port === from.port && edge.to.node === to.node && edge.to.port === to.port,
    );
  const connect = (from: Source, to: Reader): void => {
    if (there(from, to)) return;
    commands.push({ do: 'connect', id: fresh('fix-wire'), from: { node: from.node, port: from.port }, to: { node: to.node, port: to.port } });
  };
  return {
    add(kind, params, near, where = 'beside') {
      const id = fresh(kind);
      const place = document.layout.nodes[near],
        shift = where === 'beside' ? { x: 110, y: 150 } : { x: 0, y: 0 };
      const stored = Object.fromEntries(
        Object.entries<ParamValue | undefined>(params).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, typeof value === 'object' ? [...value] : value]],
        ),
      );
      commands.push({
        do: 'addNode',
        id,
        node: { kind, version: catalogue[kind].version, params: stored },
        ...(place ? { at: { x: place.x + shift.x, y: place.y + shift.y } } : {}),
      });
      const group = document.groups.find(({ members }) => members.includes(near));
      if (where === 'instead' && group) commands.push({ do: 'setGroup', id: group.id, members: [...group.members, id] });
      return id;
    },
    connect,
    reroute(from, to, readers) {
      const old = document.edges.filter(
        (edge) =>
          edge.from.node === from.node && edge.from.port === from.port && readers.some(({ node, port }) => edge.to.node === node && edge.to.port === port),
      );
      for (const { id } of old) dropped.add(id);
      commands.push({ do: 'disconnect', ids: old.map(({ id }) => id) });
      for (const edge of old) connect(to, edge.to);
    },
    set(node, param, value) {
      commands.push({ do: 'setParam', node, param, value });
    },
    remove(ids) {
      commands.push({ do: 'removeNodes', ids });
    },
    fix: () => ({ title, commands }),
  };
}
