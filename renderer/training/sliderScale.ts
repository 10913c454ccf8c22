/** Positions of a slider, 0 … `positions`, and the values they stand for. */
export interface SliderScale {
  readonly positions: number;
  /** The value at a position, rounded to two digits. */
  valueAt(position: number): number;
  /** The position nearest to a value; values outside take the end. */
  positionOf(value: number): number;
}

/** Equal ways for equal factors, from `low` to `high`, both above 0. With `zero`, the first position stands for 0. */
export function logScale({
  low,
  high,
  zero = false,
  positions = 200,
}: {
  readonly low: number;
  readonly high: number;
  readonly zero?: boolean;
  readonly positions?: number;
}): SliderScale {
  const first = zero ? 1 : 0;
  const span = Math.log(high / low);
  return {
    positions,
    valueAt(position) {
      if (zero && position < first) return 0;
      const share = Math.min(1, Math.max(0, (position - first) / (positions - first)));
      return Number((low * Math.exp(share * span)).toPrecision(2));
    },
    positionOf(value) {
      if (zero && value < low / 2) return 0;
      const share = Math.log(Math.max(value, low) / low) / span;
      return Math.min(positions, Math.max(first, Math.round(first + share * (positions - first))));
    },
  };
}

/** Learning rates. */
export const rateScale = logScale({ low: 1e-6, high: 1 });
/** β, with 0 for no KL term. */
export const betaScale = logScale({ low: 0.01, high: 100, zero: true });
