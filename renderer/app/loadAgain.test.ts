import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadAgain } from './loadAgain.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('gives what comes at last', async () => {
  let asked = 0;
  const loading = loadAgain(() => (++asked < 4 ? Promise.reject(new Error('no host')) : Promise.resolve('part')));
  await vi.advanceTimersByTimeAsync(3000);
  expect(await loading).toBe('part');
  expect(asked).toBe(4);
});

it('gives up with the last error', async () => {
  let asked = 0;
  const loading = loadAgain(() => Promise.reject(new Error(`no host ${++asked}`)));
  const end = expect(loading).rejects.toThrow('no host 20');
  await vi.advanceTimersByTimeAsync(60_000);
  await end;
});
