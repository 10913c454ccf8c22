import { expect, test } from 'vitest';
import type { Command } from '../../stores/commandStore.ts';
import { menuSections } from './menuSections.ts';

const command = (id: string, name: 'edit' | 'file', section: string): Command => ({ id, title: 'app.undo', menu: { name, section }, run: () => {} });

test('Edit begins with undo, whichever room came first; sections that nobody placed come last', () => {
  const commands = [
    command('canvas.odd', 'edit', 'odd'),
    command('canvas.copy', 'edit', 'clipboard'),
    command('app.undo', 'edit', 'history'),
    command('app.save', 'file', 'save'),
    command('canvas.cut', 'edit', 'clipboard'),
  ];
  expect(menuSections(commands, 'edit').map(([section, own]) => [section, own.map(({ id }) => id)])).toEqual([
    ['history', ['app.undo']],
    ['clipboard', ['canvas.copy', 'canvas.cut']],
    ['odd', ['canvas.odd']],
  ]);
});
