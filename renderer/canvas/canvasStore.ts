import type { ReactFlowInstance } from '@xyflow/react';
import { create } from 'zustand';
import type { Side } from '../../shared/graph/canConnect.ts';
import type { End } from '../../shared/graph/document.ts';
import type { Point } from '../../shared/graph/edit.ts';
import type { FlowEdge, FlowNode } from './flowNodes.ts';
import type { Verdicts } from './wireVerdicts.ts';

/** A wire while it is drawn, with what each port it could be led to says of it. */
export interface LooseWire {
  readonly end: End;
  readonly side: Side;
  readonly verdicts: Verdicts;
  /** The wire that is being led elsewhere; null where a new one is drawn. */
  readonly led: string | null;
}

/** The list that is open over the canvas. */
export type Picker =
  /** Adds a node by name at a point of the document; with `loose`, only kinds that fit the wire, which it then takes. */
  | { readonly what: 'add'; readonly at: Point; readonly screen: Point; readonly loose?: { readonly end: End; readonly side: Side } }
  /** Adds a node by name in the middle of a wire. */
  | { readonly what: 'insert'; readonly wire: string; readonly screen: Point }
  /** Connects a node's ports to those that fit. */
  | { readonly what: 'connect'; readonly node: string; readonly screen: Point };

interface CanvasState {
  /** The flow that is shown; null before it is. */
  readonly flow: ReactFlowInstance<FlowNode, FlowEdge> | null;
  readonly wire: LooseWire | null;
  /** A wire was given up while the button is still held: nothing more is drawn of it. */
  readonly dropped: boolean;
  readonly picker: Picker | null;
  /** The words searched for on the canvas; null while the search is closed. */
  readonly search: string | null;
  /** A node, group or note whose name or text is being edited, by flow id. */
  readonly editing: string | null;
  /** Nodes glide to their places while the canvas is being arranged. */
  readonly gliding: boolean;
  /** The wire under the pointer, by id: its ends can be taken hold of. */
  readonly grabbed: string | null;
  /** The wire that what is dragged would be put into, by id. */
  readonly dropWire: string | null;
  /** The whole document is shown, and will be when the pane changes its size. */
  readonly fitted: boolean;
  set(change: Partial<Omit<CanvasState, 'set'>>): void;
}

/** What the canvas knows of itself while it is used; nothing that is kept. */
export const useCanvasStore = create<CanvasState>((set) => ({
  flow: null,
  wire: null,
  dropped: false,
  picker: null,
  search: null,
  editing: null,
  gliding: false,
  fitted: true,
  grabbed: null,
  dropWire: null,
  set: (change) => set(change),
}));
