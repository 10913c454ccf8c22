import { basename } from 'node:path';
import { refuse } from '../../../../shared/check/issue.ts';
import { classesOfArray } from '../classLabels.ts';
import type { Dataset } from '../dataset.ts';
import { defaultLimitBytes } from '../datasetKind.ts';
import type { DatasetKind } from '../datasetKind.ts';
import { decodeNpy } from '../formats/npyFile.ts';
import type { ArrayPurpose, NumericArray } from '../formats/numericArray.ts';
import { elementCount } from '../formats/numericArray.ts';
import { readBytes } from '../formats/readBytes.ts';
import type { ZipEntry } from '../formats/zipArchive.ts';
import { listZip, unzipEntry } from '../formats/zipArchive.ts';
import { ownPath } from '../ownPath.ts';
import { examplesOfArray, packDataset } from '../packDataset.ts';
import { sharedBytes } from '../sharedMemory.ts';

/** Names under which an archive's examples and labels are looked for, in this order, upper and lower case alike. */
const exampleNames = ['x', 'x_train', 'train_x', 'train_images', 'images', 'imgs', 'data', 'features', 'samples', 'inputs', 'arr_0'];
const labelNames = ['y', 'y_train', 'train_y', 'train_labels', 'labels', 'label', 'targets', 'target', 'arr_1'];
/** Where the examples are named x_train, a test part of this name follows them and becomes the official test split. */
const testNames = { examples: ['x_test', 'test_x', 'test_images'], labels: ['y_test', 'test_y', 'test_labels'] };

/** The user's own NumPy arrays: an .npy file (labels in a second one) or an .npz archive that holds both. */
export const npy: DatasetKind = {
  title: { en: 'NumPy arrays', zh: 'NumPy 数组' },
  about: {
    en: 'Your own .npy or .npz file; in an archive the examples are called x and the labels y, or as Keras names them.',
    zh: '您自己的 .npy 或 .npz 文件；压缩包中样本名为 x、标签名为 y，或采用 Keras 的命名。',
  },
  source: { en: 'Files on this machine', zh: '本机文件' },
  origin: 'own',
  isAvailable: async () => true,
  async load(reference, { limitBytes = defaultLimitBytes }) {
    const path = ownPath(reference);
    const bytes = await readBytes(path, limitBytes, sharedBytes);
    const { labelPath } = reference;
    const apart = labelPath === undefined ? undefined : decodeNpy(await readBytes(labelPath, limitBytes), labelPath, { purpose: 'labels', limitBytes });
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) return loadArchive(bytes, path, { limitBytes, apart, labelPath });
    const array = decodeNpy(bytes, path, { purpose: 'examples', limitBytes });
    const examples = { name: basename(path), ...examplesOfArray(array, path) };
    return packDataset({ ...examples, ...(apart && labelPath ? classesOfArray(apart, array.shape[0] ?? 0, labelPath) : {}) });
  },
};

interface ArchiveOptions {
  readonly limitBytes: number;
  /** Labels that a second file holds; they go before the archive's own. */
  readonly apart: NumericArray | undefined;
  readonly labelPath: string | undefined;
}

function loadArchive(bytes: Uint8Array, file: string, { limitBytes, apart, labelPath }: ArchiveOptions): Dataset {
  const entries = listZip(bytes, file).filter((entry) => entry.name.toLowerCase().endsWith('.npy'));
  const find = (names: readonly string[]): ZipEntry | undefined =>
    names.map((name) => entries.find((entry) => entry.name.toLowerCase() === `${name}.npy`)).find((entry) => entry !== undefined);
  const read = (entry: ZipEntry, purpose: ArrayPurpose): NumericArray =>
    decodeNpy(unzipEntry(bytes, entry, { file, limitBytes }), `${file}/${entry.name}`, { purpose, limitBytes });

  // 1. Examples: under a usual name, or the only array there is.
  const entry = find(exampleNames) ?? (entries.length === 1 ? entries[0] : undefined);
  if (entry === undefined) {
    const names = entries
      .map(({ name }) => name)
      .slice(0, 12)
      .join(', ');
    refuse('data-npz-names', { file }, { names: names || '(none)' });
  }
  const train = read(entry, 'examples');
  // 2. A test part, where the names say that the first was for training.
  const testEntry = /train/i.test(entry.name) ? find(testNames.examples) : undefined;
  const all = testEntry ? joinParts(train, read(testEntry, 'examples'), { file, limitBytes }) : train;
  const examples = { name: basename(file), ...examplesOfArray(all, file) };
  const official = testEntry ? { officialTestStart: train.shape[0] ?? 0 } : {};
  // 3. Labels: of the file apart, or of the archive.
  const count = all.shape[0] ?? 0;
  if (apart && labelPath) return packDataset({ ...examples, ...official, ...classesOfArray(apart, count, labelPath) });
  const labelEntry = find(labelNames);
  const testLabelEntry = testEntry ? find(testNames.labels) : undefined;
  if (labelEntry === undefined || labelEntry === entry || (testEntry && !testLabelEntry)) return packDataset({ ...examples, ...official });
  const trainLabels = read(labelEntry, 'labels');
  const labels = testLabelEntry ? joinParts(trainLabels, read(testLabelEntry, 'labels'), { file, limitBytes }) : trainLabels;
  return packDataset({ ...examples, ...official, ...classesOfArray(labels, count, `${file}/${labelEntry.name}`) });
}

/** Two arrays one behind the other. Throws IssueError data-shapes-differ, data-dtype, data-too-large. */
function joinParts(first: NumericArray, second: NumericArray, { file, limitBytes }: { readonly file: string; readonly limitBytes: number }): NumericArray {
  const [count = 0, ...shape] = first.shape;
  const [secondCount = 0, ...secondShape] = second.shape;
  if (shape.join() !== secondShape.join()) refuse('data-shapes-differ', { file }, { first: shape.join(', '), second: secondShape.join(', ') });
  const joined = [count + secondCount, ...shape];
  const bytes = first.values.byteLength + second.values.byteLength;
  if (bytes > limitBytes) refuse('data-too-large', { file }, { bytes, limit: limitBytes });
  const values = emptyLike(first, elementCount(joined));
  if (values.BYTES_PER_ELEMENT !== second.values.BYTES_PER_ELEMENT) refuse('data-dtype', { file }, { dtype: `${first.type} / ${second.type}` });
  values.set(first.values);
  values.set(second.values, first.values.length);
  return { shape: joined, type: first.type, values };
}

function emptyLike({ values }: NumericArray, length: number): Uint8Array | Float32Array | Float64Array {
  if (values instanceof Uint8Array) return new Uint8Array(length);
  return values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
}
