import { drawnRange } from '../paint/colourMaps.ts';
import { drawnShape, exampleForm } from '../paint/exampleForm.ts';
import type { Tile } from '../paint/paintTile.ts';
import { layTiles } from '../paint/tileLayout.ts';
import type { TileLayout } from '../paint/tileLayout.ts';
import { difference, rowOf } from '../paint/valueRows.ts';
import type { Reconstructions } from './readReconstructions.ts';

/** Input, reconstruction and difference of each example, laid out in a place so wide and, of one example, so high. @param stated range of the data */
export function reconstructionTiles(
  { inputs, made }: Pick<Reconstructions, 'inputs' | 'made'>,
  { stated, width, height }: { readonly stated: readonly [number, number]; readonly width: number; readonly height?: number },
): { readonly tiles: readonly Tile[]; readonly layout: TileLayout } {
  const count = inputs.shape[0] ?? 0;
  const shape = inputs.shape.slice(1),
    madeShape = drawnShape(made.shape.slice(1), shape);
  const form = exampleForm(shape);
  const range = drawnRange(stated, inputs.values);
  const layout = layTiles({
    count,
    rows: 3,
    width,
    aspect: form.form === 'image' ? form.width / form.height : form.form === 'line' ? 2 : 1,
    gap: 3,
    ...(height === undefined ? {} : { height }),
  });
  const size = { width: layout.tileWidth, height: layout.tileHeight };
  const tiles = Array.from({ length: count }, (_, example): Tile[] => {
    const input = rowOf(inputs, example),
      output = rowOf(made, example);
    return [
      { ...layout.at(example, 0), ...size, values: input, shape, map: 'values', range },
      { ...layout.at(example, 1), ...size, values: output, shape: madeShape, map: 'values', range, under: input },
      { ...layout.at(example, 2), ...size, values: difference(output, input), shape, map: 'difference', range },
    ];
  }).flat();
  return { tiles, layout };
}
