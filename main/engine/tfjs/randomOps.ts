import * as tf from '@tensorflow/tfjs-core';
import { randomNormal, randomUniform } from '../../../shared/random/philox.ts';
import { nativeBackend } from './nativeBackend.ts';

/**
 * Seeded draws as tfjs kernels: `StatelessRandomNormal` and `StatelessRandomUniform` of an int32[2] seed. On tensorflow they are its own ops (a
 * recorder sees them as such); elsewhere the same numbers come from shared/random/philox.ts, so that every device draws alike.
 */
const distributions = {
  StatelessRandomNormal: randomNormal,
  StatelessRandomUniform: randomUniform,
} as const;
type Distribution = keyof typeof distributions;

const kernelName = (distribution: Distribution): string => `Hourglass${distribution}`;
const registered = new Set<string>();

/** Registers both kernels for the active device; harmless when repeated. */
export function registerRandomOps(): void {
  const backendName = tf.getBackend();
  if (registered.has(backendName)) return;
  registered.add(backendName);
  for (const distribution of Object.keys(distributions) as Distribution[]) {
    tf.registerKernel({
      kernelName: kernelName(distribution),
      backendName,
      kernelFunc: backendName === 'tensorflow' ? nativeDraw(distribution) : portableDraw(distribution),
    });
  }
}

function shapeOf(attrs: tf.NamedAttrMap | undefined): number[] {
  const shape: unknown = attrs?.shape;
  if (!Array.isArray(shape)) throw new Error('a random op needs the attribute `shape`');
  return shape.map(Number);
}

function seedOf(inputs: tf.NamedTensorInfoMap): tf.Tensor {
  const seed = inputs.seed;
  if (!(seed instanceof tf.Tensor)) throw new Error('a random op needs the input `seed`, int32[2]');
  return seed;
}

function nativeDraw(distribution: Distribution): tf.KernelFunc {
  return ({ inputs, attrs }) => {
    const { binding, executeSingleOutput } = boundBackend();
    const shape = shapeOf(attrs);
    const shapeTensor = tf.tensor1d(shape, 'int32');
    const drawn = executeSingleOutput(
      distribution,
      [
        { name: 'dtype', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
        { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 },
        { name: 'Tseed', type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 },
      ],
      [shapeTensor, seedOf(inputs)],
    );
    shapeTensor.dispose();
    return drawn;
  };
}

function boundBackend() {
  const backend = nativeBackend();
  return { binding: backend.binding, executeSingleOutput: backend.executeSingleOutput.bind(backend) };
}

function portableDraw(distribution: Distribution): tf.KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const shape = shapeOf(attrs);
    const seed = seedOf(inputs).dataSync();
    const values = distributions[distribution]([seed[0] ?? 0, seed[1] ?? 0], tf.util.sizeFromShape(shape));
    if (!(backend instanceof tf.KernelBackend)) throw new Error('kernel called without a backend');
    return tf.engine().makeTensor(values, shape, 'float32', backend);
  };
}

function draw(distribution: Distribution, shape: readonly number[], seed: tf.Tensor): tf.Tensor {
  return tf.engine().runKernel(kernelName(distribution), { seed }, { shape: [...shape] }) as tf.Tensor;
}

/** Standard normal draws of `shape` from an int32[2] seed; carries no gradient. */
export const drawNormal = (shape: readonly number[], seed: tf.Tensor): tf.Tensor => draw('StatelessRandomNormal', shape, seed);
/** Uniform draws in [0, 1) of `shape` from an int32[2] seed; carries no gradient. */
export const drawUniform = (shape: readonly number[], seed: tf.Tensor): tf.Tensor => draw('StatelessRandomUniform', shape, seed);
