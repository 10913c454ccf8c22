import { expect, test } from 'vitest';
import { newDocument } from '../../../shared/graph/createDocument.ts';
import { placeOfDraft } from './placeOfDraft.ts';

const file = { document: newDocument('theirs'), stamp: 'now', savedAt: '' };
const stampOf = (name: string, base: string | null) => placeOfDraft('p', file, { document: newDocument(name), base }).stamp;

test('a draft is saved over the file that it was made from, and over no other', () => {
  expect(stampOf('mine', 'now')).toBe('now');
  expect(stampOf('mine', 'before')).toBe('before');
  // A draft from before drafts knew it, and one whose document has been saved already.
  expect(stampOf('mine', null)).toBe('now');
  expect(stampOf('theirs', 'before')).toBe('now');
  expect(placeOfDraft('p', file, null)).toEqual({ project: 'p', stamp: 'now', saved: file.document });
});
