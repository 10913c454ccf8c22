import { at } from './defineNode.ts';
import type { ShapeAnswer, ShapeRequest } from './defineNode.ts';
import type { ParamsOf } from './params.ts';
import { rankProblems } from './rank.ts';
import { floats } from './tensorSpec.ts';
import { paddingParam, pairParam, slide } from './window.ts';

/** Parameters of max and average pooling; Keras's `strides=None` is stated as 0, 0. */
export const poolingParams = {
  poolSize: pairParam(
    { en: 'Pool size', zh: '池化尺寸' },
    { en: 'Rows and columns that become one. 2, 2 halves height and width.', zh: '合并为一个值的行数与列数。2, 2 使高宽减半。' },
    { min: 1, max: 512, default: [2, 2] },
  ),
  strides: pairParam(
    { en: 'Strides', zh: '步幅' },
    { en: 'How far the window moves at each step; 0 moves it by the pool size.', zh: '窗口每次移动的距离；0 表示等于池化尺寸。' },
    { min: 0, max: 512, default: [0, 0] },
  ),
  padding: paddingParam,
} as const;

export type PoolingParams = ParamsOf<typeof poolingParams>;

/** The strides in effect, [rows, columns], each at least 1. */
export function poolingStrides(params: PoolingParams): readonly [number, number] {
  const [rows = 1, columns = 1] = params.poolSize;
  return [params.strides[0] || rows, params.strides[1] || columns];
}

/** Shape rule of max and average pooling: padding is never counted, so bounds stay. */
export function poolingShape({ params, inputs }: ShapeRequest<PoolingParams>): ShapeAnswer {
  const rank = rankProblems(inputs, 3);
  if (rank.length > 0) return { problems: rank };
  const { shape, range } = at(inputs);
  const { extents, problems } = slide({ kernel: params.poolSize, strides: poolingStrides(params), dilation: [1, 1], padding: params.padding }, shape);
  return problems.length > 0 ? { problems } : { outputs: { out: floats([...extents, ...shape.slice(2)], range) } };
}
