import type { EdgeRecord, End, GraphDoc, GroupRecord, NodeRecord, NoteRecord } from './document.ts';
import type { ParamValue } from '../nodes/params.ts';

/** A point of the canvas, in pixels at zoom 1. */
export interface Point { readonly x: number; readonly y: number }

/** Everything a user can do to a document. Plain data: a fix, an undo log and a class-session delta are lists of these. */
export type EditCommand =
  | { readonly do: 'addNode'; readonly id: string; readonly node: NodeRecord; readonly at?: Point }
  /** Removes the nodes with their wires; a group left without members goes too. */
  | { readonly do: 'removeNodes'; readonly ids: readonly string[] }
  /** A port that takes one wire gives up the wire it had. */
  | { readonly do: 'connect'; readonly id: string; readonly from: End; readonly to: End }
  | { readonly do: 'disconnect'; readonly ids: readonly string[] }
  | { readonly do: 'setParam'; readonly node: string; readonly param: string; readonly value: ParamValue }
  | { readonly do: 'renameNode'; readonly node: string; readonly name: string }
  | { readonly do: 'setFrozen'; readonly node: string; readonly frozen: boolean }
  | { readonly do: 'setLocked'; readonly node: string; readonly locked: boolean }
  | { readonly do: 'moveNodes'; readonly to: Readonly<Record<string, Point>> }
  | { readonly do: 'addGroup'; readonly group: GroupRecord }
  | { readonly do: 'setGroup'; readonly id: string; readonly name?: string; readonly members?: readonly string[]; readonly collapsed?: boolean }
  | { readonly do: 'removeGroup'; readonly id: string }
  | { readonly do: 'addNote'; readonly note: NoteRecord; readonly at?: Point }
  | { readonly do: 'setNote'; readonly id: string; readonly text: string }
  | { readonly do: 'moveNote'; readonly id: string; readonly to: Point & { readonly width?: number; readonly height?: number } }
  | { readonly do: 'removeNote'; readonly id: string }
  | { readonly do: 'rename'; readonly name: string }
  | { readonly do: 'setGoal'; readonly goal: GraphDoc['goal'] }
  /** `path` inside `training`, e.g. ['optimiser', 'learningRate']. */
  | { readonly do: 'setTraining'; readonly path: readonly string[]; readonly value: unknown }
  /** `path` inside `data`, e.g. ['kind']. */
  | { readonly do: 'setData'; readonly path: readonly string[]; readonly value: unknown }
  /** Adds nodes and wires in one go: paste, duplicate, a template's or the user's own block. */
  | { readonly do: 'insert'; readonly nodes: Readonly<Record<string, NodeRecord>>; readonly edges: readonly EdgeRecord[]; readonly at?: Readonly<Record<string, Point>> };
