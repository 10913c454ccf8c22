import { sizeOf } from '../../../../shared/nodes/tensorSpec.ts';
import { deriveSeed, randomNormal, randomUniform } from '../../../../shared/random/philox.ts';
import type { NamedArrays } from '../exportFormat.ts';
import type { PortableModel } from '../portableModel.ts';

/** Inputs of the size a model is used with: data and uniform draws in [0, 1), normal latents and noise, labels in turn. */
export function exampleInputs({ inputs }: Pick<PortableModel, 'inputs'>, count: number, classes = 10): NamedArrays {
  return Object.fromEntries(
    inputs.map(({ name, role, shape }) => {
      const size = count * sizeOf(shape);
      const seed = deriveSeed(11, 'example', name);
      const values =
        role === 'labels'
          ? Float32Array.from({ length: size }, (_, at) => at % classes)
          : role === 'data' || role === 'uniform'
            ? randomUniform(seed, size)
            : randomNormal(seed, size);
      return [name, { shape: [count, ...shape], values }];
    }),
  );
}
