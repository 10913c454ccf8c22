import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeWhole } from './writeWhole.ts';

const folder = mkdtempSync(join(tmpdir(), 'hourglass-whole-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('writing whole', () => {
  it('makes the file and its folders, and leaves nothing beside it', async () => {
    await writeWhole(join(folder, 'a/b/c.txt'), 'text');
    await writeWhole(join(folder, 'a/b/c.txt'), Uint8Array.of(104, 105));
    expect(readFileSync(join(folder, 'a/b/c.txt'), 'utf8')).toBe('hi');
    expect(readdirSync(join(folder, 'a/b'))).toEqual(['c.txt']);
  });

  it('that fails at the last moment leaves the old file and no other', async () => {
    // A folder under the name: the rename is refused.
    mkdirSync(join(folder, 'd/taken'), { recursive: true });
    writeFileSync(join(folder, 'd/taken/old'), 'old');
    await expect(writeWhole(join(folder, 'd/taken'), 'new')).rejects.toThrow();
    expect(readdirSync(join(folder, 'd'))).toEqual(['taken']);
    expect(readFileSync(join(folder, 'd/taken/old'), 'utf8')).toBe('old');
  });

  it('shows a reader the old file or the new one, never a part', async () => {
    const path = join(folder, 'e.bin'),
      size = 4 * 2 ** 20;
    await writeWhole(path, new Uint8Array(size).fill(0));
    const seen = new Set<string>();
    const look = (): void => {
      const bytes = readFileSync(path);
      seen.add(`${bytes.length}:${bytes[0]}:${bytes.every((value) => value === bytes[0])}`);
    };
    const watching = watch(folder, look);
    for (let round = 1; round <= 5; round++) {
      const done = writeWhole(path, new Uint8Array(size).fill(round));
      const timer = setInterval(look, 1);
      await done;
      clearInterval(timer);
    }
    watching.close();
    look();
    for (const one of seen) expect(one).toMatch(new RegExp(`^${size}:\\d:true$`));
    expect(seen.has(`${size}:5:true`)).toBe(true);
  });

  it('of many at once to one name ends with one of them', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, i) => writeWhole(join(folder, 'f/many'), String(i).repeat(1000))));
    expect(readFileSync(join(folder, 'f/many'), 'utf8')).toMatch(/^(\d)\1{999}$/);
    expect(readdirSync(join(folder, 'f'))).toEqual(['many']);
  });
});
