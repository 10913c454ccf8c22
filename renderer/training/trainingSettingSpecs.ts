import type { GraphDoc, OptimiserSettings } from '../../shared/graph/document.ts';
import { sameText } from '../../shared/messages/language.ts';
import type { Text } from '../../shared/messages/language.ts';
import { choice, flag, int, number } from '../../shared/nodes/params.ts';
import type { ParamSpec } from '../../shared/nodes/params.ts';
import type { SettingSpec } from './settingSpec.ts';

const setting = (path: readonly string[], spec: ParamSpec, more: Partial<SettingSpec> = {}): SettingSpec => ({ room: 'training', path, spec, ...more });
const optimiserIs = (...kinds: OptimiserSettings['kind'][]) => ({ shown: ({ training }: GraphDoc): boolean => kinds.includes(training.optimiser.kind) });

/** What each optimiser is called. */
export const optimiserTitles: Readonly<Record<OptimiserSettings['kind'], Text>> = {
  sgd: sameText('SGD'),
  momentum: { en: 'SGD with momentum', zh: '带动量的 SGD' },
  rmsprop: sameText('RMSProp'),
  adam: sameText('Adam'),
  adamw: sameText('AdamW'),
};

/** How long and in what portions. */
export const runSpecs: readonly SettingSpec[] = [
  setting(
    ['epochs'],
    int({
      title: { en: 'Epochs', zh: '轮数' },
      help: { en: 'How often the whole training split is gone through.', zh: '完整遍历训练集的次数。' },
      min: 1,
      max: 1_000_000,
      default: 10,
    }),
  ),
  setting(
    ['batchSize'],
    int({
      title: { en: 'Batch size', zh: '批次大小' },
      help: {
        en: 'Examples in one step. Larger batches are faster for each example and give smoother gradients.',
        zh: '每一步使用的样本数。批次越大，单个样本越快，梯度也越平滑。',
      },
      min: 1,
      max: 65_536,
      default: 128,
    }),
  ),
  setting(
    ['seed'],
    int({
      title: { en: 'Seed', zh: '随机种子' },
      help: {
        en: 'Every random draw comes from it: the same seed gives the same curve on the same device.',
        zh: '所有随机抽取都来自它：同一种子在同一设备上得到相同的曲线。',
      },
      min: 0,
      max: 2_147_483_647,
      default: 1,
    }),
  ),
];

/** The optimiser, with the fields that it has. Formulas are Keras 3's. */
export const optimiserSpecs: readonly SettingSpec[] = [
  setting(
    ['optimiser', 'kind'],
    choice({
      title: { en: 'Optimiser', zh: '优化器' },
      help: {
        en: 'How gradients become steps. Adam suits most models; AdamW adds decoupled weight decay.',
        zh: '梯度如何变成更新。多数模型适合 Adam；AdamW 加上解耦的权重衰减。',
      },
      options: optimiserTitles,
      default: 'adam',
    }),
  ),
  setting(
    ['optimiser', 'learningRate'],
    number({
      title: { en: 'Learning rate', zh: '学习率' },
      help: {
        en: 'Size of a step. Too large diverges, too small crawls; it can be changed while a run trains.',
        zh: '步长。过大会发散，过小则缓慢；训练过程中也可调整。',
      },
      min: 0,
      max: 100,
      default: 0.001,
    }),
  ),
  setting(
    ['optimiser', 'momentum'],
    number({
      title: { en: 'Momentum', zh: '动量' },
      help: { en: 'Share of the last step that is kept.', zh: '保留上一步的比例。' },
      min: 0,
      max: 0.9999,
      default: 0.9,
    }),
    optimiserIs('momentum'),
  ),
  setting(
    ['optimiser', 'rho'],
    number({
      title: { en: 'ρ', zh: 'ρ' },
      help: { en: 'Decay of the mean square of the gradients.', zh: '梯度均方的衰减率。' },
      min: 0,
      max: 0.9999,
      default: 0.9,
    }),
    optimiserIs('rmsprop'),
  ),
  setting(
    ['optimiser', 'beta1'],
    number({
      title: { en: 'β₁', zh: 'β₁' },
      help: { en: 'Decay of the mean of the gradients. Not the β of the KL term.', zh: '梯度均值的衰减率，与 KL 项的 β 无关。' },
      min: 0,
      max: 0.9999,
      default: 0.9,
    }),
    optimiserIs('adam', 'adamw'),
  ),
  setting(
    ['optimiser', 'beta2'],
    number({
      title: { en: 'β₂', zh: 'β₂' },
      help: { en: 'Decay of the mean square of the gradients.', zh: '梯度均方的衰减率。' },
      min: 0,
      max: 0.999999,
      default: 0.999,
    }),
    optimiserIs('adam', 'adamw'),
  ),
  setting(
    ['optimiser', 'epsilon'],
    number({ title: { en: 'ε', zh: 'ε' }, help: { en: 'Keeps a division from blowing up.', zh: '避免除法溢出的小量。' }, min: 0, max: 1, default: 1e-7 }),
    optimiserIs('rmsprop', 'adam', 'adamw'),
  ),
  setting(
    ['optimiser', 'weightDecay'],
    number({
      title: { en: 'Weight decay', zh: '权重衰减' },
      help: { en: 'Each step shrinks the weights by rate · decay.', zh: '每一步将权重缩小 学习率 · 衰减。' },
      min: 0,
      max: 1,
      default: 0.004,
    }),
    optimiserIs('adamw'),
  ),
];

const scheduleIs = (...kinds: GraphDoc['training']['schedule']['kind'][]) => ({
  shown: ({ training }: GraphDoc): boolean => kinds.includes(training.schedule.kind),
});

/** The learning rate over time. */
export const scheduleSpecs: readonly SettingSpec[] = [
  setting(
    ['schedule', 'kind'],
    choice({
      title: { en: 'Rate over time', zh: '学习率变化' },
      help: {
        en: 'Steps and exponential decay multiply the rate by the factor after each so many epochs. Cosine glides down to the factor. Warm-up rises from 0.',
        zh: '阶梯与指数每隔若干轮乘以系数。余弦平滑下降到系数。预热从 0 升起。',
      },
      options: {
        constant: { en: 'Constant', zh: '恒定' },
        step: { en: 'Steps', zh: '阶梯' },
        exponential: { en: 'Exponential decay', zh: '指数' },
        cosine: { en: 'Cosine', zh: '余弦' },
        warmup: { en: 'Warm-up', zh: '预热' },
      },
      default: 'constant',
    }),
  ),
  setting(
    ['schedule', 'epochs'],
    number({
      title: { en: 'Over epochs', zh: '所用轮数' },
      help: { en: 'Length of the warm-up, of one step, or of the whole descent.', zh: '预热、每一级或整个下降过程的轮数。' },
      min: 0.01,
      max: 100_000,
      default: 10,
    }),
    scheduleIs('step', 'exponential', 'cosine', 'warmup'),
  ),
  setting(
    ['schedule', 'factor'],
    number({
      title: { en: 'Factor', zh: '系数' },
      help: {
        en: 'Steps and exponential decay: what the rate is multiplied by. Cosine: the share of the rate left at the end.',
        zh: '阶梯与指数：学习率所乘的数。余弦：结束时剩余的比例。',
      },
      min: 0,
      max: 1,
      default: 0.1,
    }),
    scheduleIs('step', 'exponential', 'cosine'),
  ),
];

/** Gradients that are too large. */
export const clipSpecs: readonly SettingSpec[] = [
  setting(
    ['clip', 'kind'],
    choice({
      title: { en: 'Clip gradients', zh: '梯度裁剪' },
      help: {
        en: 'By norm: each gradient by its own. By global norm: all together, directions kept. By value: each element.',
        zh: '按范数：按每个梯度自身的范数。按全局范数：所有梯度一起，方向不变。按数值：逐元素。',
      },
      options: {
        none: { en: 'Off', zh: '关闭' },
        norm: { en: 'By norm', zh: '按范数' },
        globalNorm: { en: 'By global norm', zh: '按全局范数' },
        value: { en: 'By value', zh: '按数值' },
      },
      default: 'none',
    }),
  ),
  setting(
    ['clip', 'limit'],
    number({
      title: { en: 'Limit', zh: '上限' },
      help: { en: 'The largest norm or value that is let through.', zh: '允许的最大范数或数值。' },
      min: 1e-9,
      max: 1e9,
      default: 1,
    }),
    { shown: ({ training }) => training.clip.kind !== 'none' },
  ),
];

const stops = { shown: ({ training }: GraphDoc): boolean => training.earlyStopping.enabled };

/** When to stop, what to keep and what to measure. */
export const stoppingSpecs: readonly SettingSpec[] = [
  setting(
    ['earlyStopping', 'enabled'],
    flag({
      title: { en: 'Early stopping', zh: '提前停止' },
      help: {
        en: 'Stops when the validation loss no longer falls, and goes back to the best epoch’s weights.',
        zh: '验证损失不再下降时停止，并恢复最佳轮次的权重。',
      },
      default: false,
    }),
  ),
  setting(
    ['earlyStopping', 'patience'],
    int({
      title: { en: 'Patience', zh: '耐心' },
      help: { en: 'How many epochs without progress are waited for.', zh: '容忍多少轮没有进展。' },
      min: 1,
      max: 10_000,
      default: 5,
    }),
    stops,
  ),
  setting(
    ['earlyStopping', 'minDelta'],
    number({
      title: { en: 'Least progress', zh: '最小进展' },
      help: { en: 'A smaller fall of the validation loss does not count.', zh: '验证损失下降小于此值则不计。' },
      min: 0,
      max: 1e9,
      default: 0,
    }),
    stops,
  ),
  setting(
    ['keepCheckpoints'],
    int({
      title: { en: 'Checkpoints kept', zh: '保留检查点' },
      help: { en: 'Epochs kept on disk beside the best and the last.', zh: '除最佳与最后一轮外，磁盘上保留的轮数。' },
      min: 1,
      max: 10_000,
      default: 5,
    }),
  ),
  setting(
    ['metrics'],
    flag({
      title: { en: 'Accuracy', zh: '准确率' },
      help: {
        en: 'Also measures how many classes are right. Means something only with a Classification loss.',
        zh: '同时统计分类正确率。仅在使用分类损失时有意义。',
      },
      default: false,
    }),
    {
      read: (stored) => Array.isArray(stored) && stored.includes('accuracy'),
      write: (value) => (value === true ? ['accuracy'] : []),
    },
  ),
];
