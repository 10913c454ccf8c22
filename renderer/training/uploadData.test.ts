import { expect, test } from 'vitest';
import { kindOfFiles, setName } from './uploadData.ts';

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

test.each([
  [['pets.zip'], 'images'],
  [['1.png', '2.JPG', '3.jpeg'], 'images'],
  [['table.csv'], 'csv'],
  [['x.npy', 'y.npy'], 'npy'],
  [['train-images.idx3-ubyte.gz', 'train-labels-idx1-ubyte'], 'idx'],
  [['table.csv', '1.png'], null],
  [['notes.txt'], null],
  [[], null],
] as const)('%j are read as %s', (names, kind) => {
  expect(kindOfFiles(names)).toBe(kind);
});
