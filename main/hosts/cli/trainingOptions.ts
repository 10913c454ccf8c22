import { applyOverrides } from './applyOverrides.ts';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import type { CommandLine, FlagSpec, OptionSpec } from './cliCommand.ts';
import { dataArgument } from './dataArgument.ts';
import { intOption, numberOption, textOption } from './optionSpecs.ts';
import { deviceOption, eagerOption, epochsOption, threadsOption } from './sharedOptions.ts';
import { resolve } from 'node:path';

const data = textOption(
  {
    name: 'data',
    help: {
      en: 'a built-in data set, or your own: a folder of pictures, .csv, .npy, .npz, IDX',
      zh: '内置数据集，或您自己的数据：图片文件夹、.csv、.npy、.npz、IDX',
    },
  },
  'D',
);
const labels = textOption(
  { name: 'labels', help: { en: 'file with the labels, where the data keeps them apart (IDX, NPY)', zh: '标签文件（IDX、NPY 的标签单独存放时）' } },
  'FILE',
);
const labelColumn = textOption({ name: 'label-column', help: { en: 'column that holds the label (CSV)', zh: '标签所在的列名（CSV）' } }, 'NAME');
const limit = intOption(
  { name: 'limit', help: { en: 'use only so many examples, all splits together', zh: '只使用这么多样本（所有划分合计）' } },
  { min: 1, max: 1_000_000_000 },
);
const batch = intOption({ name: 'batch', help: { en: 'examples in a batch', zh: '批大小' } }, { min: 1, max: 65_536 });
const rate = numberOption({ name: 'lr', help: { en: 'learning rate', zh: '学习率' } }, { min: 0, max: 100 });
const beta = numberOption({ name: 'beta', help: { en: 'weight β of the KL term', zh: 'KL 项的权重 β' } }, { min: 0, max: 10_000 });
const seed = intOption({ name: 'seed', help: { en: 'seed of every random draw', zh: '所有随机抽取的种子' } }, { min: 0, max: 2_147_483_647 });

/** What a user may change in a model, its data and its device when training it. */
export const trainingOptions: readonly (OptionSpec<unknown> | FlagSpec)[] = [
  data,
  labels,
  labelColumn,
  limit,
  epochsOption,
  batch,
  rate,
  beta,
  seed,
  deviceOption,
  threadsOption,
  eagerOption,
];

/** The document with the command line's wishes in it. Throws IssueError for data that are not there and a β that nothing takes; UsageError for values that are none. */
export function withTrainingOptions(document: GraphDoc, line: CommandLine, cwd: string): GraphDoc {
  const given = line.value(data),
    labelPath = line.value(labels);
  return applyOverrides(document, {
    data: given === undefined ? undefined : dataArgument(given, cwd),
    labelPath: labelPath === undefined ? undefined : resolve(cwd, labelPath),
    labelColumn: line.value(labelColumn),
    limit: line.value(limit),
    epochs: line.value(epochsOption),
    batchSize: line.value(batch),
    learningRate: line.value(rate),
    beta: line.value(beta),
    seed: line.value(seed),
  });
}
