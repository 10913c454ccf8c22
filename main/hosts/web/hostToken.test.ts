import { chmod, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { keptToken } from './hostToken.ts';

const folders: string[] = [];
let folder: string;
beforeEach(async () => {
  const base = await mkdtemp(join(tmpdir(), 'hourglass-token-'));
  folders.push(base);
  folder = join(base, 'not yet there');
});
afterAll(() => Promise.all(folders.map((each) => rm(each, { recursive: true, force: true }))));

const file = (): string => join(folder, 'host-token');

test('the token stays the same from start to start, until a new one is asked for', async () => {
  const first = await keptToken(folder);
  expect(first).toMatch(/^[\w-]{43}$/);
  expect(await keptToken(folder)).toBe(first);
  const second = await keptToken(folder, true);
  expect(second).not.toBe(first);
  expect(await keptToken(folder)).toBe(second);
  expect(await readdir(folder)).toEqual(['host-token']);
});

test.skipIf(process.platform === 'win32')('its file is the user’s alone; one that others could read is not believed', async () => {
  const first = await keptToken(folder);
  expect((await stat(file())).mode & 0o777).toBe(0o600);
  for (const mode of [0o640, 0o604, 0o666]) {
    await writeFile(file(), `${first}\n`);
    await chmod(file(), mode);
    expect(await keptToken(folder)).not.toBe(first);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
  }
});

test.each(['', 'short', `${'a'.repeat(43)} `.repeat(2), '../../etc/passwd'])('a file that holds no token is replaced: %j', async (text) => {
  await keptToken(folder);
  await writeFile(file(), text);
  const token = await keptToken(folder);
  expect(token).toMatch(/^[\w-]{43}$/);
  expect((await readFile(file(), 'utf8')).trim()).toBe(token);
});

test('a token that is a month old is not used again', async () => {
  const first = await keptToken(folder);
  const dayMs = 24 * 3_600_000;
  const aged = async (days: number): Promise<string> => {
    const at = new Date(Date.now() - days * dayMs);
    await utimes(file(), at, at);
    return keptToken(folder);
  };
  expect(await aged(29)).toBe(first);
  expect(await aged(31)).not.toBe(first);
});

test('where nothing can be written there is a token all the same', async () => {
  await writeFile(folder, 'a file where the folder should be');
  expect(await keptToken(folder)).toMatch(/^[\w-]{43}$/);
});
