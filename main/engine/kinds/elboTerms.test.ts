import { beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../../shared/nodes/catalogue.ts';
import type { AnyParams } from '../../../shared/nodes/defineNode.ts';
import { tf } from '../tfjs/core.ts';
import { openDevice } from '../tfjs/devices.ts';
import { klPerDimension } from './klTerm.ts';
import { reconstructionPerExample } from './reconstructionTerm.ts';
import { caseValues } from './reference/caseValues.ts';
import type { CaseValues } from './reference/caseValues.ts';
import { largest, largestDifference } from './reference/compare.ts';
import { engineGradients, runEngine } from './reference/engineRun.ts';
import type { CaseInput, KindCase } from './reference/kindCases.ts';
import { referenceGradients, runReference } from './reference/referenceRun.ts';

/** Law: every form of the ELBO's terms equals the double-precision reference, value and gradient, extreme logits and widths included. */
beforeAll(() => openDevice('tensorflow'));

const either = ['sum', 'mean'] as const;
const defaults: AnyParams = Object.fromEntries(Object.entries(catalogue.loss.params).map(([name, spec]) => [name, spec.default]));
const unit: CaseInput = { shape: [2, 3], values: 'unit' };
const head: CaseInput = { shape: [3], values: 'normal' };

function lossCase(id: string, params: AnyParams, prediction: CaseInput, weighted: boolean): KindCase {
  const withKl = params.kl === true;
  return {
    id,
    kind: 'loss',
    params: { ...defaults, ...params },
    inputs: { prediction: [prediction], target: [unit], ...(withKl ? { mean: [head], spread: [head] } : {}) },
    batch: 4,
    frozen: false,
    training: true,
    weighted,
  };
}

/** The case's values with those of one leaf replaced. */
function replaced(values: CaseValues, name: string, value: (old: number, at: number) => number): CaseValues {
  return {
    ...values,
    leaves: values.leaves.map((leaf) => (leaf.name === name ? { ...leaf, data: leaf.data.map((old, at) => Math.fround(value(old, at))) } : leaf)),
  };
}

function expectEqualTerms(kindCase: KindCase, values: CaseValues): void {
  const found = runEngine(kindCase, values).terms,
    expected = runReference(kindCase, values).terms ?? [];
  expect(found.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
  for (const [at, term] of expected.entries()) {
    const { value = Number.NaN, weight = Number.NaN, reported = value, perDimension = [] } = found[at] ?? {};
    const all = [term.value, term.weight, term.reported ?? term.value, ...(term.perDimension ?? [])];
    expect(largestDifference([value, weight, reported, ...perDimension], all)).toBeLessThan(2e-6 * (1 + largest(all)));
  }
}

function expectEqualGradients(kindCase: KindCase, values: CaseValues): void {
  const gradients = engineGradients(kindCase, values);
  for (const [name, gradient] of Object.entries(referenceGradients(kindCase, values))) {
    expect(largestDifference(gradients?.[name]?.data, gradient), name).toBeLessThan(5e-4 * largest(gradient) + 1e-6);
  }
}

const extremes = [-40, 40, -17, 17, 0, 39.5];

describe('reconstruction', () => {
  for (const reconstruction of ['bce', 'mse', 'mae', 'crossEntropy'] as const)
    for (const features of either)
      for (const batch of either)
        for (const weighted of [false, true]) {
          const params = { reconstruction, features, batch, kl: false, weight: 1.5 };
          const through = reconstruction === 'crossEntropy' ? 'softmax' : 'sigmoid';
          const name = `${reconstruction}, features ${features}, batch ${batch}${weighted ? ', weighted examples' : ''}`;
          test(`${name}: from logits`, () => {
            const kindCase = lossCase(`logits ${name}`, params, { shape: [2, 3], values: 'normal', through }, weighted);
            expectEqualTerms(kindCase, caseValues(kindCase));
            expectEqualGradients(kindCase, caseValues(kindCase));
          });
          test(`${name}: from extreme logits`, () => {
            const kindCase = lossCase(`extreme ${name}`, params, { shape: [2, 3], values: 'normal', through }, weighted);
            const values = replaced(caseValues(kindCase), 'prediction:0', (_, at) => extremes[at % extremes.length] ?? 0);
            expectEqualTerms(kindCase, values);
            expectEqualGradients(kindCase, values);
          });
          test(`${name}: from bare values`, () => {
            const kindCase = lossCase(`bare ${name}`, params, unit, weighted);
            expectEqualTerms(kindCase, caseValues(kindCase));
            expectEqualGradients(kindCase, caseValues(kindCase));
          });
          test(`${name}: from bare values of exactly 0 and 1`, () => {
            const kindCase = lossCase(`edge ${name}`, params, unit, weighted);
            const values = replaced(caseValues(kindCase), 'prediction:0', (old, at) => (at % 3 === 0 ? 0 : at % 3 === 1 ? 1 : old));
            expectEqualTerms(kindCase, values);
            // No gradients: the bounds at which clipping ends lie closer to 0 and 1 than central differences look.
          });
        }

  test('binary cross-entropy from logits equals the clipped form where probabilities are mild, and goes on where those end', () => {
    tf.tidy(() => {
      const target = tf.tensor2d([[0, 1, 0.3, 0.9]]);
      const entropy = (logits: tf.Tensor, withLogits: boolean): number => {
        const value = tf.sigmoid(logits);
        const signal = withLogits ? { value, logits: { of: 'sigmoid' as const, value: logits } } : { value };
        return reconstructionPerExample('bce', signal, target, 'sum').dataSync()[0] ?? Number.NaN;
      };
      const mild = tf.tensor2d([[-3, 2, 0.5, 4]]);
      expect(entropy(mild, true)).toBeCloseTo(entropy(mild, false), 5);
      const wrong = tf.tensor2d([[40, -40, 0, 0]]);
      expect(entropy(wrong, true)).toBeCloseTo(80 + 2 * Math.LN2, 4);
      expect(entropy(wrong, false)).toBeLessThan(40);
    });
  });
});

describe('KL', () => {
  for (const spread of ['logVariance', 'logStd'] as const)
    for (const klSign of ['minusHalf', 'plusHalf'] as const)
      for (const klDimensions of either)
        for (const klBatch of either)
          for (const freeBits of [0, 0.3, 5]) {
            const params = { kl: true, reconstruction: 'mse', spread, klSign, klDimensions, klBatch, freeBits, beta: 4, weight: 0.5 };
            const name = `${spread}, ${klSign}, dimensions ${klDimensions}, batch ${klBatch}, free nats ${freeBits}`;
            test(`${name}`, () => {
              const kindCase = lossCase(name, params, unit, freeBits === 0.3);
              expectEqualTerms(kindCase, caseValues(kindCase));
              expectEqualGradients(kindCase, caseValues(kindCase));
            });
            test(`${name}: from widths between e⁻²⁰ and e⁴`, () => {
              const kindCase = lossCase(`wide ${name}`, params, unit, false);
              const values = replaced(caseValues(kindCase), 'spread:0', (_, at) => [-20, 4, -6, 0, 2, -1][at % 6] ?? 0);
              expectEqualTerms(kindCase, values);
              expectEqualGradients(kindCase, values);
            });
          }

  test('worked examples: ½ nat for N(1, 1), 0 for the prior, ½(e − 2) for N(0, e) in both forms', () => {
    tf.tidy(() => {
      const nats = (mean: number[], spread: number[], form: 'logVariance' | 'logStd'): number[] => [
        ...klPerDimension(tf.tensor2d([mean]), tf.tensor2d([spread]), form).dataSync(),
      ];
      const expected = [0.5, 0, (Math.E - 2) / 2];
      expect(largestDifference(nats([1, 0, 0], [0, 0, 1], 'logVariance'), expected)).toBeLessThan(1e-6);
      expect(largestDifference(nats([1, 0, 0], [0, 0, 0.5], 'logStd'), expected)).toBeLessThan(1e-6);
    });
  });

  test('a dimension under its free nats costs the allowance and has no gradient', () => {
    const kindCase = lossCase('free', { kl: true, reconstruction: 'mse', freeBits: 100, beta: 1 }, unit, false);
    expect(runEngine(kindCase).terms[1]?.value).toBe(300);
    expect(largest(engineGradients(kindCase)?.['mean:0']?.data ?? [Number.NaN])).toBe(0);
  });
});
