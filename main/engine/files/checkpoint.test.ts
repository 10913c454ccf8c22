import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { IssueError } from '../../../shared/check/issue.ts';
import { randomBits, randomNormal } from '../../../shared/random/philox.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { encodeSafetensors } from './safetensors.ts';

const folder = mkdtempSync(join(tmpdir(), 'hourglass-checkpoint-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const checkpoint = {
  epoch: 3,
  step: 1234567,
  model: { 'a/kernel': { shape: [4, 4], values: randomNormal([1, 1], 16) }, 'a/kernel:m': { shape: [4, 4], values: randomNormal([1, 2], 16) } },
  sums: { figures: { shape: [5], values: Float32Array.of(1, 2, 3, 4, 5) } },
  progress: { examples: 320, normSamples: 2, batch: 10 },
};
async function codeOf(path: string): Promise<string> {
  try {
    await readCheckpoint(path);
    return 'read';
  } catch (error) {
    if (!(error instanceof IssueError)) throw error;
    expect(error.issues[0]?.at.file).toBe(path);
    return error.issues.map(({ code }) => code).join();
  }
}

describe('a checkpoint', () => {
  it('reads back as it was; its size is told', async () => {
    const path = join(folder, 'whole.safetensors');
    const bytes = await writeCheckpoint(path, checkpoint);
    expect(await readCheckpoint(path)).toEqual(checkpoint);
    expect(readFileSync(path)).toHaveLength(bytes);
    expect(readdirSync(folder)).toEqual(['whole.safetensors']);
  });

  it('with a single bit changed anywhere is refused, and left as it is', async () => {
    const path = join(folder, 'whole.safetensors'),
      torn = join(folder, 'torn.safetensors');
    const whole = readFileSync(path);
    const spaces = whole.subarray(8).lastIndexOf('}') + 9;
    const data = 8 + Number(whole.readBigUInt64LE(0));
    for (const bits of Array.from({ length: 300 }, (_, round) => randomBits([77, round], 2))) {
      const at = (bits[0] ?? 0) % whole.length;
      // Padding between header and data holds nothing.
      if (at >= spaces - 1 && at < data) continue;
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << ((bits[1] ?? 0) % 8));
      writeFileSync(torn, bytes);
      expect([at, await codeOf(torn)]).toEqual([at, 'checkpoint-broken']);
      expect(readFileSync(torn).equals(bytes)).toBe(true);
    }
  });

  it('cut anywhere is refused', async () => {
    const whole = readFileSync(join(folder, 'whole.safetensors')),
      cut = join(folder, 'cut.safetensors');
    for (let length = 0; length < whole.length; length += 13) {
      writeFileSync(cut, whole.subarray(0, length));
      expect(await codeOf(cut)).toBe('checkpoint-broken');
    }
  });

  it('that is none, or of a version to come, is refused', async () => {
    const other = join(folder, 'other.safetensors');
    const foreign: Record<string, string>[] = [
      {},
      { format: 'pt' },
      { format: 'hourglass-checkpoint', version: '2', epoch: '1', step: '1', progress: '{}' },
      { format: 'hourglass-checkpoint', version: '1', epoch: '1', step: '-1', progress: '{}' },
    ];
    for (const metadata of foreign) {
      writeFileSync(other, encodeSafetensors({ tensors: checkpoint.model, metadata }));
      expect(await codeOf(other)).toBe('checkpoint-broken');
    }
    expect(await codeOf(join(folder, 'nowhere.safetensors'))).toBe('checkpoint-missing');
    expect(await codeOf(folder)).toBe('checkpoint-missing');
  });
});
