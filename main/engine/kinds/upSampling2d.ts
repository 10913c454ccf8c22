import { tf } from '../tfjs/core.ts';
import type { Tensor, Tensor4D } from '../tfjs/core.ts';
import { pair } from './convolve.ts';
import { defineEngineKind } from './engineKind.ts';
import { kerasBase } from './kerasConfig.ts';
import { applyStated } from './statedGradient.ts';

/** Each pixel `size` times (nearest), or neighbours blended at half-pixel centres (bilinear). */
export const upSampling2dKind = defineEngineKind('upSampling2d', {
  lower: ({ input, params }) => ({ out: { value: (params.interpolation === 'nearest' ? repeatPixels : blendPixels)(input(), pair(params.size)) } }),
  keras: ({ node, params, inputs }) => ({
    layers: [
      {
        name: node.id,
        className: 'UpSampling2D',
        config: { ...kerasBase(node), size: params.size, data_format: 'channels_last', interpolation: params.interpolation },
        inputs: inputs.in ?? [],
        weights: [],
      },
    ],
    outputs: { out: [node.id, 0] },
  }),
});

const enlarged = (x: Tensor, [rows, columns]: readonly [number, number]): [number, number] => [(x.shape[1] ?? 1) * rows, (x.shape[2] ?? 1) * columns];

/** The gradient sums over the copies of a pixel, which an average pool of the same window does best. */
function repeatPixels(x: Tensor, size: [number, number]): Tensor {
  return applyStated(
    {
      forward: (image) => ({ value: tf.image.resizeNearestNeighbor(image as Tensor4D, enlarged(x, size)), saved: [] }),
      gradient: (dy) => [tf.mul(tf.avgPool(dy as Tensor4D, size, size, 'valid'), size[0] * size[1])],
    },
    x,
  );
}

/** Bilinear enlargement is A·x·Bᵀ for each channel; its gradient Aᵀ·dy·B is stated, as tfjs's leaves the half-pixel centres out. */
function blendPixels(x: Tensor, size: [number, number]): Tensor {
  const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
  const [tall, wide] = enlarged(x, size);
  return applyStated(
    {
      forward: (image) => ({ value: tf.image.resizeBilinear(image as Tensor4D, [tall, wide], false, true), saved: [] }),
      gradient: (dy) => {
        const byRows = tf.matMul(tf.tensor3d(blendWeights(height, size[0]), [1, height, tall]), tf.reshape(dy, [batch, tall, wide * channels]));
        const byColumns = tf.matMul(tf.tensor3d(blendWeights(width, size[1]), [1, width, wide]), tf.reshape(byRows, [batch * height, wide, channels]));
        return [tf.reshape(byColumns, x.shape)];
      },
    },
    x,
  );
}

/** How much source cell i gives to each enlarged cell, row-major [extent, extent·factor]: linear between half-pixel centres, the border repeated. */
export function blendWeights(extent: number, factor: number): Float32Array {
  const long = extent * factor;
  const weights = new Float32Array(extent * long);
  for (let at = 0; at < long; at++) {
    const centre = (at + 0.5) / factor - 0.5;
    const low = Math.floor(centre);
    const share = centre - low;
    for (const [cell, part] of [
      [low, 1 - share],
      [low + 1, share],
    ] as const) {
      const inside = Math.min(Math.max(cell, 0), extent - 1) * long + at;
      weights[inside] = (weights[inside] ?? 0) + part;
    }
  }
  return weights;
}
