/** How simply cards and wires are drawn: whole; whole with larger print; title and shape alone; a coloured box with a title. */
export type Distance = 'near' | 'small' | 'far' | 'distant';

/** Below these zooms a card's small print, and then anything but its title, could not be read anyway. */
const farZoom = 0.52,
  distantZoom = 0.34;
/** So few cards in view are drawn whole from far too, in larger print: no frame is lost by it. */
const fewCards = 24,
  smallZoom = 0.72;

/** What of the canvas is seen. */
export interface Seen {
  /** Of the document's origin in the pane, and pixels of the pane for one of the document. */
  readonly transform: readonly [x: number, y: number, zoom: number];
  readonly width: number;
  readonly height: number;
  /** Top left corners and sizes of the cards, in the document. */
  cards(): Iterable<{ readonly x: number; readonly y: number; readonly width: number; readonly height: number }>;
}

/** From how far the canvas is seen: by its zoom, and by how many cards are in view. */
export function distanceOf(seen: Seen): Distance {
  const [, , zoom] = seen.transform;
  if (zoom < distantZoom) return 'distant';
  if (zoom >= smallZoom) return 'near';
  if (hasFewInView(seen)) return 'small';
  return zoom < farZoom ? 'far' : 'near';
}

function hasFewInView({ transform: [x, y, zoom], width, height, cards }: Seen): boolean {
  let count = 0;
  for (const card of cards()) {
    const left = card.x * zoom + x,
      top = card.y * zoom + y;
    const isSeen = left < width && top < height && left + card.width * zoom > 0 && top + card.height * zoom > 0;
    if (isSeen && ++count > fewCards) return false;
  }
  return true;
}
