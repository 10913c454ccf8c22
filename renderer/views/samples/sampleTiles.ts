import type { Values } from '../../../shared/protocol/tensors.ts';
import { drawnRange } from '../paint/colourMaps.ts';
import { drawnShape, exampleForm } from '../paint/exampleForm.ts';
import type { Tile } from '../paint/paintTile.ts';
import { layTiles } from '../paint/tileLayout.ts';
import type { TileLayout } from '../paint/tileLayout.ts';
import { rowOf } from '../paint/valueRows.ts';

/** Classes for so many samples: the one asked for, or all in turn. */
export function sampleLabels(count: number, classes: number, label: number | null): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => label ?? index % classes);
}

/** Samples laid out in a place so wide. */
export function sampleTiles(
  images: Values,
  { stated, dataShape, width }: { readonly stated: readonly [number, number]; readonly dataShape: readonly number[]; readonly width: number },
): { readonly tiles: readonly Tile[]; readonly layout: TileLayout } {
  const count = images.shape[0] ?? 0;
  const shape = drawnShape(images.shape.slice(1), dataShape);
  const form = exampleForm(shape);
  const layout = layTiles({ count, rows: 1, width, aspect: form.form === 'image' ? form.width / form.height : form.form === 'line' ? 2 : 1, gap: 3 });
  const range = drawnRange(stated, images.values);
  const tiles = Array.from(
    { length: count },
    (_, example): Tile => ({
      ...layout.at(example, 0),
      width: layout.tileWidth,
      height: layout.tileHeight,
      values: rowOf(images, example),
      shape,
      map: 'values',
      range,
    }),
  );
  return { tiles, layout };
}
