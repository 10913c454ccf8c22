// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { definitionOf, nodeKinds } from '../../shared/nodes/catalogue.ts';
import { createNode } from '../../shared/graph/createDocument.ts';
import { templates } from '../../shared/templates/templates.ts';
import { useDocumentStore } from '../stores/documentStore.ts';
import { useViewStore } from '../stores/viewStore.ts';
import { startLanguages } from '../text/useText.ts';
import { Inspector } from './Inspector.tsx';

const params = (id: string) => useDocumentStore.getState().history.present.nodes[id]?.params ?? {};
const undoable = (): number => useDocumentStore.getState().history.past.length;
const select = (...nodes: string[]): void => useViewStore.getState().set({ selection: { nodes, edges: [], notes: [] } });
const type = (label: string, ...texts: string[]): void => {
  const field = screen.getByLabelText(label);
  fireEvent.focus(field);
  for (const value of texts) fireEvent.change(field, { target: { value } });
  fireEvent.blur(field);
};

beforeAll(() => startLanguages('en'));
beforeEach(() => {
  useDocumentStore.getState().open(templates['vae-dense'].build());
  select('encode');
});
afterEach(cleanup);

describe('typing into a field', () => {
  test('takes each value at once, and is one entry of the undo history', () => {
    render(<Inspector />);
    type('Units', '2', '25', '256');
    expect([params('encode').units, undoable()]).toEqual([256, 1]);
    type('Units', '6', '64');
    expect(undoable()).toBe(2);
    useDocumentStore.getState().undo();
    expect(params('encode').units).toBe(256);
  });

  test('what is out of range or no number stays in the field with its reason, and changes nothing', () => {
    render(<Inspector />);
    for (const wrong of ['0', '1.5', 'many', '']) {
      type('Units', wrong);
      const field = screen.getByLabelText('Units');
      expect(field).toHaveProperty('value', wrong);
      expect(field.getAttribute('aria-invalid')).toBe('true');
      expect(document.getElementById('param-encode-units-problem')?.textContent).not.toBe('');
    }
    expect([params('encode').units, undoable()]).toEqual([512, 0]);
    fireEvent.keyDown(screen.getByLabelText('Units'), { key: 'Escape' });
    expect(screen.getByLabelText('Units')).toHaveProperty('value', '512');
  });
});

test('arrow keys step, and the default comes back by its button', () => {
  render(<Inspector />);
  const field = screen.getByLabelText('Units');
  fireEvent.keyDown(field, { key: 'ArrowUp' });
  fireEvent.keyDown(field, { key: 'ArrowDown', shiftKey: true });
  fireEvent.blur(field);
  expect([params('encode').units, undoable()]).toEqual([503, 1]);
  fireEvent.click(screen.getByRole('button', { name: 'Units: back to the default' }));
  expect(params('encode').units).toBe(64);
});

test('a locked node shows its values and takes none', () => {
  useDocumentStore.getState().edit([{ do: 'setLocked', node: 'encode', locked: true }]);
  render(<Inspector />);
  expect(screen.getByLabelText('Units')).toHaveProperty('disabled', true);
  fireEvent.click(screen.getByRole('button', { name: /^Locked/ }));
  expect(screen.getByLabelText('Units')).toHaveProperty('disabled', false);
});

test('several nodes take a common value as one entry', () => {
  useDocumentStore.getState().edit([{ do: 'setParam', node: 'decode', param: 'units', value: 100 }]);
  select('encode', 'decode');
  render(<Inspector />);
  expect(screen.getByLabelText('Units')).toHaveProperty('placeholder', 'differ');
  type('Units', '3', '32');
  expect([params('encode').units, params('decode').units, undoable()]).toEqual([32, 32, 2]);
});

test('every kind has a control for every parameter it shows, under its title', () => {
  for (const kind of nodeKinds) {
    const node = createNode(kind),
      { params: specs } = definitionOf(kind);
    const { edit } = useDocumentStore.getState();
    expect(edit([{ do: 'addNode', id: `new-${kind}`, node }])).toEqual([]);
    select(`new-${kind}`);
    render(<Inspector />);
    for (const [name, { title, shownWhen }] of Object.entries(specs)) {
      const control = document.getElementById(`param-new-${kind}-${name}`);
      if (shownWhen?.(node.params) === false) expect(control).toBeNull();
      else expect(screen.getAllByLabelText(title.en).some((labelled) => labelled === control || labelled.id === control?.id)).toBe(true);
    }
    cleanup();
  }
});
