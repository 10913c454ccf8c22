import { layerConfig } from './layerConfig.ts';
import type { PortableLayer, PortableModel } from './portableModel.ts';

/** A weight as its layer makes it, in the order of Keras's `get_weights()`. */
export interface ExpectedWeight {
  /** As our weight specs name it: kernel, bias, gamma, movingMean … */
  readonly name: string;
  readonly shape: readonly number[];
}

/**
 * The weights of a layer over inputs of these shapes (without the batch axis), by Keras 3's rules; none for a class without weights.
 * Ends in `unfit` where the configuration does not say what they need.
 */
export function layerWeights(
  className: string,
  config: Readonly<Record<string, unknown>>,
  inputs: readonly (readonly number[])[],
  unfit: (key: string) => never,
): readonly ExpectedWeight[] {
  const read = layerConfig(config, unfit);
  const features = inputs[0]?.at(-1) ?? 1;
  const biased = (name: string, shape: readonly number[]): readonly ExpectedWeight[] => (read.flag('use_bias') ? [{ name, shape }] : []);
  const affine = (): readonly ExpectedWeight[] => [
    ...(read.flag('scale') ? [{ name: 'gamma', shape: [features] }] : []),
    ...(read.flag('center') ? [{ name: 'beta', shape: [features] }] : []),
  ];
  const recurrent = (gates: number, bias: readonly number[]): readonly ExpectedWeight[] => [
    { name: 'kernel', shape: [features, gates * read.number('units')] },
    { name: 'recurrentKernel', shape: [read.number('units'), gates * read.number('units')] },
    ...biased('bias', bias),
  ];
  switch (className) {
    case 'Dense':
      return [{ name: 'kernel', shape: [features, read.number('units')] }, ...biased('bias', [read.number('units')])];
    case 'Conv2D':
      return [{ name: 'kernel', shape: [...read.pair('kernel_size'), features, read.number('filters')] }, ...biased('bias', [read.number('filters')])];
    case 'Conv2DTranspose':
      return [{ name: 'kernel', shape: [...read.pair('kernel_size'), read.number('filters'), features] }, ...biased('bias', [read.number('filters')])];
    case 'BatchNormalization':
      return [...affine(), { name: 'movingMean', shape: [features] }, { name: 'movingVariance', shape: [features] }];
    case 'LayerNormalization':
      return affine();
    case 'Embedding':
      return [{ name: 'embeddings', shape: [read.number('input_dim'), read.number('output_dim')] }];
    case 'SimpleRNN':
      return recurrent(1, [read.number('units')]);
    case 'LSTM':
      return recurrent(4, [4 * read.number('units')]);
    case 'GRU':
      return recurrent(3, read.flag('reset_after') ? [2, 3 * read.number('units')] : [3 * read.number('units')]);
    default:
      return [];
  }
}

/** The names that Keras gives the weights of a layer of `model`, in snake case: a Split's meanKernel is the kernel of its Dense layer. */
export function kerasWeightNames({ layers }: Pick<PortableModel, 'layers'>, layer: PortableLayer): readonly string[] {
  const shapes = layer.inputs.map(([name, output]) => layers.find((candidate) => candidate.name === name)?.outputShapes[output] ?? []);
  const expected = layerWeights(layer.className, layer.config, shapes, (key) => {
    throw new Error(`layer '${layer.name}' does not say its ${key}`);
  });
  if (expected.length !== layer.weights.length) throw new Error(`layer '${layer.name}' has ${layer.weights.length} weights instead of ${expected.length}`);
  // movingMean → moving_mean.
  return expected.map(({ name }) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}
