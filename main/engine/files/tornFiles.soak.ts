import { expect, it } from 'vitest';
import { IssueError } from '../../../shared/check/issue.ts';
import { randomNormal } from '../../../shared/random/philox.ts';
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts';
import { tearSafetensors } from './testing/tearSafetensors.ts';

it('of 20,000 torn files each is read or refused', () => {
  const tensors = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`node${i}/kernel`, { shape: [i, 3], values: randomNormal([i, 1], i * 3) }]));
  const ends = tearSafetensors(encodeSafetensors({ tensors, metadata: { format: 'soak' } }), {
    seed: 7,
    count: 20_000,
    decode: (bytes) => {
      try {
        decodeSafetensors(bytes, 'x');
        return 'read';
      } catch (error) {
        if (error instanceof IssueError) return 'refused';
        throw error;
      }
    },
  });
  expect((ends.get('read') ?? 0) + (ends.get('refused') ?? 0)).toBe(20_000);
  expect(ends.get('refused')).toBeGreaterThan(10_000);
});
