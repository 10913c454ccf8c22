import { expect, test } from 'vitest';
import { readDamagedFiles } from './testing/readDamagedFiles.ts';
import { createTempFolder } from './testing/sampleFiles.ts';

test('320 damaged files never throw, hang or allocate absurdly', async () => {
  const folder = await createTempFolder();
  try {
    const { refused, read } = await readDamagedFiles(folder, { from: 0, rounds: 320 });
    // Both happen: a flipped pixel is still a picture, a flipped header is not.
    expect(refused).toBeGreaterThan(100);
    expect(read).toBeGreaterThan(20);
  } finally {
    await folder.remove();
  }
});
