import type { Side } from '../../shared/graph/canConnect.ts';
import { issue } from '../../shared/check/issue.ts';
import type { End } from '../../shared/graph/document.ts';
import type { Point } from '../../shared/graph/edit.ts';
import { entitled } from '../../shared/graph/titles.ts';
import { definitionOf } from '../../shared/nodes/catalogue.ts';
import type { NodeKind } from '../../shared/nodes/catalogue.ts';
import { useDocumentStore } from '../stores/documentStore.ts';
import { useViewStore } from '../stores/viewStore.ts';
import { tell } from '../ui/tell.ts';
import { alignBoxes, distributeBoxes } from './alignment.ts';
import type { Alignment, Axis } from './alignment.ts';
import { cardBox, placesOf } from './boxes.ts';
import type { Box } from './boxes.ts';
import { middleOfView, reveal, zoomToFit } from './camera.ts';
import { useCanvasStore } from './canvasStore.ts';
import { documentNow, editNow, selectionNow, selectNow } from './editNow.ts';
import * as edits from './edits.ts';
import type { Fit } from './fittingKinds.ts';
import { focusInspector, keepingFocus } from './focus.ts';
import { withRoom } from './insertions.ts';
import { groupFlowId, noteFlowId } from './scene.ts';
import { isEmpty } from './selection.ts';
import { languageNow, nodeName, say, word } from './say.ts';
import { sceneNow } from './useScene.ts';
import { rewire } from './wireInsertion.ts';

/** What can be done on the canvas, from keys, menus, palette and command palette alike. Each acts on the open document and what is selected in it. */

export { centreOnNode, middleOfView, zoomBy, zoomToFit } from './camera.ts';
export { focusOnCanvas } from './focus.ts';

const nameOf = (id: string): string => {
  const view = sceneNow().nodes.get(id);
  return view ? nodeName(view) : id;
};

/** Adds a node at a point, or in the nearest free place, selects it and gives its id; null where it was refused. */
export function addKind(kind: NodeKind, at: Point): string | null {
  const { id, commands } = edits.addNode(documentNow(), kind, at);
  return added(id, kind, editNow(withRoom(documentNow(), commands)));
}

/** The same with the wire that was let go over empty canvas. */
export function addKindFitting(fit: Fit, loose: { readonly end: End; readonly side: Side; readonly at: Point }): string | null {
  const { id, commands } = edits.addFitted(documentNow(), fit, loose);
  return added(id, fit.kind, editNow(withRoom(documentNow(), commands)));
}

function added(id: string, kind: NodeKind, accepted: boolean): string | null {
  if (!accepted) return null;
  selectNow({ nodes: [id] });
  reveal(id);
  say('canvas.saidAdded', { name: definitionOf(kind).title[languageNow()] });
  return id;
}

export function connectEnds(from: End, to: End): boolean {
  const accepted = editNow(edits.connect(documentNow(), from, to).commands);
  if (accepted) say('canvas.saidConnected', { from: nameOf(from.node), to: nameOf(to.node) });
  return accepted;
}

/** Leads a wire to other ports; back to where it was is no edit. */
export function leadWire(id: string, from: End, to: End): void {
  const wire = documentNow().edges.find((edge) => edge.id === id);
  if (wire && editNow(rewire(documentNow(), wire, from, to))) say('canvas.saidRewired', { from: nameOf(from.node), to: nameOf(to.node) });
}

/** Takes a wire off, as when its end is let go over nothing. */
export function unplug(id: string): void {
  if (documentNow().edges.some((edge) => edge.id === id) && editNow([{ do: 'disconnect', ids: [id] }])) say('canvas.saidUnplugged');
}

export function deleteSelected(): void {
  keepingFocus(removeSelected);
}

function removeSelected(): void {
  const selection = selectionNow();
  const { commands, locked } = edits.removeSelected(documentNow(), selection);
  if (locked.length > 0) tell(locked.slice(0, 1).map((node) => entitled(documentNow(), issue('edit-node-locked', { node }))));
  if (!editNow(commands)) return;
  selectNow({ nodes: locked });
  say('canvas.saidDeleted', { count: selection.nodes.length + selection.edges.length + selection.notes.length - locked.length });
}

export function selectAll(): void {
  const { nodes, notes } = documentNow();
  selectNow({ nodes: Object.keys(nodes), notes: notes.map(({ id }) => id) });
  say('canvas.saidSelected', { count: Object.keys(nodes).length + notes.length });
}

/** Moves what is selected; steps of one burst of key presses are one undo entry. */
export function nudge(by: Point): void {
  if (editNow(edits.moveSelected(documentNow(), selectionNow(), by), 'nudge')) say('canvas.saidMoved');
}

function selectedBoxes(): Readonly<Record<string, Box>> {
  const scene = sceneNow(),
    places = placesOf(documentNow());
  return Object.fromEntries(
    selectionNow().nodes.flatMap((id) => {
      const view = scene.nodes.get(id),
        place = places[id];
      return view && place ? [[id, cardBox(view, place)]] : [];
    }),
  );
}

export function align(how: Alignment): void {
  if (editNow(edits.moveNodes(documentNow(), alignBoxes(selectedBoxes(), how)))) say('canvas.saidMoved');
}

export function distribute(axis: Axis): void {
  if (editNow(edits.moveNodes(documentNow(), distributeBoxes(selectedBoxes(), axis)))) say('canvas.saidMoved');
}

/** Arranges the selection, or all where fewer than two nodes are selected, in layers; one undo entry. */
export async function arrangeAll(): Promise<void> {
  const { arrange } = await import('./arrange.ts');
  const { nodes } = selectionNow();
  const whole = nodes.length < 2;
  const { set } = useCanvasStore.getState();
  set({ gliding: true });
  if (editNow(edits.moveNodes(documentNow(), arrange(documentNow(), sceneNow(), whole ? undefined : nodes)))) say('canvas.saidArranged');
  window.setTimeout(() => {
    set({ gliding: false });
    if (whole) zoomToFit();
  }, 280);
}

export function groupSelected(): void {
  const { nodes } = selectionNow();
  const document = documentNow();
  const name = `${word('canvas.group')} ${document.groups.length + 1}`;
  const { id, commands } = edits.groupNodes(document, nodes, name);
  if (!editNow(commands)) return;
  useCanvasStore.getState().set({ editing: groupFlowId(id) });
  say('canvas.saidGrouped', { name });
}

export function ungroupSelected(): void {
  editNow(edits.ungroupNodes(documentNow(), selectionNow().nodes));
}

export function leaveGroups(): void {
  editNow(edits.leaveGroups(documentNow(), selectionNow().nodes));
}

export function setCollapsed(group: string, collapsed: boolean): void {
  editNow([{ do: 'setGroup', id: group, collapsed }]);
}

/** The group that all selected nodes are in; null for none. */
export function groupOfSelection(): string | null {
  const { nodes } = selectionNow();
  const found = documentNow().groups.find(({ members }) => nodes.length > 0 && nodes.every((id) => members.includes(id)));
  return found?.id ?? null;
}

export function addNoteAt(at: Point): void {
  const { id, commands } = edits.addNote(documentNow(), at);
  if (!editNow(commands)) return;
  selectNow({ notes: [id] });
  useCanvasStore.getState().set({ editing: noteFlowId(id) });
}

export function markSelected(mark: 'frozen' | 'locked', on: boolean): void {
  editNow(edits.markNodes(documentNow(), selectionNow().nodes, mark, on));
}

export function startRename(id: string): void {
  if (documentNow().nodes[id]?.locked) tell([entitled(documentNow(), issue('edit-node-locked', { node: id }))]);
  else useCanvasStore.getState().set({ editing: id });
}

/** Shows the inspector and gives it the keyboard. */
export function openInspector(): void {
  const { folded, set } = useViewStore.getState();
  set({ sidePanel: 'inspector', folded: { ...folded, side: false } });
  focusInspector();
}

export function undoNow(): void {
  keepingFocus(useDocumentStore.getState().undo);
  say('canvas.saidUndone');
}

export function redoNow(): void {
  keepingFocus(useDocumentStore.getState().redo);
  say('canvas.saidRedone');
}

/** Opens the list that adds a node by name. @param screen where the list stands, in pixels of the window; the middle of the canvas where left out */
export function openQuickAdd(screen?: Point, loose?: { readonly end: End; readonly side: Side }): void {
  const { flow, set } = useCanvasStore.getState();
  const pane = document.querySelector('.react-flow')?.getBoundingClientRect();
  const place = screen ?? (pane ? { x: pane.x + pane.width / 2 - 120, y: pane.y + pane.height / 3 } : { x: 200, y: 200 });
  set({ picker: { what: 'add', at: flow?.screenToFlowPosition(place) ?? { x: 0, y: 0 }, screen: place, ...(loose ? { loose } : {}) } });
}

/** The same for a point of the document. */
export function openQuickAddAt(at: Point, screen: Point = { x: 200, y: 200 }): void {
  useCanvasStore.getState().set({ picker: { what: 'add', at, screen } });
}

/** Where a new node is wanted: right of a node, else in the middle of the view. */
export function placeBeside(id: string | undefined): Point {
  const from = id === undefined ? undefined : placesOf(documentNow())[id];
  return from ? { x: from.x + 220, y: from.y } : middleOfView();
}

/** Opens the list that connects a node, beside its card. */
export function openConnect(node: string): void {
  const box = document.querySelector(`.react-flow__node[data-id="${CSS.escape(node)}"]`)?.getBoundingClientRect();
  const pane = document.querySelector('.react-flow')?.getBoundingClientRect();
  const screen = box ? { x: box.right + 8, y: box.top } : { x: (pane?.x ?? 0) + 80, y: (pane?.y ?? 0) + 80 };
  useCanvasStore.getState().set({ picker: { what: 'connect', node, screen } });
}

export function openSearch(): void {
  useCanvasStore.getState().set({ search: useCanvasStore.getState().search ?? '' });
}

export const nothingIsSelected = (): boolean => isEmpty(selectionNow());
