import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../directions/checkDirections.ts';
import { digitFiles, idx, shuffleClasses } from './packDigits.ts';

test('IDX: magic number, big-endian sizes, bytes', () => {
  expect([...idx([2, 3], Uint8Array.of(1, 2, 3, 4, 5, 6))]).toEqual([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]);
});

test('shuffling keeps every image with its label, and is the same every time', () => {
  // Class c has c + 1 images; image i of class c is filled with the byte 20 c + i.
  const classes = Array.from({ length: 10 }, (_, label) => {
    const bytes = new Uint8Array((label + 1) * 784);
    for (let i = 0; i <= label; i += 1) bytes.fill(20 * label + i, i * 784, (i + 1) * 784);
    return bytes;
  });
  const { images, labels } = shuffleClasses(classes);
  expect(labels).toHaveLength(55);
  const fills = Array.from(labels, (label, i) => {
    const image = images.subarray(i * 784, (i + 1) * 784);
    expect(new Set(image).size).toBe(1);
    expect(Math.floor((image[0] ?? 255) / 20)).toBe(label);
    return image[0] ?? 255;
  });
  expect(new Set(fills).size).toBe(55);
  expect([...labels]).not.toEqual([...labels].toSorted((a, b) => a - b));
  expect(shuffleClasses(classes)).toEqual({ images, labels });
});

test('the packed digits: 10,000 images, all classes from the start, grey levels as in MNIST', async () => {
  const images = await readFile(join(repository, digitFiles.images));
  const labels = await readFile(join(repository, digitFiles.labels));
  expect(images.length).toBe(16 + 10_000 * 784);
  expect(labels.length).toBe(8 + 10_000);
  expect([...images.subarray(0, 16)]).toEqual([0, 0, 8, 3, 0, 0, 39, 16, 0, 0, 0, 28, 0, 0, 0, 28]);
  expect(new Set(labels.subarray(8, 108)).size).toBe(10);
  // Mean of MNIST's training set: 0.1307 of 255 (33.3).
  let sum = 0;
  for (const byte of images.subarray(16)) sum += byte;
  expect(sum / (10_000 * 784)).toBeGreaterThan(32);
  expect(sum / (10_000 * 784)).toBeLessThan(35);
});
