import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askNode } from '../fixtures/askNode.ts';
import { activationNames, activationRange } from './activation.ts';
import type { ActivationName } from './activation.ts';
import type { NodeKind } from './catalogue.ts';
import type { AnyParams } from './defineNode.ts';
import type { Interval } from './interval.ts';
import { floats } from './tensorSpec.ts';
import { mathFunctions, mathRange } from './types/math.ts';
import type { MathFunction } from './types/math.ts';

const settings = { seed: 20261120, numRuns: 400 };
const shape = [2];

/** A value and an interval that holds it, one-sided or unbounded now and then. */
const valueWithin = fc
  .tuple(fc.double({ min: -20, max: 20, noNaN: true }), fc.constantFrom(0, 0.1, 3, 30, Infinity), fc.constantFrom(0, 0.1, 3, 30, Infinity))
  .map(([value, below, above]) => ({ value, range: [value - below, value + above] as const }));

/** Asserts that a kind's bounds hold `value`, to rounding. */
function expectHeld(range: Interval | undefined, value: number): void {
  const slack = 1e-6 * Math.max(1, Math.abs(value));
  expect(range).toBeDefined();
  const [low, high] = range ?? [NaN, NaN];
  expect(low - slack).toBeLessThanOrEqual(value);
  expect(high + slack).toBeGreaterThanOrEqual(value);
}

const rangeOf = (kind: NodeKind, ranges: readonly Interval[], params: AnyParams = {}): Interval | undefined =>
  askNode(kind, { in: ranges.map((range) => floats(shape, range)) }, params).outputs['out']?.range;

/** Standard normal distribution function, by Simpson's rule from 0. */
function normalCdf(x: number): number {
  const steps = 400,
    h = x / steps,
    density = (t: number): number => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(0) + density(x);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * density(i * h);
  return 0.5 + (sum * h) / 3;
}

/** The functions as Keras documents them, written anew. softmax: of the value beside a rival of 0. */
const activations: Readonly<Record<ActivationName, (x: number) => number>> = {
  linear: (x) => x,
  relu: (x) => (x > 0 ? x : 0),
  leakyRelu: (x) => Math.max(x, 0.2 * x),
  elu: (x) => (x > 0 ? x : Math.exp(x) - 1),
  selu: (x) => 1.05070098 * (x > 0 ? x : 1.67326324 * (Math.exp(x) - 1)),
  gelu: (x) => x * normalCdf(x),
  silu: (x) => x / (1 + Math.exp(-x)),
  tanh: (x) => (Math.exp(x) - Math.exp(-x)) / (Math.exp(x) + Math.exp(-x)),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  softplus: (x) => Math.log(1 + Math.exp(x)),
  softmax: (x) => Math.exp(x) / (Math.exp(x) + 1),
};

const functions: Readonly<Record<MathFunction, (x: number, factor: number) => number>> = {
  exp: (x) => Math.exp(x),
  log: (x) => Math.log(x),
  square: (x) => x ** 2,
  sqrt: (x) => x ** 0.5,
  abs: (x) => Math.max(x, -x),
  negate: (x) => -x,
  scale: (x, factor) => x * factor,
};

describe('bounds hold what a node computes', () => {
  it.each(activationNames)('activation %s', (activation) => {
    fc.assert(
      fc.property(valueWithin, ({ value, range }) => {
        expectHeld(rangeOf('activation', [range], { activation }), activations[activation](value));
      }),
      settings,
    );
  });

  it.each(mathFunctions)('math %s', (fn) => {
    fc.assert(
      fc.property(valueWithin, fc.double({ min: -9, max: 9, noNaN: true }), ({ value, range }, factor) => {
        const result = functions[fn](value, factor);
        fc.pre(Number.isFinite(result));
        expectHeld(rangeOf('math', [range], { fn, factor }), result);
      }),
      settings,
    );
  });

  it('clip', () => {
    fc.assert(
      fc.property(valueWithin, fc.double({ min: -9, max: 0, noNaN: true }), fc.double({ min: 0, max: 9, noNaN: true }), ({ value, range }, min, max) => {
        expectHeld(rangeOf('clip', [range], { min, max }), value < min ? min : value > max ? max : value);
      }),
      settings,
    );
  });

  it('dropout, training or not', () => {
    fc.assert(
      fc.property(valueWithin, fc.double({ min: 0.01, max: 0.99, noNaN: true }), ({ value, range }, rate) => {
        const found = rangeOf('dropout', [range], { rate });
        for (const result of [0, value, value / (1 - rate)]) expectHeld(found, result);
      }),
      settings,
    );
  });

  it('gaussianNoise', () => {
    expect(rangeOf('gaussianNoise', [[0, 1]])).toEqual([-Infinity, Infinity]);
    expect(rangeOf('gaussianNoise', [[0, 1]], { stdDev: 0 })).toEqual([0, 1]);
  });

  it('add, multiply and concatenate', () => {
    fc.assert(
      fc.property(fc.array(valueWithin, { minLength: 1, maxLength: 4 }), (parts) => {
        const ranges = parts.map(({ range }) => range);
        expectHeld(
          rangeOf('add', ranges),
          parts.reduce((sum, { value }) => sum + value, 0),
        );
        expectHeld(
          rangeOf('multiply', ranges),
          parts.reduce((product, { value }) => product * value, 1),
        );
        for (const { value } of parts) expectHeld(rangeOf('concatenate', ranges), value);
      }),
      settings,
    );
  });

  it('lstm and gru, whatever their gates see', () => {
    const seen = fc.double({ min: -30, max: 30, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom(...activationNames),
        fc.constantFrom(...activationNames),
        fc.array(fc.tuple(seen, seen, seen, seen), { minLength: 1, maxLength: 6 }),
        (activation, recurrentActivation, steps) => {
          const f = activations[activation],
            gate = activations[recurrentActivation];
          const bounds = (kind: 'lstm' | 'gru'): Interval | undefined =>
            askNode(kind, { in: [floats([6, 3])] }, { activation, recurrentActivation }).outputs['out']?.range;
          let cell = 0,
            state = 0;
          for (const [input, forget, candidate, output] of steps) {
            cell = gate(forget) * cell + gate(input) * f(candidate);
            fc.pre(Math.abs(cell) < 600);
            expectHeld(bounds('lstm'), gate(output) * f(cell));
            const update = gate(forget);
            state = update * state + (1 - update) * f(candidate);
            expectHeld(bounds('gru'), state);
          }
        },
      ),
      settings,
    );
  });
});

describe('bounds are tight', () => {
  it.each([
    ['sigmoid', [-Infinity, Infinity], [0, 1]],
    ['tanh', [-Infinity, Infinity], [-1, 1]],
    ['relu', [-3, 5], [0, 5]],
    ['relu', [-Infinity, Infinity], [0, Infinity]],
    ['leakyRelu', [-5, 5], [-1, 5]],
    ['elu', [-Infinity, 0], [-1, 0]],
    ['softplus', [-Infinity, Infinity], [0, Infinity]],
    ['gelu', [2, 3], [0, 3]],
    ['linear', [-1, 2], [-1, 2]],
  ] as const)('%s of %j', (name, range, expected) => {
    expect(activationRange(name, range)).toEqual(expected);
  });

  it('elu and selu of values below 0 stay below 0 yet above what went in', () => {
    expect(activationRange('elu', [-5, -5])).toEqual([Math.expm1(-5), Math.expm1(-5)]);
    expect(activationRange('selu', [-Infinity, -5])[1]).toBeCloseTo(1.0507009873554805 * 1.6732632423543772 * Math.expm1(-5), 12);
  });

  it.each([
    ['square', [-3, 2], [0, 9]],
    ['square', [2, 3], [4, 9]],
    ['abs', [-3, 2], [0, 3]],
    ['abs', [-3, -2], [2, 3]],
    ['sqrt', [0, 9], [0, 3]],
    ['log', [0, 1], [-Infinity, 0]],
    ['negate', [-1, Infinity], [-Infinity, 1]],
    ['scale', [-1, Infinity], [-Infinity, 2]],
  ] as const)('%s of %j', (fn, range, expected) => {
    expect(mathRange(fn, range, -2)).toEqual(expected);
  });

  it('of a product where one side is unbounded and the other zero', () => {
    expect(
      rangeOf('multiply', [
        [-Infinity, Infinity],
        [0, 0],
      ]),
    ).toEqual([0, 0]);
    expect(
      rangeOf('add', [
        [-Infinity, 1],
        [2, Infinity],
      ]),
    ).toEqual([-Infinity, Infinity]);
  });
});
