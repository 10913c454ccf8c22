import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasErrors } from '../check/issue.ts';
import { arbitraryDocument } from '../fixtures/documents/arbitraryDocument.ts';
import { arbitraryEdit, arbitraryEdits, listing, overwriting } from '../fixtures/documents/arbitraryEdit.ts';
import { checkEdit, checkHistory, editNamesDrawn, frozen } from '../fixtures/documents/editLaws.ts';
import { applyEdit } from './applyEdit.ts';
import { editNames } from './editSchema.ts';
import { parseDocument } from './parseDocument.ts';
import { serialiseDocument } from './serialiseDocument.ts';

const seed = 20261120;

describe('edit laws', () => {
  it('draws every command there is', () => {
    expect(editNamesDrawn.toSorted()).toEqual(editNames.toSorted());
  });

  it('takes random documents as they are: parse ∘ serialise is the identity', () => {
    fc.assert(
      fc.property(arbitraryDocument, (document) => {
        const { value, issues } = parseDocument(serialiseDocument(document));
        expect(issues).toEqual([]);
        expect(value).toStrictEqual(document);
        expect(serialiseDocument(value ?? document)).toBe(serialiseDocument(document));
      }),
      { seed, numRuns: 200 },
    );
  });

  it.each(editNames)('%s: undo ∘ do is the identity, redo repeats it, the result can be parsed', (name) => {
    let accepted = 0,
      changed = 0,
      refused = 0;
    fc.assert(
      fc.property(
        arbitraryDocument.chain((document) => fc.tuple(fc.constant(frozen(document)), arbitraryEdits[name](document))),
        ([document, command]) => {
          const edit = checkEdit(document, [command]);
          if (!edit) refused += 1;
          else if (edit.patches.length > 0) changed += 1;
          if (edit) accepted += 1;
        },
      ),
      { seed, numRuns: 150 },
    );
    // The law would hold of a command that never does anything, and of one that never refuses.
    expect(changed).toBeGreaterThan(15);
    expect(accepted).toBeGreaterThan(30);
    if (name !== 'rename' && name !== 'setGoal') expect(refused).toBeGreaterThan(0);
  });

  it.each([
    ['any', undefined],
    ['overwriting', overwriting],
    ['list', listing],
  ] as const)('undo^n ∘ do^n is the identity and redo^n repeats it, over random sequences of %s commands with gestures', (_, names) => {
    fc.assert(
      fc.property(
        arbitraryDocument,
        fc.array(fc.tuple(fc.integer(), fc.constantFrom(null, 'drag', 'drag', 'typing')), { maxLength: 25 }),
        (document, draws) => {
          checkHistory(
            frozen(document),
            draws.map(([drawSeed, gesture]) => ({
              gesture,
              command: (present) => fc.sample(arbitraryEdit(present, names), { seed: drawSeed, numRuns: 1 })[0],
            })),
          );
        },
      ),
      { seed, numRuns: 60 },
    );
  });

  it('undoes a list of commands as a whole', () => {
    let longest = 0;
    fc.assert(
      fc.property(arbitraryDocument, fc.array(fc.integer(), { maxLength: 12 }), (document, draws) => {
        let present = frozen(document);
        const accepted = draws.flatMap((drawSeed) => {
          const [command] = fc.sample(arbitraryEdit(present, overwriting), { seed: drawSeed, numRuns: 1 });
          const edit = command && applyEdit(present, [command]).value;
          present = edit?.document ?? present;
          return command && edit ? [command] : [];
        });
        longest = Math.max(longest, accepted.length);
        const edit = checkEdit(document, accepted);
        expect(edit?.document).toStrictEqual(present);
      }),
      { seed, numRuns: 60 },
    );
    expect(longest).toBeGreaterThan(5);
  });

  it('applies a list of commands as a whole or not at all', () => {
    fc.assert(
      fc.property(
        arbitraryDocument.chain((document) => fc.tuple(fc.constant(frozen(document)), fc.array(arbitraryEdit(document), { maxLength: 5 }))),
        ([document, commands]) => {
          const all = applyEdit(document, commands);
          let present = document,
            refused = false;
          for (const command of commands) {
            const one = refused ? undefined : applyEdit(present, [command]).value;
            if (one) present = one.document;
            else refused = true;
          }
          expect(all.value === undefined).toBe(refused);
          expect(hasErrors(all.issues)).toBe(refused);
          if (all.value) expect(all.value.document).toStrictEqual(present);
          checkEdit(document, commands);
        },
      ),
      { seed, numRuns: 100 },
    );
  });
});
