import { basename } from 'node:path';
import { classesOfArray } from '../classLabels.ts';
import { defaultLimitBytes } from '../datasetKind.ts';
import type { DatasetKind } from '../datasetKind.ts';
import { readIdxFile } from '../formats/idxFile.ts';
import { examplesOfArray, packDataset } from '../packDataset.ts';
import { ownPath } from '../ownPath.ts';

/** The user's own IDX files, the format of MNIST: examples in `path`, labels in `labelPath`. */
export const idx: DatasetKind = {
  title: { en: 'IDX files', zh: 'IDX 文件' },
  about: {
    en: 'Your own IDX files (.gz too): images or vectors, and labels in a second file.',
    zh: '您自己的 IDX 文件（也支持 .gz）：图像或向量，标签放在第二个文件中。',
  },
  source: { en: 'Files on this machine', zh: '本机文件' },
  origin: 'own',
  isAvailable: async () => true,
  async load(reference, { limitBytes = defaultLimitBytes }) {
    const path = ownPath(reference);
    const array = await readIdxFile(path, 'examples', limitBytes);
    const examples = { name: basename(path), ...examplesOfArray(array, path) };
    const { labelPath } = reference;
    if (labelPath === undefined) return packDataset(examples);
    const labels = await readIdxFile(labelPath, 'labels', limitBytes);
    return packDataset({ ...examples, ...classesOfArray(labels, array.shape[0] ?? 0, labelPath) });
  },
};
