import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryDocument } from '../../shared/fixtures/documents/arbitraryDocument.ts';
import { checkEdit, frozen } from '../../shared/fixtures/documents/editLaws.ts';
import { analyseDocument } from '../../shared/check/analyse.ts';
import { hasErrors } from '../../shared/check/issue.ts';
import { applyEdit } from '../../shared/graph/applyEdit.ts';
import { canConnect, portsOf } from '../../shared/graph/canConnect.ts';
import type { GraphDoc } from '../../shared/graph/document.ts';
import type { EditCommand } from '../../shared/graph/edit.ts';
import { createHistory, record, redo, undo } from '../../shared/graph/history.ts';
import { serialiseDocument } from '../../shared/graph/serialiseDocument.ts';
import { nodeKinds } from '../../shared/nodes/catalogue.ts';
import { alignBoxes, alignments, distributeBoxes } from './alignment.ts';
import { arrange } from './arrange.ts';
import { cardBox, placesOf } from './boxes.ts';
import { clip, insertClipping } from './clipping.ts';
import { connectChoices } from './connectChoices.ts';
import { createSceneDeriver } from './deriveScene.ts';
import * as edits from './edits.ts';
import { fittingKinds } from './fittingKinds.ts';
import { endKey } from './scene.ts';
import type { Selection } from './selection.ts';
import { wireVerdicts } from './wireVerdicts.ts';

const seed = 20261120;

/** One thing a user does on the canvas, drawn by three numbers that choose what it is done to. */
function act(document: GraphDoc, [what, which, where]: readonly [number, number, number]): readonly EditCommand[] {
  const ids = Object.keys(document.nodes);
  const some = ids.filter((_, index) => (which >> (index % 8)) % 2 === 1);
  const selection: Selection = {
    nodes: some,
    edges: document.edges.slice(0, which % 3).map(({ id }) => id),
    notes: document.notes.slice(0, which % 2).map(({ id }) => id),
  };
  const at = { x: where, y: -where / 2 };
  const scene = createSceneDeriver()(document, analyseDocument(document));
  const boxes = Object.fromEntries(
    some.flatMap((id) => {
      const view = scene.nodes.get(id),
        place = placesOf(document)[id];
      return view && place ? [[id, cardBox(view, place)]] : [];
    }),
  );
  const [first] = some;
  switch (what % 14) {
    case 0:
      return edits.addNode(document, nodeKinds[which % nodeKinds.length] ?? 'dense', at).commands;
    case 1:
      return edits.removeSelected(document, selection).commands;
    case 2:
      return edits.moveSelected(document, { ...selection, nodes: some.filter((id) => !document.nodes[id]?.locked) }, at);
    case 3:
      return edits.groupNodes(document, some, 'Group').commands;
    case 4:
      return edits.ungroupNodes(document, some);
    case 5:
      return edits.leaveGroups(document, some);
    case 6:
      return edits.addNote(document, at, 'note').commands;
    case 7:
      return edits.markNodes(document, some, which % 2 ? 'locked' : 'frozen', where > 0);
    case 8:
      return edits.moveNodes(document, alignBoxes(boxes, alignments[which % alignments.length] ?? 'left'));
    case 9:
      return edits.moveNodes(document, distributeBoxes(boxes, which % 2 ? 'horizontal' : 'vertical'));
    case 10:
      return edits.moveNodes(document, arrange(document, scene, which % 2 ? some : undefined));
    case 11: {
      const clipping = clip(document, selection);
      return clipping ? insertClipping(document, clipping, at).commands : [];
    }
    case 12: {
      const choice = first === undefined ? undefined : connectChoices(document, first)[which % 3];
      return choice ? edits.connect(document, choice.from, choice.to).commands : [];
    }
    default: {
      const port = first === undefined ? undefined : portsOf(document, first, 'outputs')[0];
      const fit = first !== undefined && port ? fittingKinds(document, { node: first, port: port.name }, 'outputs')[which % 5] : undefined;
      return fit && first !== undefined && port ? edits.addFitted(document, fit, { end: { node: first, port: port.name }, side: 'outputs', at }).commands : [];
    }
  }
}

const acts = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000), fc.integer({ min: -900, max: 900 })), { minLength: 1, maxLength: 8 });

describe('laws of the canvas', () => {
  it('makes only edits that are accepted, and any sequence of them, undone and redone, restores the document', () => {
    let made = 0;
    fc.assert(
      fc.property(arbitraryDocument, acts, (start, steps) => {
        let history = createHistory(frozen(start));
        const seen = [serialiseDocument(start)];
        for (const step of steps) {
          const commands = act(history.present, step);
          if (commands.length === 0) continue;
          expect(applyEdit(history.present, commands).issues).toEqual([]);
          const edit = checkEdit(history.present, commands);
          if (!edit || edit.patches.length === 0) continue;
          history = record(history, edit);
          seen.push(serialiseDocument(history.present));
          made += 1;
        }
        for (const text of seen.toReversed()) {
          expect(serialiseDocument(history.present)).toBe(text);
          history = undo(history);
        }
        for (const text of seen) {
          expect(serialiseDocument(history.present)).toBe(text);
          history = redo(history);
        }
      }),
      { seed, numRuns: 60 },
    );
    expect(made).toBeGreaterThan(120);
  });

  it('says of every port just what canConnect says, in one pass', () => {
    let answers = 0;
    fc.assert(
      fc.property(arbitraryDocument, (document) => {
        for (const id of Object.keys(document.nodes)) {
          for (const side of ['outputs', 'inputs'] as const) {
            for (const { name } of portsOf(document, id, side)) {
              const end = { node: id, port: name };
              const verdicts = wireVerdicts(document, end, side);
              for (const other of Object.keys(document.nodes)) {
                for (const port of portsOf(document, other, side === 'outputs' ? 'inputs' : 'outputs')) {
                  const here = { node: other, port: port.name };
                  expect(verdicts.get(endKey(here))).toEqual(side === 'outputs' ? canConnect(document, end, here) : canConnect(document, here, end));
                  answers += 1;
                }
              }
            }
          }
        }
      }),
      { seed, numRuns: 25 },
    );
    expect(answers).toBeGreaterThan(200);
  });

  it('offers only kinds whose wire is then accepted', () => {
    fc.assert(
      fc.property(arbitraryDocument, fc.nat(50), (document, which) => {
        const ids = Object.keys(document.nodes),
          id = ids[which % Math.max(ids.length, 1)];
        for (const side of ['outputs', 'inputs'] as const) {
          const port = id === undefined ? undefined : portsOf(document, id, side)[0];
          if (id === undefined || !port) continue;
          for (const fit of fittingKinds(document, { node: id, port: port.name }, side)) {
            const { commands } = edits.addFitted(document, fit, { end: { node: id, port: port.name }, side, at: { x: 0, y: 0 } });
            expect(hasErrors(applyEdit(document, commands).issues)).toBe(false);
          }
        }
      }),
      { seed, numRuns: 20 },
    );
  });
});
