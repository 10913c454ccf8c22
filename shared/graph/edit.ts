import type { EdgeRecord, End, GraphDoc, GroupRecord, NodeRecord, NoteRecord } from './document.ts';
import type { ParamValue } from '../nodes/params.ts';

/** A point of the canvas, in pixels at zoom 1. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Everything a user can do to a document. Plain data: a fix, an undo log and a class-session delta are lists of these.
 * A locked node refuses to be removed, moved, renamed, frozen or given a parameter; its wires, its group and the lock itself can change.
 */
export type EditCommand =
  /** Of a known kind at its current version; parameters left out get their defaults. */
  | { readonly do: 'addNode'; readonly id: string; readonly node: NodeRecord; readonly at?: Point }
  /** Removes the nodes with their wires; a group left without members goes too. */
  | { readonly do: 'removeNodes'; readonly ids: readonly string[] }
  /** Refused for what `canConnect` calls an error. A port that takes one wire gives up the wire it had. */
  | { readonly do: 'connect'; readonly id: string; readonly from: End; readonly to: End }
  | { readonly do: 'disconnect'; readonly ids: readonly string[] }
  /** Out of range is refused. Wires to a port that the new value takes away stay; check names them. */
  | { readonly do: 'setParam'; readonly node: string; readonly param: string; readonly value: ParamValue }
  /** An empty name gives the node its kind's title back. */
  | { readonly do: 'renameNode'; readonly node: string; readonly name: string }
  | { readonly do: 'setFrozen'; readonly node: string; readonly frozen: boolean }
  | { readonly do: 'setLocked'; readonly node: string; readonly locked: boolean }
  | { readonly do: 'moveNodes'; readonly to: Readonly<Record<string, Point>> }
  /** At least one member; none that another group has. */
  | { readonly do: 'addGroup'; readonly group: GroupRecord }
  | { readonly do: 'setGroup'; readonly id: string; readonly name?: string; readonly members?: readonly string[]; readonly collapsed?: boolean }
  | { readonly do: 'removeGroup'; readonly id: string }
  | { readonly do: 'addNote'; readonly note: NoteRecord; readonly at?: Point }
  | { readonly do: 'setNote'; readonly id: string; readonly text: string }
  | { readonly do: 'moveNote'; readonly id: string; readonly to: Point & { readonly width?: number; readonly height?: number } }
  | { readonly do: 'removeNote'; readonly id: string }
  | { readonly do: 'rename'; readonly name: string }
  | { readonly do: 'setGoal'; readonly goal: GraphDoc['goal'] }
  /** `path` inside `training`, e.g. ['optimiser', 'learningRate']; [] is all of it. `value` null: back to its default. */
  | { readonly do: 'setTraining'; readonly path: readonly string[]; readonly value: unknown }
  /** `path` inside `data`, e.g. ['kind']; [] is all of it. `value` null: back to its default, or left out where it has none. */
  | { readonly do: 'setData'; readonly path: readonly string[]; readonly value: unknown }
  /** Adds nodes and wires in one go: paste, duplicate, a template's or the user's own block. Wires run to ports that exist, among the new nodes or to old ones; none gives way. */
  | {
      readonly do: 'insert';
      readonly nodes: Readonly<Record<string, NodeRecord>>;
      readonly edges: readonly EdgeRecord[];
      readonly at?: Readonly<Record<string, Point>>;
    };
