import { expect, test } from 'vitest';
import { isEnabled } from '../stores/commandStore.ts';
import type { Command } from '../stores/commandStore.ts';
import { commandFor, matchesShortcut } from './shortcuts.ts';
import type { FocusPlace, KeyPress } from './shortcuts.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: `Key${key.toUpperCase()}`,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});
const nowhere: FocusPlace = { inText: false, inDialog: false, isBeside: false, room: null };

test('Mod is Ctrl on a PC and ⌘ on a Mac, and never both', () => {
  expect(matchesShortcut(press('z', { ctrlKey: true }), 'Mod+Z', false)).toBe(true);
  expect(matchesShortcut(press('z', { metaKey: true }), 'Mod+Z', true)).toBe(true);
  expect(matchesShortcut(press('z', { metaKey: true }), 'Mod+Z', false)).toBe(false);
  expect(matchesShortcut(press('z', { ctrlKey: true, metaKey: true }), 'Mod+Z', false)).toBe(false);
  expect(matchesShortcut(press('z'), 'Mod+Z', false)).toBe(false);
});

test('Shift tells undo from redo', () => {
  expect(matchesShortcut(press('Z', { ctrlKey: true, shiftKey: true }), 'Mod+Z', false)).toBe(false);
  expect(matchesShortcut(press('Z', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+Z', false)).toBe(true);
});

test('signs match wherever a keyboard has them, letters under any layout', () => {
  expect(matchesShortcut(press('?', { shiftKey: true }), '?', false)).toBe(true);
  expect(matchesShortcut(press('?'), '?', false)).toBe(true);
  expect(matchesShortcut(press('+', { ctrlKey: true }), 'Mod++', false)).toBe(true);
  expect(matchesShortcut({ ...press('я', { ctrlKey: true }), code: 'KeyZ' }, 'Mod+Z', false)).toBe(true);
  // A Dvorak keyboard has the Z elsewhere: the letter counts, not the place.
  expect(matchesShortcut({ ...press(';', { ctrlKey: true }), code: 'KeyZ' }, 'Mod+Y', false)).toBe(false);
  expect(matchesShortcut({ ...press('y', { ctrlKey: true }), code: 'KeyZ' }, 'Mod+Z', false)).toBe(false);
});

test('keys in a text field are the field’s, except for commands that say otherwise; in a dialog they are the dialog’s', () => {
  const undo: Command = { id: 'app.undo', title: 'app.undo', shortcuts: ['Mod+Z'], run: () => {} };
  const find: Command = { id: 'app.palette', title: 'app.commandPalette', shortcuts: ['Mod+K'], inText: true, run: () => {} };
  const commands = [undo, find];
  const asked = (key: string, place: Partial<FocusPlace>) => commandFor(press(key, { ctrlKey: true }), { ...nowhere, ...place }, commands, false)?.id;
  expect(asked('z', {})).toBe('app.undo');
  expect(asked('z', { inText: true })).toBeUndefined();
  expect(asked('k', { inText: true })).toBe('app.palette');
  expect(asked('k', { inDialog: true })).toBeUndefined();
});

test('a room’s keys do not act from another room, nor what cannot be done now', () => {
  const remove: Command = { id: 'canvas.delete', title: 'app.delete', shortcuts: ['Delete'], room: 'canvas', run: () => {} };
  const at = (room: string | null) => commandFor(press('Delete'), { ...nowhere, room }, [remove], false);
  expect(at('canvas')).toBe(remove);
  expect(at(null)).toBe(remove);
  expect(at('views')).toBeUndefined();
  expect(commandFor(press('Delete'), nowhere, [{ ...remove, enabled: () => false }], false)).toBeUndefined();
  // Keys that are another's now do nothing; the command can still be chosen from a menu.
  expect(commandFor(press('Delete'), nowhere, [{ ...remove, keysFree: () => false }], false)).toBeUndefined();
  expect(isEnabled({ ...remove, keysFree: () => false })).toBe(true);
});

test('beside the page only what works anywhere does; in a dialog nothing', () => {
  const run: Command = { id: 'x.run', title: 'app.undo', shortcuts: ['F5'], inText: true, anywhere: true, run: () => undefined };
  const remove: Command = { id: 'x.delete', title: 'app.undo', shortcuts: ['Delete'], run: () => undefined };
  const ask = (key: string, place: Partial<FocusPlace>) => commandFor(press(key), { ...nowhere, ...place }, [run, remove], false)?.id;
  for (const place of [{}, { isBeside: true }, { inText: true }, { isBeside: true, inText: true }, { room: 'views' }]) expect(ask('F5', place)).toBe('x.run');
  expect(ask('F5', { inDialog: true })).toBeUndefined();
  expect(ask('Delete', {})).toBe('x.delete');
  expect(ask('Delete', { isBeside: true })).toBeUndefined();
});
