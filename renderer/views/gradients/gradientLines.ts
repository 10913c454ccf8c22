import type { EpochFigures } from '../../../shared/run/runEvent.ts';

/** A node's gradient norm by epoch. */
export interface GradientLine {
  readonly node: string;
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
}

/** A line a node, in the order in which nodes first appear. A norm that is no number is a gap. */
export function gradientLines(epochs: readonly Pick<EpochFigures, 'epoch' | 'gradientNorms'>[]): readonly GradientLine[] {
  const nodes = [...new Set(epochs.flatMap(({ gradientNorms }) => Object.keys(gradientNorms)))];
  return nodes.map((node) => ({
    node,
    x: epochs.map(({ epoch }) => epoch),
    y: epochs.map(({ gradientNorms }) => {
      const norm = gradientNorms[node];
      return norm !== undefined && Number.isFinite(norm) ? norm : null;
    }),
  }));
}
