import { expect, test } from 'vitest';
import { rankMatches } from './rankMatches.ts';

const items = ['Redo', 'Select all', 'Save as…', 'Show the outline', 'Save', 'Unsaved changes'].map((words) => ({ words }));
const found = (query: string) => rankMatches(items, query).map(({ words }) => words);

test('what begins with the query comes first, then words that do, then the rest', () => {
  expect(found('sa')).toEqual(['Save as…', 'Save', 'Unsaved changes']);
  expect(found('all')).toEqual(['Select all']);
});

test('letters in order are enough where there are three of them', () => {
  expect(found('sout')).toEqual(['Show the outline']);
  expect(found('so')).toEqual([]);
});

test('no query finds everything in its order; Chinese is found like any text', () => {
  expect(found('')).toEqual(items.map(({ words }) => words));
  expect(rankMatches([{ words: '另存为' }, { words: '保存' }], '保存').map(({ words }) => words)).toEqual(['保存']);
});
