import { describe, expect, test } from 'vitest';
import { nodeKinds } from '../../../../shared/nodes/catalogue.ts';
import { caseValues } from './caseValues.ts';
import { largest, largestDifference } from './compare.ts';
import { engineGradients, runEngine } from './engineRun.ts';
import { kindCases } from './kindCases.ts';
import { referenceGradients, runReference } from './referenceRun.ts';

/**
 * States the law on the device that the test file opens: every engine half computes what the double-precision reference computes, and its
 * gradients are those of the reference by central differences.
 */
export function referenceLaw(): void {
  describe.each(nodeKinds)('%s', (kind) => {
    test.each(kindCases(kind))('$id: forward', (kindCase) => {
      const values = caseValues(kindCase);
      const engine = runEngine(kindCase, values),
        reference = runReference(kindCase, values);
      expect(Object.keys(engine.outputs)).toEqual(Object.keys(reference.outputs));
      for (const [port, { shape, data }] of Object.entries(reference.outputs)) {
        expect(engine.outputs[port]?.shape).toEqual(shape);
        expect(largestDifference(engine.outputs[port]?.data, data)).toBeLessThan(1e-5 * (1 + largest(data)));
      }
      expect(engine.terms.map(({ name }) => name)).toEqual((reference.terms ?? []).map(({ name }) => name));
      for (const [at, term] of (reference.terms ?? []).entries()) {
        const { value, weight, reported = value, perDimension = [] } = engine.terms[at] ?? { value: Number.NaN, weight: Number.NaN };
        const expected = [term.value, term.weight, term.reported ?? term.value, ...(term.perDimension ?? [])];
        expect(largestDifference([value, weight, reported, ...perDimension], expected)).toBeLessThan(1e-5 * (1 + largest(expected)));
      }
      expect(Object.keys(engine.states)).toEqual(Object.keys(reference.states ?? {}));
      for (const [name, { data }] of Object.entries(reference.states ?? {}))
        expect(largestDifference(engine.states[name]?.data, data)).toBeLessThan(1e-5 * (1 + largest(data)));
    });

    test.each(kindCases(kind))('$id: gradients', (kindCase) => {
      const values = caseValues(kindCase);
      const engine = engineGradients(kindCase, values);
      const reference = referenceGradients(kindCase, values);
      if (engine === null) {
        expect(Object.values(reference).every((gradient) => largest(gradient) === 0)).toBe(true);
        return;
      }
      expect(Object.keys(engine)).toEqual(Object.keys(reference));
      const scale = Math.max(...Object.values(reference).map(largest));
      for (const [name, gradient] of Object.entries(reference)) {
        expect(largestDifference(engine[name]?.data, gradient), name).toBeLessThan(5e-4 * largest(gradient) + 1e-5 * scale + 5e-6);
      }
    });
  });
}
