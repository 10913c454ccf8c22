import { activationParam } from './activation.ts';
import { at } from './defineNode.ts';
import type { Initialiser, ShapeAnswer, ShapeRequest, WeightSpec } from './defineNode.ts';
import type { Interval } from './interval.ts';
import { choice, flag, int } from './params.ts';
import type { ParamsOf } from './params.ts';
import { rankProblems } from './rank.ts';
import { floats } from './tensorSpec.ts';
import { initialiserTitles, kernelSpec, weightedParams } from './weighted.ts';

/** Parameters that all recurrent kinds share; defaults as in Keras 3. Every run starts from a state of zeros. */
export const recurrentParams = {
  units: int({
    title: { en: 'Units', zh: '单元数' },
    help: { en: 'Size of the state that is carried from step to step.', zh: '在时间步之间传递的状态的大小。' },
    min: 1,
    max: 65_536,
    default: 32,
  }),
  activation: activationParam('tanh'),
  returnSequences: flag({
    title: { en: 'Return every step', zh: '返回全部时间步' },
    help: {
      en: 'On: the state after each step. Off: only the last one, a summary of the sequence.',
      zh: '开：返回每一步之后的状态。关：只返回最后一步，即整个序列的概括。',
    },
    default: false,
  }),
  goBackwards: flag({
    title: { en: 'Backwards', zh: '反向' },
    help: { en: 'Reads the sequence from its end; returned steps are in that order too.', zh: '从序列末尾开始读取；返回的时间步也按此顺序。' },
    default: false,
  }),
  recurrentInitialiser: choice({
    title: { en: 'Recurrent kernel starts as', zh: '循环核初始化' },
    help: {
      en: 'How the weights from state to state are drawn; orthogonal keeps the length of the state over many steps.',
      zh: '状态到状态的权重的抽取方式；正交初始化在多步之后保持状态的长度。',
    },
    options: initialiserTitles,
    default: 'orthogonal',
  }),
  ...weightedParams,
} as const;

/** The parameter of the gates of LSTM and GRU. */
export const recurrentActivationParam = {
  ...activationParam('sigmoid'),
  title: { en: 'Gate activation', zh: '门激活函数' },
  help: { en: 'Decides how far each gate opens; sigmoid: between shut (0) and open (1).', zh: '决定每个门开启的程度；sigmoid：介于关（0）与开（1）之间。' },
} as const;

export type RecurrentParams = ParamsOf<typeof recurrentParams>;

/** Shape rule of the recurrent kinds: [time, features] → [units], or [time, units] where every step is returned. */
export function recurrentShape({ params, inputs }: ShapeRequest<RecurrentParams>, range: Interval): ShapeAnswer {
  const problems = rankProblems(inputs, 2);
  if (problems.length > 0) return { problems };
  const [time = 1] = at(inputs).shape;
  return { outputs: { out: floats(params.returnSequences ? [time, params.units] : [params.units], range) } };
}

/** kernel [features, gates·units], recurrentKernel [units, gates·units] and, if wanted, a bias of the given shape and start. */
export function recurrentWeights(
  { params, inputs }: ShapeRequest<RecurrentParams>,
  gates: number,
  bias: { readonly shape: readonly number[]; readonly initialiser: Initialiser },
): readonly WeightSpec[] {
  const width = gates * params.units;
  return [
    kernelSpec(params, [at(inputs).shape.at(-1) ?? 1, width]),
    { name: 'recurrentKernel', shape: [params.units, width], initialiser: { name: params.recurrentInitialiser }, trainable: true },
    ...(params.useBias ? [{ name: 'bias', ...bias, trainable: true }] : []),
  ];
}
