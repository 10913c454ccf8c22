import { defineNode, outPort } from '../defineNode.ts';
import type { ShapeAnswer } from '../defineNode.ts';
import { hullInterval } from '../interval.ts';
import { manyPort, mergedSpecs } from '../merge.ts';
import { int } from '../params.ts';
import { floats, showShape } from '../tensorSpec.ts';

/** The axis of `shape` (no batch axis) that Keras's `axis` means: negative counts from the end, positive counts the batch axis as 0. Null where there is none. */
export function concatenationAxis(axis: number, rank: number): number | null {
  const found = axis < 0 ? rank + axis : axis - 1;
  return found >= 0 && found < rank ? found : null;
}

/** As keras.layers.Concatenate. */
export const concatenateNode = defineNode({
  kind: 'concatenate',
  title: { en: 'Concatenate', zh: '拼接' },
  summary: {
    en: 'Sets its inputs side by side along one axis, as a condition beside a latent vector.',
    zh: '沿一个轴将各输入并排放置，例如把条件接在潜在向量旁。',
  },
  formula: 'y = [x_1, x_2, \\dots]',
  category: 'merge',
  params: {
    axis: int({
      title: { en: 'Axis', zh: '轴' },
      help: {
        en: 'Counted as in Keras: −1 is the last axis (features, channels), 1 the first behind the batch.',
        zh: '计数方式与 Keras 相同：−1 为最后一个轴（特征、通道），1 为批次之后的第一个轴。',
      },
      min: -4,
      max: 4,
      default: -1,
    }),
  },
  inputs: () => manyPort,
  outputs: () => outPort,
  shape: ({ params, inputs }): ShapeAnswer => {
    const specs = mergedSpecs(inputs),
      [{ shape: first }] = specs;
    const axis = concatenationAxis(params.axis, first.length);
    if (axis === null) return { problems: [{ code: 'axis-missing', port: 'in', param: 'axis', values: { axis: params.axis, found: showShape(first) } }] };
    const misfit = specs.find(({ shape }) => shape.length !== first.length || shape.some((extent, index) => index !== axis && extent !== first[index]));
    if (misfit)
      return {
        problems: [{ code: 'concatenate-shapes', port: 'in', values: { axis: params.axis, expected: showShape(first), found: showShape(misfit.shape) } }],
      };
    const joined = specs.reduce((sum, { shape }) => sum + (shape[axis] ?? 0), 0);
    return {
      outputs: {
        out: floats(
          first.map((extent, index) => (index === axis ? joined : extent)),
          hullInterval(specs.map(({ range }) => range)),
        ),
      },
    };
  },
  weights: () => [],
});
