/** Above so many nats a latent dimension is active: it carries something of the example (units below it have collapsed onto the prior). */
export const activeNats = 0.01;

export interface KlBar {
  /** 0 for the first dimension. */
  readonly dimension: number;
  readonly nats: number;
  readonly isActive: boolean;
  /** Share of the highest bar, 0 … 1. */
  readonly share: number;
}

/** A bar a dimension, in their order or the largest first. A figure that is no number stands as zero. */
export function klBars(klPerDimension: readonly number[], { isSorted }: { readonly isSorted: boolean }): readonly KlBar[] {
  const nats = klPerDimension.map((value) => (Number.isFinite(value) ? Math.max(0, value) : 0));
  const highest = nats.reduce((most, value) => Math.max(most, value), 0);
  const bars = nats.map((value, dimension): KlBar => ({ dimension, nats: value, isActive: value > activeNats, share: highest > 0 ? value / highest : 0 }));
  return isSorted ? bars.toSorted((a, b) => b.nats - a.nats || a.dimension - b.dimension) : bars;
}
