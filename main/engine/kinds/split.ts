import type { NodeParams } from '../../../shared/nodes/catalogue.ts';
import { sizeOf } from '../../../shared/nodes/tensorSpec.ts';
import { tf } from '../tfjs/core.ts';
import { addBias } from '../tfjs/layerOps.ts';
import type { Tensor } from '../tfjs/core.ts';
import { defineEngineKind } from './engineKind.ts';
import { kerasBase, kerasClip, kerasWeighted } from './kerasConfig.ts';
import type { KerasLayer, KerasRef, KerasRequest } from './kerasEmission.ts';
import { matMulLast } from './layerMath.ts';

const heads = ['mean', 'spread'] as const;
type Head = (typeof heads)[number];

/** Two linear heads, or the two halves of the last axis; the spread optionally clamped. */
export const splitKind = defineEngineKind('split', {
  lower: (request) => {
    const { params } = request;
    const x = request.input();
    const [mean, spread] =
      params.mode === 'heads'
        ? heads.map((head) => addBias(matMulLast(x, request.weight(`${head}Kernel`)), request.weight(`${head}Bias`)))
        : tf.split(x, 2, -1);
    if (!mean || !spread) throw new Error('split gives two tensors');
    const clamped: Tensor = params.clip > 0 ? tf.clipByValue(spread, -params.clip, params.clip) : spread;
    return { mean: { value: mean }, spread: { value: clamped } };
  },
  keras: (request) => {
    const { node, params } = request;
    const layers: KerasLayer[] = [];
    for (const head of heads) {
      const clamped = head === 'spread' && params.clip > 0;
      const name = clamped ? `${node.id}_${head}_free` : `${node.id}_${head}`;
      layers.push(...(params.mode === 'heads' ? kerasHead(request, head, name) : kerasHalf(request, head, name)));
      if (clamped) layers.push(...kerasClip(node, `${node.id}_${head}`, [[name, 0]], [-params.clip, params.clip]));
    }
    return { layers, outputs: { mean: [`${node.id}_mean`, 0], spread: [`${node.id}_spread`, 0] } };
  },
});

type Request = KerasRequest<NodeParams<'split'>>;

function kerasHead({ node, params, inputs }: Request, head: Head, name: string): readonly KerasLayer[] {
  const linear = { useBias: true, kernelInitialiser: 'glorotUniform', kernelL1: 0, kernelL2: 0, activityL1: 0, activityL2: 0 } as const;
  return [
    {
      name,
      className: 'Dense',
      inputs: inputs.in ?? [],
      weights: [`${head}Kernel`, `${head}Bias`],
      config: { ...kerasBase(node, name), units: params.units, activation: 'linear', ...kerasWeighted(linear) },
    },
  ];
}

/** One half of the last axis. Keras slices no last axis, but crops the first behind the batch: the last axis is turned there and back. */
function kerasHalf({ node, inputs, inputShape }: Request, head: Head, name: string): readonly KerasLayer[] {
  const shape = inputShape();
  const before = shape.slice(0, -1);
  const rows = sizeOf(before);
  const whole = shape.at(-1) ?? 2;
  const half = whole / 2;
  const layers: KerasLayer[] = [];
  let from: readonly KerasRef[] = inputs.in ?? [];
  const then = (part: string, className: string, config: Record<string, unknown>): void => {
    const layerName = part === '' ? name : `${name}_${part}`;
    layers.push({ name: layerName, className, config: { ...kerasBase(node, layerName), ...config }, inputs: from, weights: [] });
    from = [[layerName, 0]];
  };
  then('rows', 'Reshape', { target_shape: [rows, whole] });
  then('turned', 'Permute', { dims: [2, 1] });
  then('cropped', 'Cropping1D', { cropping: head === 'mean' ? [0, half] : [half, 0] });
  then('back', 'Permute', { dims: [2, 1] });
  then('', 'Reshape', { target_shape: [...before, half] });
  return layers;
}
