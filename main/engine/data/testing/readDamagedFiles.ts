import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { encode as encodeJpeg } from 'jpeg-js';
import { expect } from 'vitest';
import { deriveSeed, randomBits } from '../../../../shared/random/philox.ts';
import { expectWords, load, storedOf } from './loadSample.ts';
import type { createTempFolder } from './sampleFiles.ts';
import { bytesOf, encodeIdx, encodeNpy, greyPng } from './sampleFiles.ts';

const noise = (count: number): Uint8Array => new Uint8Array(randomBits([1, 1], count).buffer).subarray(0, count);
const floats = bytesOf(Float32Array.from({ length: 60 }, (_, i) => Math.sin(i)));

/** Valid small files of every format, each with the reference that reads it. */
const samples: readonly { readonly kind: string; readonly name: string; readonly bytes: Uint8Array; readonly extra?: object }[] = [
  { kind: 'idx', name: 'a.idx', bytes: encodeIdx(8, [20, 4, 4], noise(320)) },
  { kind: 'idx', name: 'a.idx.gz', bytes: gzipSync(encodeIdx(8, [20, 4, 4], noise(320))) },
  { kind: 'npy', name: 'a.npy', bytes: encodeNpy('<f4', [20, 3], floats) },
  { kind: 'npy', name: 'a.npz', bytes: zipSync({ 'x.npy': encodeNpy('|u1', [20, 4, 4], noise(320)), 'y.npy': encodeNpy('<i4', [20], new Uint8Array(80)) }) },
  { kind: 'npy', name: 'stored.npz', bytes: zipSync({ 'x.npy': encodeNpy('<f4', [20, 3], floats) }, { level: 0 }) },
  {
    kind: 'csv',
    name: 'a.csv',
    bytes: Buffer.from(`a,b,"the class"\n${Array.from({ length: 20 }, (_, i) => `${i / 7},${-i}e-1,"k${i % 3}"`).join('\n')}\n`),
    extra: { labelColumn: 'the class' },
  },
  { kind: 'images', name: 'folder/a.png', bytes: greyPng(12, 9, (x, y) => (x * 31 + y * 17) % 256) },
  {
    kind: 'images',
    name: 'folder/a.jpg',
    bytes: encodeJpeg({ width: 12, height: 9, data: Uint8Array.from({ length: 12 * 9 * 4 }, (_, i) => (i * 7) % 256) }, 80).data,
  },
];

/** Damages a file: bits flipped, bytes overwritten, a stretch removed, doubled or filled with ones, or the end cut off. */
function damage(bytes: Uint8Array, draw: () => number): Uint8Array {
  const out = Buffer.from(bytes);
  const at = (): number => draw() % out.length;
  switch (draw() % 6) {
    case 0:
      return out.subarray(0, at());
    case 1: {
      const from = at();
      return Buffer.concat([out.subarray(0, from), out.subarray(from + 1 + (draw() % 8))]);
    }
    case 2: {
      const from = at();
      return Buffer.concat([out.subarray(0, from + 4), out.subarray(from)]);
    }
    case 3:
      out.fill(0xff, at(), Math.min(out.length, at() + 4));
      return out;
    case 4:
      // Headers are where the sizes stand.
      for (let i = 1 + (draw() % 3); i > 0; i--) out[draw() % Math.min(out.length, 40)] = draw() & 255;
      return out;
    default:
      for (let i = 1 + (draw() % 4); i > 0; i--) {
        const place = at();
        out[place] = (out[place] ?? 0) ^ (1 << (draw() % 8));
      }
      return out;
  }
}

/**
 * Reads `rounds` damaged files, each damage drawn from its seed: every one gives a data set of finite values or coded issues, within a second and within
 * 64 MiB of buffers. The seed of the round stands in the message of a failure.
 */
export async function readDamagedFiles(
  folder: Awaited<ReturnType<typeof createTempFolder>>,
  { from, rounds }: { readonly from: number; readonly rounds: number },
): Promise<{ readonly refused: number; readonly read: number }> {
  let refused = 0,
    read = 0;
  for (let seed = from; seed < from + rounds; seed++) {
    const draws = randomBits(deriveSeed(seed, 'damage'), 64);
    let next = 0;
    const draw = (): number => draws[next++ % draws.length] ?? 0;
    const sample = samples[seed % samples.length];
    if (sample === undefined) throw new Error('no sample');
    const { kind, name, bytes, extra } = sample;
    const file = await folder.write(`${seed}/${name}`, damage(bytes, draw));
    const path = kind === 'images' ? file.slice(0, file.lastIndexOf('/')) : file;
    const before = process.memoryUsage().arrayBuffers;
    const began = performance.now();
    try {
      const { value, issues } = await load({ kind, path, ...extra });
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 26);
      expect(performance.now() - began).toBeLessThan(1000);
      issues.forEach(expectWords);
      if (value === undefined) {
        expect(issues.length).toBeGreaterThan(0);
        refused += 1;
      } else {
        for (let i = 0; i < Math.min(value.facts.count, 25); i++) expect(storedOf(value, i).every(Number.isFinite)).toBe(true);
        if (value.labels) expect(value.labels.every((label) => label >= 0 && label < (value.facts.classes?.length ?? 0))).toBe(true);
        read += 1;
      }
    } catch (error) {
      throw new Error(`seed ${seed}, ${name}: ${error instanceof Error ? error.stack : String(error)}`, { cause: error });
    }
  }
  return { refused, read };
}
