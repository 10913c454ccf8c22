import { sizeOf } from '../../../shared/nodes/tensorSpec.ts';
import type { Plan } from '../../../shared/check/stages.ts';
import { deriveSeed, randomNormal, randomUniform } from '../../../shared/random/philox.ts';
import type { PreparedData, SplitName } from '../data/dataset.ts';
import type { NamedValues } from '../files/safetensors.ts';
import { cutModel } from './cutModel.ts';
import type { NamedArrays } from './exportFormat.ts';
import type { PlanForward } from './forwardPlan.ts';
import type { PortableModel } from './portableModel.ts';

export interface HeldInputs {
  readonly split: SplitName;
  readonly count: number;
  readonly inputs: NamedArrays;
}

export interface HeldRequest {
  readonly plan: Plan;
  readonly weights: NamedValues;
  readonly data: PreparedData;
  readonly forward: PlanForward;
  readonly model: PortableModel;
  /** As many as there are, at most this. */
  readonly count: number;
}

/** Inputs that training has not seen: validation examples with their labels, their codes for a latent input, seeded draws for noise. */
export async function heldInputs({ plan, weights, data, forward, model, count: most }: HeldRequest): Promise<HeldInputs> {
  const split = (['validation', 'test', 'train'] as const).find((name) => data.counts[name] > 0) ?? 'train';
  const count = Math.min(most, data.counts[split]);
  // Evenly over the split, which may be sorted.
  const indices = Array.from({ length: count }, (_, at) => Math.floor((at * data.counts[split]) / count));
  const { x, labels } = data.pick(split, indices);
  const seed = plan.training.seed;
  const feed = async ({ inputs }: PortableModel): Promise<NamedArrays> => {
    const fed: Record<string, NamedArrays[string]> = {};
    for (const { name, role, shape } of inputs) {
      const size = count * sizeOf(shape);
      const values =
        role === 'data'
          ? x
          : role === 'labels'
            ? Float32Array.from({ length: count }, (_, at) => labels?.[at] ?? 0)
            : role === 'noise'
              ? randomNormal(deriveSeed(seed, 'verify', name), size)
              : role === 'uniform'
                ? randomUniform(deriveSeed(seed, 'verify', name), size)
                : await codes(size);
      fed[name] = { shape: [count, ...shape], values };
    }
    return fed;
  };
  /** Codes of the examples; draws from the prior where the model has no encoder. */
  const codes = async (size: number): Promise<Float32Array> => {
    const encoder = cutModel({ plan, weights, part: 'encoder', sample: 'mean' }).value;
    const made = encoder ? await forward.run(encoder, await feed(encoder)) : {};
    const found = made.code ?? made.mean;
    return found?.values.length === size ? found.values : randomNormal(deriveSeed(seed, 'verify', 'codes'), size);
  };
  return { split, count, inputs: await feed(model) };
}
