import { beforeEach, expect, test } from 'vitest';
import { applyEvent, initialRunState } from '../../shared/run/runState.ts';
import { useDocumentStore } from '../stores/documentStore.ts';
import { useRunStore } from '../stores/runStore.ts';
import { watchedRun } from '../stores/watchedRun.ts';
import { documentKey, noteBegun, ownRuns } from './documentRuns.ts';
import { liveLine } from './liveLine.ts';
import { sampleRunEvents } from './testing/runEvents.ts';

const { start, epoch } = sampleRunEvents;
const run = (folder: string) => applyEvent(initialRunState, { ...start, run: folder, folder });
const store = () => useRunStore.getState();
const place = () => useDocumentStore.getState().place;

beforeEach(() => {
  useRunStore.setState({ runs: {}, order: [], own: [] });
});

test('every document opened without a project is another one; saving it makes it its project', () => {
  const { history, open, markSaved } = useDocumentStore.getState();
  const keys = [documentKey(place())];
  open(history.present);
  keys.push(documentKey(place()));
  open(history.present, { project: null, stamp: null, saved: null, draft: '00000000000000aa' });
  keys.push(documentKey(place()));
  markSaved({ project: 'P', stamp: 's', saved: history.present });
  keys.push(documentKey(place()));
  expect(new Set(keys).size).toBe(4);
  expect(keys[2]).toBe('draft 00000000000000aa');
});

test('a document’s runs are those the host lists and those begun since, newest last; runs of others are none of them', () => {
  for (const name of ['a', 'b', 'other']) store().put(name, run(name));
  const key = documentKey(place());
  expect(ownRuns(key, ['b', 'a', 'unread'], store())).toEqual(['a', 'b']);
  store().put('c', run('c'));
  noteBegun(place(), 'c');
  expect(store().own).toEqual(['c']);
  expect(ownRuns(key, ['b', 'a'], store())).toEqual(['a', 'b', 'c']);
  expect(ownRuns(key, ['c', 'b', 'a'], store())).toEqual(['a', 'b', 'c']);
  expect(ownRuns('draft of another', ['other'], store())).toEqual(['other']);
});

test('the views show the run that was chosen, else the newest of the document, else none', () => {
  for (const name of ['a', 'b', 'other']) store().put(name, run(name));
  expect(watchedRun(null, store())).toBeNull();
  store().setOwn(['a', 'b']);
  expect(watchedRun(null, store())).toBe('b');
  expect(watchedRun('other', store())).toBe('other');
  expect(watchedRun('gone', store())).toBe('b');
  store().drop('b');
  expect(watchedRun(null, store())).toBe('a');
});

test('a line tells what the page knows, without asking again at every epoch', () => {
  const line = { status: 'lost', epochsDone: 0, loss: null, validationLoss: null, seconds: 0 } as const;
  expect(liveLine(line, null)).toBe(line);
  expect(liveLine(line, applyEvent(run('a'), epoch(1, 100)))).toEqual({ status: 'training', epochsDone: 1, loss: 200, validationLoss: 200, seconds: 10 });
});
