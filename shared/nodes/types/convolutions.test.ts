import { describe, expect, it } from 'vitest';
import { askNode } from '../../fixtures/askNode.ts';
import type { NodeKind } from '../catalogue.ts';
import type { AnyParams } from '../defineNode.ts';
import { floats } from '../tensorSpec.ts';

const image = (...shape: number[]) => ({ in: [floats(shape, [0, 1])] });
interface Example {
  readonly from: readonly number[];
  readonly params: AnyParams;
  readonly to: readonly number[];
}
const shapeOf = (kind: NodeKind, shape: readonly number[], params: AnyParams): readonly number[] | undefined =>
  askNode(kind, image(...shape), params).outputs['out']?.shape;

describe('conv2d', () => {
  it.each<Example>([
    // The examples of keras.io/api/layers/convolution_layers/convolution2d: (4, 10, 10, 128) → (4, 8, 8, 32).
    { from: [10, 10, 128], params: { filters: 32, kernelSize: [3, 3] }, to: [8, 8, 32] },
    { from: [28, 28, 3], params: { filters: 2, kernelSize: [3, 3], dilation: [2, 2] }, to: [24, 24, 2] },
    { from: [28, 28, 3], params: { filters: 2, kernelSize: [3, 3], padding: 'same' }, to: [28, 28, 2] },
    // The Keras VAE example: 28×28×1 → 14×14×32 → 7×7×64.
    { from: [28, 28, 1], params: { filters: 32, kernelSize: [3, 3], strides: [2, 2], padding: 'same' }, to: [14, 14, 32] },
    { from: [14, 14, 32], params: { filters: 64, kernelSize: [3, 3], strides: [2, 2], padding: 'same' }, to: [7, 7, 64] },
    { from: [7, 7, 1], params: { filters: 1, kernelSize: [3, 3], strides: [2, 2], padding: 'same' }, to: [4, 4, 1] },
    { from: [7, 8, 1], params: { filters: 1, kernelSize: [2, 3], strides: [3, 2], padding: 'valid' }, to: [2, 3, 1] },
    { from: [3, 3, 1], params: { filters: 1, kernelSize: [3, 3] }, to: [1, 1, 1] },
  ])('turns $from into $to', ({ from, params, to }) => {
    expect(shapeOf('conv2d', from, params)).toEqual(to);
  });

  it('has kernel and bias in the layout of Keras, and a penalty where one is asked for', () => {
    const { weights } = askNode('conv2d', image(28, 28, 3), { filters: 16, kernelSize: [5, 3], kernelL2: 0.01 });
    expect(weights).toEqual([
      { name: 'kernel', shape: [5, 3, 3, 16], initialiser: { name: 'glorotUniform' }, trainable: true, penalty: { l1: 0, l2: 0.01 } },
      { name: 'bias', shape: [16], initialiser: { name: 'zeros' }, trainable: true },
    ]);
    expect(askNode('conv2d', image(28, 28, 3), { useBias: false }).weights.map(({ name }) => name)).toEqual(['kernel']);
  });

  it('refuses a window that does not fit, counting its dilation', () => {
    expect(askNode('conv2d', image(2, 9, 1)).codes).toEqual(['kernel-larger-than-input']);
    expect(askNode('conv2d', image(4, 4, 1), { dilation: [2, 2] }).codes).toEqual(['kernel-larger-than-input']);
    expect(askNode('conv2d', image(2, 9, 1), { padding: 'same' }).codes).toEqual([]);
  });

  it('refuses strides together with dilation, and what is not an image', () => {
    expect(askNode('conv2d', image(28, 28, 1), { strides: [1, 2], dilation: [2, 1] }).codes).toEqual(['strides-with-dilation']);
    expect(askNode('conv2d', image(784)).codes).toEqual(['rank-mismatch']);
  });
});

describe('conv2dTranspose', () => {
  it.each<Example>([
    // keras.io/api/layers/convolution_layers/convolution2d_transpose: (4, 10, 8, 128) with 32 filters of 2, strides 2 → (4, 20, 16, 32).
    { from: [10, 8, 128], params: { filters: 32, kernelSize: [2, 2], strides: [2, 2] }, to: [20, 16, 32] },
    { from: [7, 7, 64], params: { filters: 64, kernelSize: [3, 3], strides: [2, 2], padding: 'same' }, to: [14, 14, 64] },
    { from: [28, 28, 32], params: { filters: 1, kernelSize: [3, 3], padding: 'same' }, to: [28, 28, 1] },
    { from: [7, 7, 1], params: { filters: 1, kernelSize: [3, 3], strides: [2, 2], padding: 'valid' }, to: [15, 15, 1] },
    { from: [7, 7, 1], params: { filters: 1, kernelSize: [1, 1], strides: [3, 3], padding: 'valid' }, to: [21, 21, 1] },
  ])('turns $from into $to', ({ from, params, to }) => {
    expect(shapeOf('conv2dTranspose', from, params)).toEqual(to);
  });

  it('undoes the size of the convolution with the same window, whenever that consumed the whole image', () => {
    for (const stride of [1, 2, 3]) {
      for (const kernel of [1, 2, 3, 4, 5]) {
        const params = { filters: 1, kernelSize: [kernel, kernel], strides: [stride, stride], padding: 'valid' };
        const large = shapeOf('conv2dTranspose', [6, 6, 1], params) ?? [];
        expect(shapeOf('conv2d', large, params)).toEqual([6, 6, 1]);
      }
    }
  });

  it('has its filters before its channels in the kernel, as Keras does', () => {
    expect(askNode('conv2dTranspose', image(7, 7, 64), { filters: 32 }).weights.map(({ name, shape }) => [name, shape])).toEqual([
      ['kernel', [3, 3, 32, 64]],
      ['bias', [32]],
    ]);
  });
});

describe('pooling and up-sampling', () => {
  it.each(['maxPool2d', 'averagePool2d'] as const)("%s gives the shapes of Keras's documented examples", (kind) => {
    expect(shapeOf(kind, [3, 3, 1], { strides: [1, 1] })).toEqual([2, 2, 1]);
    expect(shapeOf(kind, [3, 4, 1], { strides: [2, 2] })).toEqual([1, 2, 1]);
    expect(shapeOf(kind, [3, 3, 1], { strides: [1, 1], padding: 'same' })).toEqual([3, 3, 1]);
  });

  it.each(['maxPool2d', 'averagePool2d'] as const)('%s steps by its pool size unless told otherwise, and keeps bounds', (kind) => {
    const { outputs, weights } = askNode(kind, image(28, 27, 8), { poolSize: [2, 3] });
    expect(outputs['out']).toEqual(floats([14, 9, 8], [0, 1]));
    expect(weights).toEqual([]);
    expect(shapeOf(kind, [28, 27, 8], { poolSize: [2, 3], strides: [0, 1] })).toEqual([14, 25, 8]);
    expect(askNode(kind, image(1, 8, 8)).codes).toEqual(['kernel-larger-than-input']);
  });

  it('averages each channel to one number', () => {
    expect(askNode('globalAveragePool2d', image(4, 5, 3)).outputs['out']).toEqual(floats([3], [0, 1]));
    expect(askNode('globalAveragePool2d', image(784)).codes).toEqual(['rank-mismatch']);
  });

  it('repeats rows and columns, not channels', () => {
    expect(shapeOf('upSampling2d', [2, 1, 3], { size: [1, 2] })).toEqual([2, 2, 3]);
    expect(askNode('upSampling2d', image(28, 28)).codes).toEqual(['rank-mismatch']);
  });
});
