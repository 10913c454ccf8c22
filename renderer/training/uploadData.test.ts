import { expect, test } from 'vitest';
import { setName } from './uploadData.ts';

test.each([
  ['digits.npz', 'digits'],
  ['train-images.idx3-ubyte.gz', 'train-images'],
  ['my photos (2).zip', 'my-photos-2'],
  ['数据.csv', '数据'],
  ['../../etc', 'etc'],
  ['.csv', 'data'],
  ['', 'data'],
])('%j is kept as %j', (file, name) => {
  expect(setName(file)).toBe(name);
});
