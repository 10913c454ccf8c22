import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryDocument } from '../fixtures/documents/arbitraryDocument.ts';
import { checkMutants } from '../fixtures/documents/checkMutants.ts';
import { templates } from '../templates/templates.ts';
import { scanJson } from './jsonText.ts';
import { parseDocument } from './parseDocument.ts';

const fixture: unknown = JSON.parse(readFileSync(new URL('../fixtures/documents/v1.hourglass.json', import.meta.url), 'utf8'));
const originals = [fixture, ...Object.values(templates).map((template) => template.build()), ...fc.sample(arbitraryDocument, { seed: 5, numRuns: 20 })];

describe('mutants of valid documents', () => {
  it('starts from valid ones', () => {
    for (const original of originals) expect(parseDocument(original).issues).toEqual([]);
  });

  it('parses and analyses 10,000 of them without an exception', () => {
    const { accepted, refused, codes } = checkMutants(originals, 0, 10_000);
    // Both ways are well trodden, and the faults are told apart.
    expect(accepted).toBeGreaterThan(1000);
    expect(refused).toBeGreaterThan(1000);
    for (const code of [
      'document-format',
      'document-newer',
      'document-version-invalid',
      'document-key-forbidden',
      'document-too-deep',
      'document-field-missing',
      'document-field-unknown',
      'document-value-type',
      'document-value-range',
      'document-id-invalid',
      'document-id-twice',
      'document-param-unknown',
      'document-wire-loose',
      'node-kind-unknown',
      'document-layout-stray',
    ])
      expect(codes).toContain(code);
  }, 120_000);

  it('agrees with JSON.parse on what is JSON, for 4,000 damaged texts', () => {
    const damage = fc.tuple(
      fc.constantFrom(...originals.slice(0, 8).map((original) => JSON.stringify(original).slice(0, 1500)), '[1,-0.5e+3,"\\u00e9",true,{"a":[null]}]'),
      fc.nat(),
      fc.nat(3),
      fc.constantFrom('', ',', '"', '\\', '{', '}', '[', ']', ':', '0', '-', '.', 'e', '\n', '\u0007', 'tru', ' ', '\\u12', '01', '\ud800'),
    );
    fc.assert(
      fc.property(damage, ([text, at, cut, insert]) => {
        const place = at % (text.length + 1);
        const damaged = text.slice(0, place) + insert + text.slice(place + cut);
        let valid = true;
        try {
          JSON.parse(damaged);
        } catch {
          valid = false;
        }
        expect(scanJson(damaged).fault === null, damaged).toBe(valid);
      }),
      { seed: 20261120, numRuns: 4000 },
    );
  });
});
