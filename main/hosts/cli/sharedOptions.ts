import { deviceNames } from '../../engine/engine.ts';
import { choiceOption, intOption, textOption } from './optionSpecs.ts';

/** Options that several commands take. */
export const deviceOption = choiceOption(
  { name: 'device', help: { en: 'compute there instead of on the fastest that is there', zh: '指定计算设备，而非自动选择最快的' } },
  deviceNames,
);
export const threadsOption = intOption(
  { name: 'threads', help: { en: 'threads within one operation (tensorflow)', zh: '单个运算的线程数（tensorflow）' } },
  { min: 1, max: 1024 },
);
/** Training only. */
export const eagerOption = {
  name: 'eager',
  help: { en: 'run the training step an operation at a time, not as one compiled call', zh: '逐个运算执行训练步，而不编译为一次调用' },
} as const;
export const epochsOption = intOption(
  { name: 'epochs', help: { en: 'passes over the training examples, all together', zh: '训练总轮数' } },
  { min: 1, max: 1_000_000 },
);
export const splitOption = choiceOption(
  { name: 'split', help: { en: 'which examples: validation (default), test or train', zh: '使用哪部分样本：validation（默认）、test 或 train' } },
  ['validation', 'test', 'train'],
);
export const labelOption = intOption(
  {
    name: 'label',
    help: { en: 'class to draw, for a conditional model; left out: all classes in turn', zh: '要生成的类别（条件模型）；省略则依次使用各类别' },
  },
  { min: 0, max: 65_535 },
);
export const picturesOutOption = textOption(
  {
    name: 'out',
    help: {
      en: 'a .png (all on one sheet), .npy or .csv file, or a folder (a PNG each); default: in the run’s folder',
      zh: '.png（拼成一张）、.npy 或 .csv 文件，或文件夹（每张一个 PNG）；默认写入运行文件夹',
    },
  },
  'FILE',
);

/** The argument of commands that work on a run. */
export const runArgument = { name: 'run', help: { en: 'folder of a run, or its name among your runs', zh: '运行文件夹，或您运行目录中的名称' } };
