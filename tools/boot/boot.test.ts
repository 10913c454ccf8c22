import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packagesMatchLockfile } from './installPackages.mjs';
import { withSetupLock } from './setupLock.mjs';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hourglass-boot-'));
  await mkdir(join(root, 'node_modules'));
});
afterEach(async () => rm(root, { recursive: true, force: true }));

async function writeLocks(wanted: object, found: object): Promise<void> {
  await writeFile(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': { name: 'x' }, ...wanted } }));
  await writeFile(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: found }));
}

test('node_modules matches where every package has its locked version; optional ones may be missing', async () => {
  await writeLocks(
    { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0', optional: true } },
    { 'node_modules/a': { version: '1.0.0' } },
  );
  expect(packagesMatchLockfile(root)).toBe(true);
});

test.each([
  ['another version', { 'node_modules/a': { version: '1.0.1' } }],
  ['a missing package', {}],
])('%s does not match', async (_title, found) => {
  await writeLocks({ 'node_modules/a': { version: '1.0.0' } }, found);
  expect(packagesMatchLockfile(root)).toBe(false);
});

test('no node_modules does not match', async () => {
  await rm(join(root, 'node_modules'), { recursive: true });
  expect(packagesMatchLockfile(root)).toBe(false);
});

test('under the lock one piece of set-up runs at a time, and the lock goes even where the work throws', async () => {
  const path = join(root, '.hourglass/setup.lock');
  const told: string[] = [];
  const order: string[] = [];
  const work = (name: string, ms: number) => async (): Promise<void> => {
    order.push(`${name} starts`);
    await new Promise((resolve) => setTimeout(resolve, ms));
    order.push(`${name} ends`);
  };
  await Promise.all([
    withSetupLock(path, (line: string) => told.push(line), work('one', 100)),
    withSetupLock(path, (line: string) => told.push(line), work('two', 0)),
  ]);
  expect(order).toEqual(['one starts', 'one ends', 'two starts', 'two ends']);
  expect(told).toHaveLength(1);
  await expect(
    withSetupLock(
      path,
      () => undefined,
      () => Promise.reject(new Error('fault')),
    ),
  ).rejects.toThrow('fault');
  await expect(stat(path)).rejects.toThrow();
});

test('a lock whose process is gone is taken over', async () => {
  const path = join(root, '.hourglass/setup.lock');
  await mkdir(join(root, '.hourglass'));
  // Beyond any process id that Linux, macOS or Windows hands out.
  await writeFile(path, '2000000000');
  expect(
    await withSetupLock(
      path,
      () => undefined,
      () => readFile(path, 'utf8'),
    ),
  ).toBe(String(process.pid));
});
