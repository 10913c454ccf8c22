import type { Outcome } from '../../../shared/check/issue.ts';
import type { Client } from '../../../shared/protocol/client.ts';
import type { RunPlace } from '../../../shared/protocol/contract.ts';
import type { Values } from '../../../shared/protocol/tensors.ts';
import { meanSquaredError, rowOf } from '../paint/valueRows.ts';

export interface Reconstructions {
  readonly inputs: Values;
  readonly made: Values;
  readonly labels: Int32Array | null;
  /** Mean squared error of each example. */
  readonly errors: readonly number[];
}

/** The first so many validation examples and what the model makes of them: the same examples every time, so that progress shows. */
export async function readReconstructions(client: Client, place: RunPlace, count: number): Promise<Outcome<Reconstructions>> {
  const indices = Int32Array.from({ length: count }, (_, index) => index);
  const asked = await client.call('examples', { ...place, split: 'validation', indices });
  if (!asked.value) return { value: undefined, issues: asked.issues };
  const { labels, ...inputs } = asked.value;
  const made = await client.call('reconstruct', { ...place, examples: inputs, labels });
  if (!made.value) return { value: undefined, issues: made.issues };
  const reconstructed = made.value;
  const errors = Array.from(indices, (index) => meanSquaredError(rowOf(inputs, index), rowOf(reconstructed, index)));
  return { value: { inputs, made: reconstructed, labels, errors }, issues: made.issues };
}
