import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';
import type { KerasLayer, KerasRef } from './kerasEmission.ts';
import { defineEngineKind } from './engineKind.ts';
import { kerasInitialiser } from './kerasConfig.ts';
import { matMulLast } from './layerMath.ts';

const heads = ['mean', 'spread'] as const;

/** Two linear heads, or the two halves of the last axis; the spread optionally clamped. */
export const splitKind = defineEngineKind('split', {
  lower: (request) => {
    const { params } = request;
    const x = request.input();
    const [mean, spread] = params.mode === 'heads'
      ? heads.map((head) => tf.add(matMulLast(x, request.weight(`${head}Kernel`)), request.weight(`${head}Bias`)))
      : tf.split(x, 2, -1);
    if (!mean || !spread) throw new Error('split gives two tensors');
    const clamped: Tensor = params.clip > 0 ? tf.clipByValue(spread, -params.clip, params.clip) : spread;
    return { mean: { value: mean }, spread: { value: clamped } };
  },
  keras: ({ node, params, inputs, inputShape }) => {
    const layers: KerasLayer[] = [];
    const outputs: Record<string, KerasRef> = {};
    const shape = inputShape();
    for (const [index, head] of heads.entries()) {
      const name = `${node.id}_${head}`;
      if (params.mode === 'heads') {
        layers.push({
          name, className: 'Dense', inputs: inputs.in ?? [], weights: [`${head}Kernel`, `${head}Bias`],
          config: { name, dtype: 'float32', units: params.units, activation: 'linear', use_bias: true, kernel_initializer: kerasInitialiser({ name: 'glorotUniform' }), bias_initializer: kerasInitialiser({ name: 'zeros' }) },
        });
      } else {
        // A frozen selection matrix keeps to portable layers: Keras has no slicing layer for the last axis.
        const half = (shape.at(-1) ?? 2) / 2;
        layers.push({ name, className: 'Cropping1D', inputs: inputs.in ?? [], weights: [], config: { name, half, index } });
      }
      outputs[head] = [name, 0];
    }
    return { layers, outputs };
  },
});
