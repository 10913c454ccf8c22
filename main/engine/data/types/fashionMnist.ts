import { createHash } from 'node:crypto';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { refuse } from '../../../../shared/check/issue.ts';
import { classesOfArray } from '../classLabels.ts';
import type { Dataset } from '../dataset.ts';
import { defaultLimitBytes } from '../datasetKind.ts';
import type { DatasetKind } from '../datasetKind.ts';
import { readIdxFile } from '../formats/idxFile.ts';
import type { ArrayPurpose, NumericArray } from '../formats/numericArray.ts';
import { examplesOfArray, packDataset } from '../packDataset.ts';
import { sharedBytes } from '../sharedMemory.ts';

/** One of the four published files, with the SHA-256 and length of what it unpacks to (gzip headers differ between mirrors). */
export interface PublishedFile {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** The files of Xiao, Rasul, Vollgraf 2017, in the order: training images and labels, test images and labels. */
export const fashionFiles = {
  trainImages: { name: 'train-images-idx3-ubyte.gz', sha256: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888', bytes: 47_040_016 },
  trainLabels: { name: 'train-labels-idx1-ubyte.gz', sha256: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9', bytes: 60_008 },
  testImages: { name: 't10k-images-idx3-ubyte.gz', sha256: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b', bytes: 7_840_016 },
  testLabels: { name: 't10k-labels-idx1-ubyte.gz', sha256: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34', bytes: 10_008 },
} as const satisfies Record<string, PublishedFile>;

/** Where the files are looked for, in this order, and where a download comes from. */
export interface FashionPlaces {
  /** Folder of Debian's package dataset-fashion-mnist. */
  readonly debian: string;
  /** The user's own cache; downloads go here. */
  readonly cache: string;
  /** Folder on the network, ending in a slash. */
  readonly url: string;
  /** A download that brings no byte for so long is given up. */
  readonly silenceMs: number;
}

export function fashionPlaces(): FashionPlaces {
  const cacheHome = process.env['XDG_CACHE_HOME'];
  return {
    debian: '/usr/share/datasets/fashion-mnist',
    cache: join(cacheHome !== undefined && cacheHome.startsWith('/') ? cacheHome : join(homedir(), '.cache'), 'hourglass/fashion-mnist'),
    url: 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
    silenceMs: 8_000,
  };
}

const classes = ['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'];

/** Pictures of clothes: 60,000 for training, then the 10,000 of the published test part. */
export const fashionMnist: DatasetKind = {
  title: { en: 'Fashion-MNIST', zh: 'Fashion-MNIST 服饰' },
  about: {
    en: '70,000 pictures of clothes, 28 × 28 grey, 10 classes; the last 10,000 are the published test part.',
    zh: '70,000 张服饰图片，28 × 28 灰度图，10 个类别；最后 10,000 张为官方测试集。',
  },
  source: {
    en: 'Debian package dataset-fashion-mnist, or a download of 31 MB (Zalando Research, MIT licence)',
    zh: 'Debian 软件包 dataset-fashion-mnist，或下载 31 MB（Zalando Research，MIT 许可）',
  },
  origin: 'system',
  isAvailable: async () => (await findFolder(fashionPlaces())) !== undefined,
  load: (_reference, { allowDownload = false, limitBytes = defaultLimitBytes }) => loadFashion(fashionPlaces(), { allowDownload, limitBytes }),
};

/**
 * Reads the set from the first place that has all four files, after downloading them into the cache where that is allowed and none has.
 * Throws IssueError data-fashion-absent, data-download-failed, data-checksum and those of IDX files.
 */
export async function loadFashion(
  places: FashionPlaces,
  { allowDownload, limitBytes }: { readonly allowDownload: boolean; readonly limitBytes: number },
): Promise<Dataset> {
  let folder = await findFolder(places);
  if (folder === undefined) {
    if (!allowDownload) refuse('data-fashion-absent', {}, { debian: places.debian, cache: places.cache });
    await mkdir(places.cache, { recursive: true });
    for (const file of Object.values(fashionFiles)) await downloadPublished(file, places);
    folder = places.cache;
  }
  const found = folder;
  const read = (file: PublishedFile, purpose: ArrayPurpose): Promise<NumericArray> => readIdxFile(join(found, file.name), purpose, limitBytes);
  const [train, test] = [await read(fashionFiles.trainImages, 'examples'), await read(fashionFiles.testImages, 'examples')];
  const [trainLabels, testLabels] = [await read(fashionFiles.trainLabels, 'labels'), await read(fashionFiles.testLabels, 'labels')];
  const trainExamples = examplesOfArray(train, join(found, fashionFiles.trainImages.name));
  const testExamples = examplesOfArray(test, join(found, fashionFiles.testImages.name));
  if (
    !(trainExamples.values instanceof Uint8Array) ||
    !(testExamples.values instanceof Uint8Array) ||
    trainExamples.shape.join() !== testExamples.shape.join()
  ) {
    refuse('data-shapes-differ', { file: found }, { first: trainExamples.shape.join(', '), second: testExamples.shape.join(', ') });
  }
  const trainCount = train.shape[0] ?? 0;
  const labelsOf = (array: NumericArray, count: number, { name }: PublishedFile): Int32Array => {
    const decoded = classesOfArray(array, count, join(found, name));
    if (decoded.classes.length > classes.length)
      refuse('data-too-many-classes', { file: join(found, name) }, { classes: decoded.classes.length, limit: classes.length });
    return decoded.labels;
  };
  const labels = new Int32Array(trainCount + (test.shape[0] ?? 0));
  labels.set(labelsOf(trainLabels, trainCount, fashionFiles.trainLabels));
  labels.set(labelsOf(testLabels, test.shape[0] ?? 0, fashionFiles.testLabels), trainCount);
  const values = sharedBytes(trainExamples.values.length + testExamples.values.length);
  values.set(trainExamples.values);
  values.set(testExamples.values, trainExamples.values.length);
  return packDataset({
    name: 'fashion-mnist',
    shape: trainExamples.shape,
    values,
    labels,
    classes,
    officialTestStart: trainCount,
  });
}

async function findFolder({ debian, cache }: FashionPlaces): Promise<string | undefined> {
  for (const folder of [debian, cache]) {
    const all = Object.values(fashionFiles).map(({ name }) => access(join(folder, name)));
    if (
      await Promise.all(all).then(
        () => true,
        () => false,
      )
    )
      return folder;
  }
  return undefined;
}

/** Downloads one file into the cache folder, whole or not at all. A file that is there already is kept. Throws IssueError data-download-failed, data-checksum. */
export async function downloadPublished(file: PublishedFile, { cache, url, silenceMs }: FashionPlaces): Promise<void> {
  const target = join(cache, file.name);
  if (
    await access(target).then(
      () => true,
      () => false,
    )
  )
    return;
  const packed = await fetchBytes(`${url}${file.name}`, { silenceMs, limitBytes: file.bytes + 1024 });
  const found = sha256OfUnpacked(packed, file.bytes);
  if (found !== file.sha256) refuse('data-checksum', { file: `${url}${file.name}` }, { found, expected: file.sha256 });
  const temporary = `${target}.${process.pid}.part`;
  try {
    const handle = await open(temporary, 'w');
    try {
      await handle.writeFile(packed);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function fetchBytes(url: string, { silenceMs, limitBytes }: { readonly silenceMs: number; readonly limitBytes: number }): Promise<Uint8Array> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), silenceMs);
  try {
    const response = await fetch(url, { signal: silence.signal });
    if (!response.ok || response.body === null) refuse('data-download-failed', {}, { url, reason: `HTTP ${response.status}` });
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const part of response.body) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), silenceMs);
      bytes += part.length;
      if (bytes > limitBytes) refuse('data-download-failed', {}, { url, reason: `> ${limitBytes} B` });
      parts.push(part);
    }
    return Buffer.concat(parts);
  } catch (error) {
    if (silence.signal.aborted) refuse('data-download-failed', {}, { url, reason: `${silenceMs / 1000} s` });
    if (error instanceof TypeError) refuse('data-download-failed', {}, { url, reason: error.cause instanceof Error ? error.cause.message : error.message });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function sha256OfUnpacked(packed: Uint8Array, bytes: number): string {
  try {
    return createHash('sha256')
      .update(gunzipSync(packed, { maxOutputLength: bytes }))
      .digest('hex');
  } catch {
    return '–';
  }
}
