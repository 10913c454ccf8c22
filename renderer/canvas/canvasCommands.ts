import type { Command } from '../stores/commandStore.ts';
import * as actions from './canvasActions.ts';
import { alignments } from './alignment.ts';
import { copySelected, cutSelected, duplicateSelected, pasteLast, saveBlock } from './clipboardActions.ts';
import { documentNow, selectionNow, selectNow } from './editNow.ts';
import { useCanvasStore } from './canvasStore.ts';
import { nodeName, word } from './say.ts';
import { sceneNow } from './useScene.ts';
import { openInsert } from './wireActions.ts';

const edit = (section: string): Command['menu'] => ({ name: 'edit', section });
const view = (section: string): Command['menu'] => ({ name: 'view', section });
const room = 'canvas';

const count = (): number => selectionNow().nodes.length;
const someNode = (): boolean => count() > 0;
const something = (): boolean => !actions.nothingIsSelected();
const many = (least: number) => (): boolean => count() >= least;
const first = (): string => selectionNow().nodes[0] ?? '';
/** Enter and Space belong to a button or a field that has the focus. */
const noControl = (): boolean =>
  !(document.activeElement?.closest('button, a, input, textarea, select, [role="menuitem"], [role="tab"], [role="treeitem"], [role="option"]') ?? false);
const oneWire = (): string | null => {
  const { nodes, edges } = selectionNow();
  return nodes.length === 0 && edges.length === 1 ? (edges[0] ?? null) : null;
};
const all = (mark: 'frozen' | 'locked') => (): boolean => someNode() && selectionNow().nodes.every((id) => documentNow().nodes[id]?.[mark]);
const collapsed = (): boolean => documentNow().groups.find(({ id }) => id === actions.groupOfSelection())?.collapsed === true;
const inGroup = (): boolean => selectionNow().nodes.some((id) => documentNow().groups.some(({ members }) => members.includes(id)));

function toggleCollapsed(): void {
  const group = actions.groupOfSelection();
  if (group !== null) actions.setCollapsed(group, !collapsed());
}

/** A name for a block of what is selected: its group's, else its first node's. */
function blockName(): string {
  const group = documentNow().groups.find(({ id }) => id === actions.groupOfSelection());
  const firstView = sceneNow().nodes.get(first());
  return group?.name ?? (firstView ? nodeName(firstView) : word('palette.blockName'));
}

/** What can be done on the canvas; menus, the context menu, the command palette and the shortcut sheet read this list. */
export const canvasCommands: readonly Command[] = [
  { id: 'canvas.add', title: 'canvas.addNode', shortcuts: ['Space'], room, menu: edit('insert'), keysFree: noControl, run: () => actions.openQuickAdd() },
  { id: 'canvas.note', title: 'canvas.addNote', menu: edit('insert'), run: () => actions.addNoteAt(actions.middleOfView()) },
  { id: 'canvas.connect', title: 'canvas.connect', shortcuts: ['C'], room, menu: edit('insert'), enabled: someNode, run: () => actions.openConnect(first()) },
  { id: 'canvas.insert', title: 'canvas.insertNode', shortcuts: ['I'], room, menu: edit('insert'), enabled: () => oneWire() !== null, run: insertHere },
  { id: 'canvas.copy', title: 'canvas.copy', menu: edit('clipboard'), enabled: something, run: copySelected },
  { id: 'canvas.cut', title: 'canvas.cut', menu: edit('clipboard'), enabled: something, run: cutSelected },
  { id: 'canvas.paste', title: 'canvas.paste', menu: edit('clipboard'), run: () => pasteLast() },
  { id: 'canvas.duplicate', title: 'canvas.duplicate', shortcuts: ['Mod+D'], room, menu: edit('clipboard'), enabled: something, run: duplicateSelected },
  {
    id: 'canvas.delete',
    title: 'canvas.delete',
    shortcuts: ['Delete', 'Backspace'],
    room,
    menu: edit('clipboard'),
    enabled: something,
    run: actions.deleteSelected,
  },
  { id: 'canvas.selectAll', title: 'canvas.selectAll', shortcuts: ['Mod+A'], room, menu: edit('select'), run: actions.selectAll },
  { id: 'canvas.selectNone', title: 'canvas.selectNone', shortcuts: ['Escape'], room, hidden: true, enabled: something, run: () => selectNow({}) },
  { id: 'canvas.search', title: 'canvas.search', shortcuts: ['Mod+F'], room, menu: edit('select'), run: actions.openSearch },
  {
    id: 'canvas.inspect',
    title: 'canvas.inspect',
    shortcuts: ['Enter'],
    room,
    enabled: something,
    keysFree: noControl,
    run: inspect,
  },
  { id: 'canvas.rename', title: 'canvas.rename', shortcuts: ['F2'], room, menu: edit('node'), enabled: someNode, run: () => actions.startRename(first()) },
  {
    id: 'canvas.freeze',
    title: 'canvas.freeze',
    menu: edit('node'),
    enabled: someNode,
    checked: all('frozen'),
    run: () => actions.markSelected('frozen', !all('frozen')()),
  },
  {
    id: 'canvas.lock',
    title: 'canvas.lock',
    shortcuts: ['Mod+L'],
    room,
    menu: edit('node'),
    enabled: someNode,
    checked: all('locked'),
    run: () => actions.markSelected('locked', !all('locked')()),
  },
  { id: 'canvas.group', title: 'canvas.makeGroup', shortcuts: ['Mod+G'], room, menu: edit('group'), enabled: someNode, run: actions.groupSelected },
  { id: 'canvas.ungroup', title: 'canvas.ungroup', shortcuts: ['Mod+Shift+G'], room, menu: edit('group'), enabled: inGroup, run: actions.ungroupSelected },
  {
    id: 'canvas.collapse',
    title: 'canvas.collapse',
    menu: edit('group'),
    enabled: () => actions.groupOfSelection() !== null,
    checked: collapsed,
    run: toggleCollapsed,
  },
  { id: 'canvas.leaveGroup', title: 'canvas.leaveGroup', enabled: inGroup, run: actions.leaveGroups },
  { id: 'canvas.saveBlock', title: 'canvas.saveBlock', menu: edit('group'), enabled: something, run: () => saveBlock(blockName()) },
  { id: 'canvas.arrange', title: 'canvas.arrange', shortcuts: ['Mod+Shift+A'], room, menu: view('canvas'), run: () => void actions.arrangeAll() },
  ...alignments.map((how): Command => ({ id: `canvas.align-${how}`, title: `canvas.align.${how}`, enabled: many(2), run: () => actions.align(how) })),
  ...(['horizontal', 'vertical'] as const).map(
    (axis): Command => ({ id: `canvas.distribute-${axis}`, title: `canvas.distribute.${axis}`, enabled: many(3), run: () => actions.distribute(axis) }),
  ),
  { id: 'canvas.fit', title: 'canvas.fit', shortcuts: ['F'], room, menu: view('canvas'), run: actions.zoomToFit },
  { id: 'canvas.zoomIn', title: 'canvas.zoomIn', shortcuts: ['+', '='], room, menu: view('canvas'), run: () => actions.zoomBy(1.25) },
  { id: 'canvas.zoomOut', title: 'canvas.zoomOut', shortcuts: ['-'], room, menu: view('canvas'), run: () => actions.zoomBy(0.8) },
];

/** Asks what to put into the selected wire, beside the wire. */
function insertHere(): void {
  const wire = oneWire();
  if (wire === null) return;
  const box = document.querySelector(`.react-flow__edge[data-id="${CSS.escape(wire)}"]`)?.getBoundingClientRect();
  openInsert(wire, box ? { x: box.x + box.width / 2, y: box.bottom + 8 } : { x: 200, y: 200 });
}

function inspect(): void {
  const { nodes, edges, notes } = selectionNow();
  const [note] = notes;
  if (nodes.length + edges.length > 0) actions.openInspector();
  else if (note !== undefined) useCanvasStore.getState().set({ editing: `note:${note}` });
}
