import type { Point } from '../../shared/graph/edit.ts';
import { useBlockStore } from '../palette/blockStore.ts';
import { tell } from '../ui/tell.ts';
import { middleOfView, deleteSelected } from './canvasActions.ts';
import { clip, clippingExtent, cornerOf, insertClipping, readClipping, writeClipping } from './clipping.ts';
import type { Clipping } from './clipping.ts';
import { documentNow, editNow, selectionNow, selectNow } from './editNow.ts';
import { withRoom } from './insertions.ts';
import { say } from './say.ts';

/** The last text copied here: for a menu's Paste where the page may not read the clipboard. */
let lastCopied: string | null = null;

/** The selection as text; null where nothing is selected that can be copied. */
export function copyText(): string | null {
  const clipping = clip(documentNow(), selectionNow());
  if (!clipping) return null;
  lastCopied = writeClipping(clipping);
  say('canvas.saidCopied', { count: Object.keys(clipping.nodes).length + clipping.notes.length });
  return lastCopied;
}

/** Copies by the browser's own copy event, which works on plain http:// too. */
export function copySelected(): void {
  document.execCommand('copy');
}

export function cutSelected(): void {
  document.execCommand('copy');
  deleteSelected();
}

/** Inserts text from the clipboard with its middle at a point; text that is no document is refused with its issues. */
export function pasteText(text: string, at?: Point): void {
  const { value, issues } = readClipping(text);
  if (!value) tell(issues);
  else insert(value, at ?? beside(value));
}

export function pasteLast(at?: Point): void {
  if (lastCopied !== null) pasteText(lastCopied, at);
}

export function duplicateSelected(): void {
  const clipping = clip(documentNow(), selectionNow());
  if (clipping) insert(clipping, beside(clipping));
}

/** A little off the original. */
function beside(clipping: Clipping): Point {
  const { x, y } = cornerOf(clipping);
  return { x: x + 30, y: y + 30 };
}

/** Inserts a clipping with its corner at a point, or in the nearest free place. */
function insert(clipping: Clipping, at: Point): void {
  const { commands, nodes, notes } = insertClipping(documentNow(), clipping, at);
  if (!editNow(withRoom(documentNow(), commands))) return;
  selectNow({ nodes, notes });
  say('canvas.saidPasted', { count: nodes.length + notes.length });
}

/** Saves what is selected as one of the user's blocks. */
export function saveBlock(name: string): void {
  const clipping = clip(documentNow(), selectionNow(), name);
  if (!clipping) return;
  useBlockStore.getState().save(name, writeClipping(clipping));
  say('canvas.saidBlock', { name });
}

/** Inserts one of the user's blocks with its middle at a point; the middle of the view where left out. */
export function insertBlock(id: string, at: Point = middleOfView()): void {
  const block = useBlockStore.getState().blocks.find((one) => one.id === id);
  if (!block) return;
  const { value, issues } = readClipping(block.text);
  if (!value) {
    tell(issues);
    return;
  }
  const { width, height } = clippingExtent(value);
  insert(value, { x: at.x - width / 2, y: at.y - height / 2 });
}
