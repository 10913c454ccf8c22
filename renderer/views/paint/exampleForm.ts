/** How one example is drawn. */
export type ExampleForm =
  | { readonly form: 'image'; readonly height: number; readonly width: number; readonly channels: number }
  /** A point in the plane or in space. */
  | { readonly form: 'point'; readonly dimensions: 2 | 3 }
  /** Steps along time, with one line a feature. */
  | { readonly form: 'line'; readonly steps: number; readonly features: number };

/** How examples of a shape are drawn. @param shape of one example, without the batch axis */
export function exampleForm(shape: readonly number[]): ExampleForm {
  const [first = 1, second = 1, third = 1] = shape;
  if (shape.length === 3 && third <= 4 && third !== 2) return { form: 'image', height: first, width: second, channels: third };
  if (shape.length === 1 && (first === 2 || first === 3)) return { form: 'point', dimensions: first };
  if (shape.length === 2 && second > 4) return { form: 'image', height: first, width: second, channels: 1 };
  if (shape.length === 2) return { form: 'line', steps: first, features: second };
  return { form: 'line', steps: shape.reduce((product, extent) => product * extent, 1), features: 1 };
}

/** The shape a reconstruction is drawn in: a model may make a picture as one flat row of as many values. */
export function drawnShape(made: readonly number[], data: readonly number[]): readonly number[] {
  const size = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);
  return size(made) === size(data) ? data : made;
}

/** Where a point in space stands on paper: seen from above one corner. */
export function onPaper(point: ArrayLike<number>): readonly [number, number] {
  const [x = 0, y = 0, z = 0] = Array.from(point);
  return point.length === 2 ? [x, y] : [(x - z) * 0.866, y + (x + z) * 0.35];
}
