import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadWhenIdle } from './loadWhenIdle.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', { requestIdleCallback: (work: () => void) => work() });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('parts are loaded one after another once the page is in use; one that fails holds up no other', async () => {
  const loaded: string[] = [];
  const part =
    (name: string, fails = false) =>
    () => {
      loaded.push(name);
      return fails ? Promise.reject(new Error('offline')) : Promise.resolve();
    };
  loadWhenIdle([part('a'), part('b', true), part('c')]);
  expect(loaded).toEqual([]);
  await vi.advanceTimersByTimeAsync(1500);
  expect(loaded).toEqual(['a']);
  await vi.advanceTimersByTimeAsync(100);
  expect(loaded).toEqual(['a', 'b']);
  await vi.advanceTimersByTimeAsync(1000);
  expect(loaded).toEqual(['a', 'b', 'c']);
});

test('ended, it loads nothing more', async () => {
  const loaded: string[] = [];
  const end = loadWhenIdle([() => Promise.resolve(loaded.push('a')), () => Promise.resolve(loaded.push('b'))]);
  await vi.advanceTimersByTimeAsync(1500);
  end();
  await vi.advanceTimersByTimeAsync(5000);
  expect(loaded).toEqual(['a']);
});
