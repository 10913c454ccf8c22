import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { holdAwake } from './holdAwake.ts';

/** A page and its browser: locks that are held, in the order in which they were granted. */
class Lock extends EventTarget {
  held = true;
  release(): Promise<void> {
    if (this.held) {
      this.held = false;
      this.dispatchEvent(new Event('release'));
    }
    return Promise.resolve();
  }
}
let page: EventTarget & { visibilityState: string };
let locks: Lock[];
let grants: (() => void)[];
const held = (): number => locks.filter((lock) => lock.held).length;
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const show = async (visibilityState: string): Promise<void> => {
  page.visibilityState = visibilityState;
  // As browsers do: a page that is not seen holds no lock.
  if (visibilityState === 'hidden') for (const lock of locks) await lock.release();
  page.dispatchEvent(new Event('visibilitychange'));
  await settle();
};
const grant = async (): Promise<void> => {
  for (const each of grants.splice(0)) each();
  await settle();
};

beforeEach(() => {
  page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  locks = [];
  grants = [];
  const request = (): Promise<Lock> =>
    new Promise((resolve) => {
      grants.push(() => {
        const lock = new Lock();
        locks.push(lock);
        resolve(lock);
      });
    });
  vi.stubGlobal('document', page);
  vi.stubGlobal('navigator', { wakeLock: { request } });
});
afterEach(() => vi.unstubAllGlobals());

test('awake while it is wanted, asleep afterwards', async () => {
  const awake = holdAwake();
  expect(grants).toHaveLength(0);
  awake.want(true);
  awake.want(true);
  await grant();
  expect([locks.length, held()]).toEqual([1, 1]);
  awake.want(false);
  await settle();
  expect(held()).toBe(0);
});

test('a page that was hidden and comes back asks again; one that no longer wants it does not', async () => {
  const awake = holdAwake();
  awake.want(true);
  await grant();
  await show('hidden');
  expect(held()).toBe(0);
  await show('visible');
  await grant();
  expect([locks.length, held()]).toEqual([2, 1]);
  await show('hidden');
  awake.want(false);
  await show('visible');
  await grant();
  expect([locks.length, held()]).toEqual([2, 0]);
});

test('what is granted when it is no longer wanted is given back', async () => {
  const awake = holdAwake();
  awake.want(true);
  awake.want(false);
  await grant();
  await settle();
  expect([locks.length, held()]).toEqual([1, 0]);
});

test('a refusal is no fault, and once ended nothing is asked for any more', async () => {
  vi.stubGlobal('navigator', { wakeLock: { request: () => Promise.reject(new Error('NotAllowedError')) } });
  const awake = holdAwake();
  awake.want(true);
  await settle();
  awake.end();
  const request = vi.fn();
  vi.stubGlobal('navigator', { wakeLock: { request } });
  await show('visible');
  expect(request).not.toHaveBeenCalled();
});
