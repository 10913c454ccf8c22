import type { Text } from '../messages/language.ts';
import type { WeightSpec } from './defineNode.ts';
import { choice, flag, number } from './params.ts';
import type { ParamsOf } from './params.ts';

/** Start distributions a kernel may be given, by their Keras names. */
export const initialiserNames = [
  'glorotUniform',
  'glorotNormal',
  'heUniform',
  'heNormal',
  'lecunUniform',
  'lecunNormal',
  'orthogonal',
  'zeros',
  'ones',
] as const;
type InitialiserName = (typeof initialiserNames)[number];

export const initialiserTitles: Readonly<Record<InitialiserName, Text>> = {
  glorotUniform: { en: 'Glorot uniform', zh: 'Glorot 均匀分布' },
  glorotNormal: { en: 'Glorot normal', zh: 'Glorot 正态分布' },
  heUniform: { en: 'He uniform', zh: 'He 均匀分布' },
  heNormal: { en: 'He normal', zh: 'He 正态分布' },
  lecunUniform: { en: 'LeCun uniform', zh: 'LeCun 均匀分布' },
  lecunNormal: { en: 'LeCun normal', zh: 'LeCun 正态分布' },
  orthogonal: { en: 'Orthogonal', zh: '正交' },
  zeros: { en: 'Zeros', zh: '全零' },
  ones: { en: 'Ones', zh: '全一' },
};

const penalty = (en: string, zh: string, enHelp: string, zhHelp: string) =>
  number({ title: { en, zh }, help: { en: enHelp, zh: zhHelp }, min: 0, max: 10, default: 0 });

/** Parameters that every kind with a kernel shares; defaults as in Keras 3. */
export const weightedParams = {
  useBias: flag({
    title: { en: 'Bias', zh: '偏置' },
    help: { en: 'Adds a learned offset to each output.', zh: '给每个输出加上一个可学习的偏移量。' },
    default: true,
  }),
  kernelInitialiser: choice({
    title: { en: 'Kernel starts as', zh: '核初始化' },
    help: {
      en: 'How the weights are drawn before training. He suits relu, LeCun selu; Glorot uniform is the Keras default.',
      zh: '训练前权重的抽取方式。He 适合 relu，LeCun 适合 selu；Keras 默认为 Glorot 均匀分布。',
    },
    options: initialiserTitles,
    default: 'glorotUniform',
  }),
  kernelL1: penalty('Kernel L1', '核 L1', 'λ₁·Σ|w| is added to the loss: drives weights to exactly zero.', '损失加上 λ₁·Σ|w|：使权重趋于恰好为零。'),
  kernelL2: penalty('Kernel L2', '核 L2', 'λ₂·Σw² is added to the loss: keeps weights small.', '损失加上 λ₂·Σw²：使权重保持较小。'),
  activityL1: penalty(
    'Activity L1',
    '激活 L1',
    'λ·Σ|output|, averaged over the batch, is added to the loss: a sparse code.',
    '损失加上按批次平均的 λ·Σ|输出|：得到稀疏编码。',
  ),
  activityL2: penalty('Activity L2', '激活 L2', 'λ·Σ output², averaged over the batch, is added to the loss.', '损失加上按批次平均的 λ·Σ输出²。'),
} as const;

export type WeightedParams = ParamsOf<typeof weightedParams>;

/** The kernel's spec under the shared parameters. */
export function kernelSpec(params: WeightedParams, shape: readonly number[]): WeightSpec {
  const spec: WeightSpec = { name: 'kernel', shape, initialiser: { name: params.kernelInitialiser }, trainable: true };
  return params.kernelL1 > 0 || params.kernelL2 > 0 ? { ...spec, penalty: { l1: params.kernelL1, l2: params.kernelL2 } } : spec;
}

/** The bias, if there is one: zeros, no penalty. */
export function biasSpec(params: WeightedParams, length: number): readonly WeightSpec[] {
  return params.useBias ? [{ name: 'bias', shape: [length], initialiser: { name: 'zeros' }, trainable: true }] : [];
}
