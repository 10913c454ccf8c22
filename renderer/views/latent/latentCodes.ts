import type { Outcome } from '../../../shared/check/issue.ts';
import type { Client } from '../../../shared/protocol/client.ts';
import type { RunPlace, Split } from '../../../shared/protocol/contract.ts';
import type { Values } from '../../../shared/protocol/tensors.ts';
import { rowOf } from '../paint/valueRows.ts';
import type { ModelFacts } from '../run/useRunFacts.ts';
import { exampleOrder } from './latentPoints.ts';

/** The codes of a split, each with what is known of its example. */
export interface LatentCodes {
  readonly split: Split;
  readonly mean: Values;
  readonly labels: Int32Array | null;
  readonly classes: readonly string[] | null;
  /** Which example of the split each code belongs to; null where only the engine knows. */
  readonly order: Int32Array | null;
}

/** Encodes a whole split. */
export async function readCodes(
  client: Client,
  place: RunPlace,
  { split, facts }: { readonly split: Split; readonly facts: ModelFacts },
): Promise<Outcome<LatentCodes>> {
  const { value, issues } = await client.call('encode', { ...place, split });
  if (!value) return { value: undefined, issues };
  const { mean, labels, classes } = value;
  const { training, data } = facts.document;
  const order = exampleOrder({ split, count: mean.shape[0] ?? 0, seed: training.seed, balance: data.balance });
  return { value: { split, mean, labels, classes, order }, issues };
}

/** Points by class, and the mean code of each: the scatter's reading in figures. */
export function classSummary(
  { mean, labels }: Pick<LatentCodes, 'mean' | 'labels'>,
  classes: number,
): readonly { readonly count: number; readonly centre: readonly number[] }[] {
  const points = mean.shape[0] ?? 0,
    width = points > 0 ? mean.values.length / points : 0;
  const found = Array.from({ length: classes }, () => ({ count: 0, sums: new Float64Array(width) }));
  for (let point = 0; point < points; point++) {
    const of = found[labels?.[point] ?? 0];
    if (!of) continue;
    of.count += 1;
    const code = rowOf(mean, point);
    for (let dimension = 0; dimension < width; dimension++) of.sums[dimension] = (of.sums[dimension] ?? 0) + (code[dimension] ?? 0);
  }
  return found.map(({ count, sums }) => ({ count, centre: Array.from(sums, (sum) => (count > 0 ? sum / count : 0)) }));
}
