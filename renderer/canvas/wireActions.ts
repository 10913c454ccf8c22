import type { EdgeRecord } from '../../shared/graph/document.ts';
import type { EditCommand, Point } from '../../shared/graph/edit.ts';
import { definitionOf } from '../../shared/nodes/catalogue.ts';
import type { NodeKind } from '../../shared/nodes/catalogue.ts';
import type { TensorSpec } from '../../shared/nodes/tensorSpec.ts';
import { analysisOf } from '../stores/documentStore.ts';
import { useCanvasStore } from './canvasStore.ts';
import { showGrown } from './camera.ts';
import { documentNow, editNow, selectNow } from './editNow.ts';
import { withRoomBetween } from './insertions.ts';
import { languageNow, say } from './say.ts';
import { insertKind, portsInto, putInto } from './wireInsertion.ts';

/** What can be done with a wire, from drags, menus and the inspector alike. */

export const wireNow = (id: string): EdgeRecord | undefined => documentNow().edges.find((edge) => edge.id === id);

/** What runs along a wire; undefined where inference could not get there. */
export function specOf({ from }: EdgeRecord): TensorSpec | undefined {
  return analysisOf(documentNow()).shaped.nodes[from.node]?.outputs[from.port];
}

/** Puts a new node into a wire, room made for it; null where it does not fit. */
export function insertIntoWire(kind: NodeKind, id: string, at: Point): string | null {
  const wire = wireNow(id);
  const made = wire && insertKind(documentNow(), wire, kind, at, specOf(wire));
  if (!made || !editNow(withRoomBetween(documentNow(), made.commands))) return null;
  selectNow({ nodes: [made.id] });
  showGrown(made.id);
  say('canvas.saidInserted', { name: definitionOf(kind).title[languageNow()] });
  return made.id;
}

/** Commands that put a node that was dragged onto a wire into it; none where it does not fit. */
export function putDragged(node: string, id: string, moves: readonly EditCommand[]): readonly EditCommand[] {
  const wire = wireNow(id);
  const put = wire ? putInto(documentNow(), wire, node, specOf(wire)) : [];
  return put.length === 0 ? [] : withRoomBetween(documentNow(), [...moves, ...put], [node]);
}

/** The wire that runs under one of these points of the window and passes a test; null for none. */
export function wireUnder(points: readonly Point[], fits: (wire: EdgeRecord) => boolean): string | null {
  for (const { x, y } of points)
    for (const element of document.elementsFromPoint(x, y)) {
      const id = element.closest('.react-flow__edge')?.getAttribute('data-id');
      const wire = id ? wireNow(id) : undefined;
      if (wire && fits(wire)) return wire.id;
    }
  return null;
}

/** Marks the wire that what is dragged would be put into. */
export function markWire(id: string | null): void {
  const { dropWire, set } = useCanvasStore.getState();
  if (dropWire !== id) set({ dropWire: id });
}

/** While a node without wires is dragged: marks the wire under the pointer or under the card's middle. */
export function markUnderNode(node: string, pointer: Point): void {
  const edges = documentNow().edges;
  if (edges.some(({ from, to }) => from.node === node || to.node === node)) return;
  const box = document.querySelector(`.react-flow__node[data-id="${CSS.escape(node)}"]`)?.getBoundingClientRect();
  const middle = box ? [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }] : [];
  markWire(wireUnder([pointer, ...middle], (wire) => portsInto(documentNow(), wire, node, specOf(wire)) !== null));
}

/** Opens the list of kinds that fit into a wire. */
export function openInsert(id: string, screen: Point): void {
  useCanvasStore.getState().set({ picker: { what: 'insert', wire: id, screen } });
}
