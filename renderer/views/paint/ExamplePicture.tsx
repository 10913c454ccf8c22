import { useMemo } from 'react';
import { drawnRange } from './colourMaps.ts';
import { exampleForm } from './exampleForm.ts';
import { shortNumber } from '../chart/shortNumber.ts';
import { TileCanvas } from './TileCanvas.tsx';

export interface ExamplePictureProps {
  readonly values: Float32Array;
  readonly shape: readonly number[];
  readonly stated: readonly [number, number];
  readonly label: string;
  /** Longer side, CSS pixels. */
  readonly size: number;
}

/** One example: a picture, lines, or a point's coordinates. */
export function ExamplePicture({ values, shape, stated, label, size }: ExamplePictureProps) {
  const form = exampleForm(shape);
  const aspect = form.form === 'image' ? form.width / form.height : 1.6;
  const width = Math.round(aspect >= 1 ? size : size * aspect),
    height = Math.round(aspect >= 1 ? size / aspect : size);
  const tiles = useMemo(
    () => [{ x: 0, y: 0, width, height, values, shape, map: 'values' as const, range: drawnRange(stated, values) }],
    [values, shape, stated, width, height],
  );
  if (form.form === 'point')
    return (
      <p className="tabular-nums" aria-label={label}>
        ({Array.from(values, shortNumber).join(', ')})
      </p>
    );
  return <TileCanvas tiles={tiles} width={width} height={height} label={label} />;
}
