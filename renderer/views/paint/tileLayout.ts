export interface TileAsked {
  readonly count: number;
  /** Tiles of one example, one below the other (input, reconstruction, difference). */
  readonly rows: number;
  /** Width of the place they are laid in, CSS pixels. */
  readonly width: number;
  /** Of one tile: width over height. */
  readonly aspect: number;
  readonly gap: number;
  /** Height there is without scrolling: tiles of one example stay within it, unless they would be smaller than the least. */
  readonly height?: number;
}

/** Where tiles lie: blocks of `columns` examples below each other. */
export interface TileLayout {
  readonly columns: number;
  readonly blocks: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly blockHeight: number;
  readonly width: number;
  readonly height: number;
  /** Left upper corner of a tile. */
  at(example: number, row: number): { readonly x: number; readonly y: number };
}

const leastTile = 34,
  mostTile = 96,
  blockGap = 12;

/** As few rows as fit with tiles of the least size; then tiles grow until the width is filled or they are at their largest. */
export function layTiles({ count, rows, width, aspect, gap, height }: TileAsked): TileLayout {
  const fitting = Math.max(1, Math.floor((width + gap) / (leastTile + gap)));
  // As many rows as that takes, all about as long, so that no tile stands alone in the last.
  const columns = Math.max(1, Math.ceil(count / Math.max(1, Math.ceil(count / fitting))));
  const tallest = height === undefined ? mostTile : Math.max(leastTile, Math.floor((height - (rows - 1) * gap) / rows));
  const tileWidth = Math.max(1, Math.min(mostTile, Math.floor(tallest * aspect), Math.floor((width - (columns - 1) * gap) / columns)));
  const tileHeight = Math.max(1, Math.round(tileWidth / aspect));
  const blocks = Math.ceil(count / columns);
  const blockHeight = rows * tileHeight + (rows - 1) * gap;
  const between = rows > 1 ? blockGap : gap;
  return {
    columns,
    blocks,
    tileWidth,
    tileHeight,
    blockHeight: blockHeight + between,
    width: columns * tileWidth + (columns - 1) * gap,
    height: Math.max(0, blocks * blockHeight + (blocks - 1) * between),
    at: (example, row) => ({
      x: (example % columns) * (tileWidth + gap),
      y: Math.floor(example / columns) * (blockHeight + between) + row * (tileHeight + gap),
    }),
  };
}

/** Which example a place lies on; null between tiles and beyond the last. */
export function tileUnder(layout: TileLayout, count: number, { x, y }: { readonly x: number; readonly y: number }): number | null {
  for (let example = 0; example < count; example++) {
    const corner = layout.at(example, 0);
    if (x >= corner.x && x < corner.x + layout.tileWidth && y >= corner.y && y < corner.y + layout.blockHeight) return example;
  }
  return null;
}
