import { expect, test } from 'vitest';
import { mostInSection, paletteSections, roomOfCommand, withRecent } from './paletteSections.ts';
import type { Placed } from './paletteSections.ts';

const item = (id: string, room: Placed['room'], words = id): Placed => ({ id, room, words });
const items = [item('save', 'file'), item('undo', 'edit'), item('align left', 'canvas'), item('zoom to fit', 'canvas'), item('fit node', 'node', 'Fit')];
const shown = (query: string, recent: readonly string[] = []) =>
  paletteSections(items, query, recent).map(({ room, items: own }) => [room, own.map(({ id }) => id)]);

test('without a query every room has its section, and what was used last stands first and once', () => {
  expect(shown('')).toEqual([
    ['file', ['save']],
    ['edit', ['undo']],
    ['canvas', ['align left', 'zoom to fit']],
    ['node', ['fit node']],
  ]);
  expect(shown(' ', ['zoom to fit', 'gone', 'undo'])).toEqual([
    ['recent', ['zoom to fit', 'undo']],
    ['file', ['save']],
    ['canvas', ['align left']],
    ['node', ['fit node']],
  ]);
});

test('the room of the best match stands first; among equals what was used last', () => {
  expect(shown('fit')).toEqual([
    ['node', ['fit node']],
    ['canvas', ['zoom to fit']],
  ]);
  const two = [item('Show A', 'view'), item('Show B', 'view')];
  expect(paletteSections(two, 'show', ['Show B'])[0]?.items.map(({ id }) => id)).toEqual(['Show B', 'Show A']);
  expect(shown('nothing like it')).toEqual([]);
});

test('a section ends where nobody reads on', () => {
  const many = Array.from({ length: 100 }, (_, index) => item(`node ${index}`, 'node'));
  expect(paletteSections(many, '', []).map(({ items: own }) => own.length)).toEqual([mostInSection]);
});

test('a command stands where its menu is, those of the canvas by themselves', () => {
  const run = { id: 'training.stop', menu: { name: 'run', section: 'run' } } as const;
  expect([roomOfCommand(run), roomOfCommand({ id: 'canvas.align-left' }), roomOfCommand({ id: 'canvas.add', menu: { name: 'edit', section: 'x' } })]).toEqual([
    'run',
    'canvas',
    'canvas',
  ]);
});

test('what is used again moves to the front', () => {
  expect(withRecent(['a', 'b', 'c'], 'b')).toEqual(['b', 'a', 'c']);
  expect(
    withRecent(
      Array.from({ length: 30 }, (_, index) => `${index}`),
      'x',
    ),
  ).toHaveLength(20);
});
