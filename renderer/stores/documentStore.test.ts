import { beforeEach, expect, test } from 'vitest';
import { templates } from '../../shared/templates/templates.ts';
import { analysisOf, isUnsaved, useDocumentStore } from './documentStore.ts';

const store = () => useDocumentStore.getState();
const present = () => store().history.present;

beforeEach(() => store().open(templates['vae-dense'].build()));

test('a document just begun has nothing to lose; an edit has, until it is undone or saved', () => {
  expect(isUnsaved(store())).toBe(false);
  expect(store().edit([{ do: 'rename', name: 'Digits' }])).toEqual([]);
  expect(isUnsaved(store())).toBe(true);
  store().undo();
  expect(isUnsaved(store())).toBe(false);
  store().redo();
  store().markSaved({ project: 'Digits', stamp: 'a', saved: present() });
  expect(isUnsaved(store())).toBe(false);
  store().undo();
  expect(isUnsaved(store())).toBe(true);
});

test('an edit back to what was saved counts as saved, also without undo', () => {
  const { name } = present();
  store().edit([{ do: 'rename', name: 'Digits' }]);
  store().edit([{ do: 'rename', name }]);
  expect(store().history.past).toHaveLength(2);
  expect(isUnsaved(store())).toBe(false);
});

test('a document from outside is unsaved from the start', () => {
  store().open(templates['ae-dense'].build(), { project: null, stamp: null, saved: null });
  expect(isUnsaved(store())).toBe(true);
});

test('a refused edit says why and changes nothing', () => {
  const before = store().history;
  expect(
    store()
      .edit([{ do: 'removeNodes', ids: ['nowhere'] }])
      .map(({ severity }) => severity),
  ).toEqual(['error']);
  expect(store().history).toBe(before);
});

test('dragging asks for no new analysis, a parameter does', () => {
  const [id = ''] = Object.keys(present().nodes);
  const before = analysisOf(present());
  store().edit([{ do: 'moveNodes', to: { [id]: { x: 5, y: 5 } } }], 'drag');
  expect(analysisOf(present())).toBe(before);
  store().edit([{ do: 'setTraining', path: ['epochs'], value: 3 }]);
  expect(analysisOf(present())).not.toBe(before);
});
