import type { Rgb } from './palette.ts';

/** From black at the low end of the range to white at the high end; what lies outside is clipped, what is no number is black. */
export function grey(value: number, [low, high]: readonly [number, number]): number {
  const share = high > low ? (value - low) / (high - low) : 0;
  return share > 0 ? Math.round(Math.min(share, 1) * 255) : 0;
}

const below: Rgb = [0, 114, 178];
const above: Rgb = [213, 94, 0];
const neutral: Readonly<Record<'light' | 'dark', Rgb>> = { light: [247, 247, 247], dark: [24, 26, 32] };

/** Blue below zero, neutral at it, vermilion above; full colour at ±`span`. */
export function signed(value: number, span: number, theme: 'light' | 'dark'): Rgb {
  const share = span > 0 && Number.isFinite(value) ? Math.max(-1, Math.min(1, value / span)) : 0;
  const middle = neutral[theme],
    end = share < 0 ? below : above;
  const mix = (channel: 0 | 1 | 2): number => Math.round(middle[channel] + (end[channel] - middle[channel]) * Math.abs(share));
  return [mix(0), mix(1), mix(2)];
}

/** The range to draw values in: the stated one where it is finite, else from the smallest to the largest finite value. */
export function drawnRange(stated: readonly [number, number], values: Float32Array): readonly [number, number] {
  if (stated.every(Number.isFinite)) return stated;
  let low = Infinity,
    high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high && value !== Infinity) high = value;
  }
  return low < high && Number.isFinite(low) ? [low, high] : [0, 1];
}
