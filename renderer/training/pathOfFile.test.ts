import { afterEach, expect, test, vi } from 'vitest';
import { folderOf, pathOfFile } from './pathOfFile.ts';

afterEach(() => vi.unstubAllGlobals());
const file = new File(['x'], 'a.csv');

test('a window knows where a file lies, a browser does not', () => {
  expect(pathOfFile(file)).toBeNull();
  vi.stubGlobal('hourglass', { pathOf: (given: File) => `/home/me/${given.name}` });
  expect(pathOfFile(file)).toBe('/home/me/a.csv');
  for (const bridge of [null, {}, { pathOf: 'x' }, { pathOf: () => 1 }, { pathOf: () => '' }]) {
    vi.stubGlobal('hourglass', bridge);
    expect(pathOfFile(file)).toBeNull();
  }
});

test.each([
  ['/home/me/cats/1.png', '/home/me/cats'],
  ['C:\\Users\\me\\1.png', 'C:\\Users\\me'],
])('the folder of %s is %s', (path, folder) => expect(folderOf(path)).toBe(folder));
