import { at, defineNode } from '../defineNode.ts';
import type { Port, ShapeProblem } from '../defineNode.ts';
import { lossFormula } from '../lossFormula.ts';
import { choice, flag, number } from '../params.ts';
import type { AnyParams } from '../defineNode.ts';
import { meanPort, spreadParam, spreadPort } from '../spread.ts';
import { sameShape, showShape, sizeOf } from '../tensorSpec.ts';

const predictionPort: Port = { name: 'prediction', title: { en: 'Reconstruction', zh: '重构' }, carries: 'tensor' };
const targetPort: Port = { name: 'target', title: { en: 'Target', zh: '目标' }, carries: 'tensor' };
const sumTitle = { en: 'Sum', zh: '求和' } as const,
  meanTitle = { en: 'Mean', zh: '平均' } as const;
const hasKl = (params: AnyParams): boolean => params.kl === true;
const scheduleIs =
  (...kinds: string[]) =>
  (params: AnyParams): boolean =>
    hasKl(params) && kinds.includes(String(params.betaSchedule));

/**
 * The training loss of an autoencoder: weight · (reconstruction + β·KL).
 * KL of N(μ, σ²) from N(0, I) is −½ Σⱼ (1 + log σⱼ² − μⱼ² − σⱼ²) (Kingma & Welling 2013, appendix B); β after Higgins et al. 2017; free bits after Kingma et al. 2016, eq. 15.
 */
export const lossNode = defineNode({
  kind: 'loss',
  title: { en: 'Loss', zh: '损失' },
  summary: {
    en: 'How far the reconstruction is from its target, plus β times the KL divergence of the posterior from the prior.',
    zh: '重构与目标的差距，加上 β 倍的后验相对先验的 KL 散度。',
  },
  formulaFor: lossFormula,
  category: 'loss',
  params: {
    reconstruction: choice({
      title: { en: 'Reconstruction term', zh: '重构项' },
      help: {
        en: 'Binary cross-entropy: Bernoulli likelihood, for values in [0, 1] after a sigmoid. Squared error: a Gaussian with σ² = ½. Absolute error: a Laplace distribution. Cross-entropy: each pixel row is a distribution over classes (softmax).',
        zh: '二元交叉熵：伯努利似然，适用于 sigmoid 之后取值 [0, 1] 的输出。平方误差：相当于 σ² = ½ 的高斯。绝对误差：相当于拉普拉斯分布。交叉熵：最后一轴为类别分布（softmax）。',
      },
      options: {
        bce: { en: 'Binary cross-entropy', zh: '二元交叉熵' },
        mse: { en: 'Squared error', zh: '平方误差' },
        mae: { en: 'Absolute error', zh: '绝对误差' },
        crossEntropy: { en: 'Cross-entropy', zh: '交叉熵' },
      },
      default: 'bce',
    }),
    features: choice({
      title: { en: 'Over features', zh: '对特征' },
      help: {
        en: 'Sum: as the ELBO has it. Mean: divides by the number of features, which makes the KL term that many times heavier.',
        zh: '求和：与 ELBO 一致。平均：除以特征数，会使 KL 项相应地变重。',
      },
      options: { sum: sumTitle, mean: meanTitle },
      default: 'sum',
    }),
    batch: choice({
      title: { en: 'Over the batch', zh: '对批次' },
      help: { en: 'Mean: the loss does not depend on the batch size. Sum: it does.', zh: '平均：损失与批次大小无关。求和：有关。' },
      options: { mean: meanTitle, sum: sumTitle },
      default: 'mean',
    }),
    weight: number({
      title: { en: 'Weight', zh: '权重' },
      help: { en: 'Multiplies this whole loss where a graph has several.', zh: '图中有多个损失时，乘在整个损失上的系数。' },
      min: 0,
      max: 1e6,
      default: 1,
    }),
    kl: flag({
      title: { en: 'KL term', zh: 'KL 项' },
      help: { en: 'Adds β · KL, which makes an autoencoder with a Sample node a VAE.', zh: '加上 β · KL，使带采样节点的自编码器成为 VAE。' },
      default: true,
    }),
    beta: number({
      title: { en: 'β', zh: 'β' },
      help: { en: 'Weight of the KL term; 1 is the ELBO, more presses the posterior to the prior.', zh: 'KL 项的权重；1 即 ELBO，越大后验越接近先验。' },
      min: 0,
      max: 10_000,
      default: 1,
      shownWhen: hasKl,
    }),
    betaSchedule: choice({
      title: { en: 'β over time', zh: 'β 随时间' },
      help: {
        en: 'Warm-up: rises from 0 to β over the given epochs. Cyclical: rises and restarts (Fu et al. 2019).',
        zh: '预热：在给定轮数内由 0 升到 β。周期：周期性上升并重新开始（Fu et al. 2019）。',
      },
      options: { constant: { en: 'Constant', zh: '恒定' }, warmup: { en: 'Warm-up', zh: '预热' }, cyclical: { en: 'Cyclical', zh: '周期' } },
      default: 'constant',
      shownWhen: hasKl,
    }),
    betaEpochs: number({
      title: { en: 'β epochs', zh: 'β 轮数' },
      help: { en: 'Length of the warm-up, or of one cycle.', zh: '预热的轮数，或一个周期的轮数。' },
      min: 0.01,
      max: 10_000,
      default: 10,
      shownWhen: scheduleIs('warmup', 'cyclical'),
    }),
    freeBits: number({
      title: { en: 'Free nats', zh: '自由比特（nat）' },
      help: {
        en: 'KL below this many nats a dimension (batch mean) costs nothing: a cure for posterior collapse. 0 is off.',
        zh: '每个维度低于此 nat 数的 KL（批次均值）不计入损失：防止后验坍缩。0 为关闭。',
      },
      min: 0,
      max: 100,
      default: 0,
      shownWhen: hasKl,
    }),
    spread: { ...spreadParam, shownWhen: hasKl },
    klSign: choice({
      title: { en: 'KL sign', zh: 'KL 符号' },
      help: {
        en: 'Minus: −½ Σ(1 + log σ² − μ² − σ²), the divergence. Plus: its negative, which training would drive to infinity.',
        zh: '负：−½ Σ(1 + log σ² − μ² − σ²)，即散度。正：其相反数，训练会将其推向无穷。',
      },
      options: { minusHalf: { en: 'Minus (−½)', zh: '负（−½）' }, plusHalf: { en: 'Plus (+½)', zh: '正（+½）' } },
      default: 'minusHalf',
      shownWhen: hasKl,
    }),
    klDimensions: choice({
      title: { en: 'KL over dimensions', zh: 'KL 对维度' },
      help: { en: 'Sum: as the ELBO has it.', zh: '求和：与 ELBO 一致。' },
      options: { sum: sumTitle, mean: meanTitle },
      default: 'sum',
      shownWhen: hasKl,
    }),
    klBatch: choice({
      title: { en: 'KL over the batch', zh: 'KL 对批次' },
      help: { en: 'Mean: averaged over the batch, as the reconstruction term is.', zh: '平均：与重构项一样对批次取平均。' },
      options: { mean: meanTitle, sum: sumTitle },
      default: 'mean',
      shownWhen: hasKl,
    }),
  },
  inputs: (params) => (params.kl ? [predictionPort, targetPort, meanPort, spreadPort] : [predictionPort, targetPort]),
  outputs: () => [],
  shape: ({ params, inputs }) => {
    const problems: ShapeProblem[] = [];
    const prediction = at(inputs, 'prediction').shape,
      target = at(inputs, 'target').shape;
    if (!sameShape(prediction, target)) {
      // The same number of values in another arrangement is told apart: a Reshape or Flatten repairs it.
      const code = sizeOf(prediction) === sizeOf(target) ? 'target-shape-mismatch' : 'decoder-shape-mismatch';
      problems.push({ code, port: 'prediction', values: { expected: showShape(target), found: showShape(prediction) } });
    }
    if (params.kl) {
      const mean = at(inputs, 'mean').shape,
        spread = at(inputs, 'spread').shape;
      if (!sameShape(mean, spread)) problems.push({ code: 'shape-mismatch', port: 'spread', values: { expected: showShape(mean), found: showShape(spread) } });
    }
    return problems.length > 0 ? { problems } : { outputs: {} };
  },
  weights: () => [],
});
