import type { GraphDoc } from '../../shared/graph/document.ts';
import type { DataKind } from '../../shared/data/dataReference.ts';
import { choice, flag, int, ints, number, text } from '../../shared/nodes/params.ts';
import type { ParamSpec, ParamValue } from '../../shared/nodes/params.ts';
import type { SettingSpec } from './settingSpec.ts';

const setting = (path: readonly string[], spec: ParamSpec, more: Partial<SettingSpec> = {}): SettingSpec => ({ room: 'data', path, spec, ...more });
const kindIs = (...kinds: DataKind[]) => ({ shown: ({ data }: GraphDoc): boolean => kinds.includes(data.kind) });

/** Kinds that read the user's own files. */
export const ownKinds: readonly DataKind[] = ['idx', 'npy', 'csv', 'images'];

/** A text that is left out of the document where it is empty. */
const optionalText = {
  read: (stored: unknown): ParamValue => (typeof stored === 'string' ? stored : ''),
  write: (value: ParamValue): unknown => value || null,
};

/** Where the user's own examples lie. */
export const ownDataSpecs: readonly SettingSpec[] = [
  setting(
    ['path'],
    text({
      title: { en: 'File or folder', zh: '文件或文件夹' },
      help: { en: 'The file to read, or for images a folder with one folder for each class.', zh: '要读取的文件；图像则为文件夹，每个类别一个子文件夹。' },
      maxLength: 4096,
      default: '',
    }),
    { ...kindIs(...ownKinds), ...optionalText },
  ),
  setting(
    ['labelPath'],
    text({
      title: { en: 'Label file', zh: '标签文件' },
      help: { en: 'The file with the labels, where they are kept apart.', zh: '标签单独存放时的标签文件。' },
      maxLength: 4096,
      default: '',
    }),
    { ...kindIs('idx', 'npy'), ...optionalText },
  ),
  setting(
    ['labelColumn'],
    text({
      title: { en: 'Label column', zh: '标签列' },
      help: { en: 'Name of the column that holds the class.', zh: '保存类别的列名。' },
      maxLength: 1000,
      default: '',
    }),
    { ...kindIs('csv'), ...optionalText },
  ),
];

/** How many examples, and how they are divided. */
export const splitSpecs: readonly SettingSpec[] = [
  setting(
    ['limit'],
    ints({
      title: { en: 'Examples used', zh: '使用样本数' },
      help: {
        en: 'Only so many examples, drawn by the seed, all splits together. Few make a first try quick.',
        zh: '只用这么多样本（由种子抽取，含所有划分）。样本少时首次尝试更快。',
      },
      min: 1,
      max: Number.MAX_SAFE_INTEGER,
      minLength: 0,
      maxLength: 1,
      default: [],
    }),
    {
      facts: { en: 'empty: all', zh: '留空：全部' },
      placeholder: { en: 'all', zh: '全部' },
      read: (stored) => (typeof stored === 'number' ? [stored] : []),
      write: (value) => (Array.isArray(value) ? (value[0] ?? null) : null),
    },
  ),
  setting(
    ['split', 'validation'],
    number({
      title: { en: 'Validation', zh: '验证集比例' },
      help: { en: 'Share that is never trained on; early stopping and the best checkpoint go by it.', zh: '不参与训练的比例；用于提前停止与选择最佳检查点。' },
      min: 0,
      max: 0.9,
      default: 0.1,
    }),
  ),
  setting(
    ['split', 'test'],
    number({
      title: { en: 'Test', zh: '测试集比例' },
      help: { en: 'Share that neither training nor choosing touches: for the last word on a model.', zh: '训练与选择都不使用的比例：用于最终评价。' },
      min: 0,
      max: 0.9,
      default: 0.1,
    }),
  ),
];

/** What happens to the examples before the model sees them. */
export const preparationSpecs: readonly SettingSpec[] = [
  setting(
    ['normalise'],
    choice({
      title: { en: 'Normalise', zh: '归一化' },
      help: {
        en: 'Brings the values into a range that the model can meet. Standardised: mean 0 and variance 1 for each feature.',
        zh: '将数值变换到模型能够输出的范围。标准化：每个特征均值 0、方差 1。',
      },
      options: {
        unit: { en: '0 to 1', zh: '0 到 1' },
        signed: { en: '−1 to 1', zh: '−1 到 1' },
        standard: { en: 'Standardised', zh: '标准化' },
        none: { en: 'As stored', zh: '保持原值' },
      },
      default: 'unit',
    }),
  ),
  setting(
    ['augment', 'shift'],
    int({
      title: { en: 'Shift', zh: '平移' },
      help: { en: 'Moves training images by up to so many pixels.', zh: '将训练图像随机平移至多若干像素。' },
      min: 0,
      max: 16,
      default: 0,
    }),
  ),
  setting(
    ['augment', 'rotate'],
    number({
      title: { en: 'Rotate', zh: '旋转' },
      help: { en: 'Turns training images by up to so many degrees either way.', zh: '将训练图像随机旋转至多若干度。' },
      min: 0,
      max: 180,
      default: 0,
    }),
  ),
  setting(
    ['augment', 'flip'],
    flag({
      title: { en: 'Mirror', zh: '镜像' },
      help: { en: 'Mirrors half of the training images. Digits do not like it.', zh: '随机镜像一半训练图像，不适合数字。' },
      default: false,
    }),
  ),
  setting(
    ['augment', 'noise'],
    number({
      title: { en: 'Noise', zh: '噪声' },
      help: {
        en: 'Standard deviation of noise added to the input, not to the target: a denoising autoencoder.',
        zh: '加在输入（而非目标）上的噪声标准差：即去噪自编码器。',
      },
      min: 0,
      max: 2,
      default: 0,
    }),
  ),
  setting(
    ['balance'],
    choice({
      title: { en: 'Balance classes', zh: '类别平衡' },
      help: {
        en: 'What is done where some classes have few examples.',
        zh: '某些类别样本较少时的处理方式。',
      },
      options: {
        none: { en: 'Off', zh: '关闭' },
        oversample: { en: 'Repeat rare classes', zh: '重复稀有类别' },
        weights: { en: 'Weight rare classes more', zh: '加大稀有类别权重' },
      },
      default: 'none',
    }),
  ),
];
