import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { arbitraryDocument } from '../fixtures/documents/arbitraryDocument.ts';
import { arbitraryEdit, arbitraryEdits } from '../fixtures/documents/arbitraryEdit.ts';
import { checkMutants } from '../fixtures/documents/checkMutants.ts';
import { checkEdit, checkHistory, frozen } from '../fixtures/documents/editLaws.ts';
import { editNames } from './editSchema.ts';

/** A seed of its own for each run, in the test's name, so that a failure can be repeated. */
const seed = Number(process.env['HOURGLASS_SOAK_SEED'] ?? Date.now() % 2_147_483_647);

describe(`edit laws, at length, seed ${seed}`, () => {
  it.each(editNames)('%s', (name) => {
    fc.assert(
      fc.property(
        arbitraryDocument.chain((document) => fc.tuple(fc.constant(frozen(document)), arbitraryEdits[name](document))),
        ([document, command]) => {
          checkEdit(document, [command]);
        },
      ),
      { seed, numRuns: 5000 },
    );
  });

  it('histories', () => {
    fc.assert(
      fc.property(arbitraryDocument, fc.array(fc.tuple(fc.integer(), fc.constantFrom(null, 'drag', 'typing')), { maxLength: 120 }), (document, draws) => {
        checkHistory(
          frozen(document),
          draws.map(([drawSeed, gesture]) => ({ gesture, command: (present) => fc.sample(arbitraryEdit(present), { seed: drawSeed, numRuns: 1 })[0] })),
        );
      }),
      { seed, numRuns: 3000 },
    );
  });

  it('a million mutants', () => {
    const fixture: unknown = JSON.parse(readFileSync(new URL('../fixtures/documents/v1.hourglass.json', import.meta.url), 'utf8'));
    checkMutants([fixture, ...fc.sample(arbitraryDocument, { seed, numRuns: 200 })], 10_000, 1_000_000);
  });
});
