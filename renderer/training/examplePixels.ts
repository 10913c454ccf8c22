/** How an example is shown, by its shape: a picture, a dot among others, a line over time, or its figures. */
export type ExampleLook = 'picture' | 'dot' | 'line' | 'figures';

export function lookOf(shape: readonly number[]): ExampleLook {
  const [first = 0, , channels] = shape;
  if (shape.length === 3 && (channels === 1 || channels === 3 || channels === 4)) return 'picture';
  if (shape.length === 1 && (first === 2 || first === 3)) return 'dot';
  return shape.length === 2 && first > 1 ? 'line' : 'figures';
}

/** The range that brightness spans: the values' own where the known one is open. */
export function brightnessRange([low, high]: readonly [number, number], values: Float32Array): readonly [number, number] {
  if (Number.isFinite(low) && Number.isFinite(high) && high > low) return [low, high];
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return most > least ? [least, most] : [least === Infinity ? 0 : least - 0.5, least === Infinity ? 1 : least + 0.5];
}

/** An image [height, width, channels] as RGBA bytes, row by row; one channel is grey. What is no number is transparent. */
export function examplePixels(values: Float32Array, channels: number, [low, high]: readonly [number, number]): Uint8ClampedArray<ArrayBuffer> {
  const count = Math.floor(values.length / channels);
  const pixels = new Uint8ClampedArray(count * 4);
  const byte = (at: number): number => (((values[at] ?? 0) - low) / (high - low)) * 255;
  for (let pixel = 0; pixel < count; pixel++) {
    const at = pixel * channels,
      to = pixel * 4;
    for (let channel = 0; channel < 3; channel++) pixels[to + channel] = byte(at + (channels >= 3 ? channel : 0));
    pixels[to + 3] = Number.isNaN(values[at]) ? 0 : channels === 4 ? byte(at + 3) : 255;
  }
  return pixels;
}
