import { describe, expect, it } from 'vitest';
import { applyEdit } from './applyEdit.ts';
import { createNode, newDocument } from './createDocument.ts';
import type { EditCommand } from './edit.ts';
import { createHistory, endGesture, record, redo, undo } from './history.ts';
import type { History } from './history.ts';

const does = (history: History, command: EditCommand, gesture?: string): History => record(history, applyEdit(history.present, [command]).value!, gesture);
const start = does(createHistory(newDocument('d')), { do: 'addNode', id: 'a', node: createNode('dense') });
const move = (x: number): EditCommand => ({ do: 'moveNodes', to: { a: { x, y: 0 } } });

describe('history', () => {
  it('makes one small entry of a drag of a thousand steps', () => {
    let history = start;
    for (let x = 1; x <= 1000; x++) history = does(history, move(x), 'drag-1');
    expect(history.past).toHaveLength(2);
    expect(history.past[1]?.patches).toHaveLength(1);
    expect(undo(history).present).toStrictEqual(start.present);
    expect(redo(undo(history)).present.layout.nodes.a).toEqual({ x: 1000, y: 0 });
  });

  it('merges a gesture that does different things, too', () => {
    const typed = does(
      does(does(start, { do: 'renameNode', node: 'a', name: 'E' }, 'g'), { do: 'renameNode', node: 'a', name: 'En' }, 'g'),
      { do: 'setParam', node: 'a', param: 'units', value: 3 },
      'g',
    );
    expect(typed.past).toHaveLength(2);
    expect(undo(typed).present).toStrictEqual(start.present);
    expect(redo(undo(typed)).present).toStrictEqual(typed.present);
    const retyped = does(typed, { do: 'renameNode', node: 'a', name: 'Enc' }, 'g');
    expect(undo(retyped).present).toStrictEqual(start.present);
    expect(redo(undo(retyped)).present).toStrictEqual(retyped.present);
  });

  it('brings back all that one gesture cut from the end of a list (found by the soak run, seed 2033971244)', () => {
    const notes = ['n1', 'n2', 'n3'].reduce((history, id) => does(history, { do: 'addNote', note: { id, text: '' } }), start);
    const cut = does(does(notes, { do: 'removeNote', id: 'n3' }, 'g'), { do: 'removeNote', id: 'n2' }, 'g');
    expect(cut.past).toHaveLength(notes.past.length + 1);
    expect(undo(cut).present).toStrictEqual(notes.present);
    expect(redo(undo(cut)).present).toStrictEqual(cut.present);
  });

  it('starts anew for another gesture, for none, after its end, and after an undo', () => {
    expect(does(does(start, move(1), 'one'), move(2), 'two').past).toHaveLength(3);
    expect(does(does(start, move(1)), move(2)).past).toHaveLength(3);
    expect(does(endGesture(does(start, move(1), 'one')), move(2), 'one').past).toHaveLength(3);
    const undone = undo(does(does(start, move(1), 'one'), { do: 'rename', name: 'e' }));
    expect(does(undone, move(2), 'one').past).toHaveLength(3);
    // The gesture that was undone is not the one the entry before belongs to.
    const back = undo(does(does(start, move(1), 'one'), move(2), 'two'));
    expect(undo(does(back, move(3), 'two')).present.layout.nodes.a).toEqual({ x: 1, y: 0 });
    const again = redo(back);
    expect(does(again, move(3), 'two').past).toHaveLength(4);
  });

  it('forgets what was undone once something else is done, but not for an edit that changes nothing', () => {
    const undone = undo(does(start, move(1)));
    expect(undone.future).toHaveLength(1);
    expect(does(undone, { do: 'rename', name: 'd' })).toBe(undone);
    expect(does(undone, { do: 'rename', name: 'e' }).future).toHaveLength(0);
  });
});
