import { expect, test } from 'vitest';
import { readDamagedFiles } from './testing/readDamagedFiles.ts';
import { createTempFolder } from './testing/sampleFiles.ts';

test('20,000 damaged files never throw, hang or allocate absurdly', async () => {
  for (let from = 1000; from < 21_000; from += 1000) {
    const folder = await createTempFolder();
    try {
      const { refused, read } = await readDamagedFiles(folder, { from, rounds: 1000 });
      expect(refused + read).toBe(1000);
    } finally {
      await folder.remove();
    }
  }
});
