import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { optimiserSchema, trainingSchema } from '../../../shared/graph/document.ts';
import type { OptimiserSettings, TrainingSettings } from '../../../shared/graph/document.ts';
import { randomNormal } from '../../../shared/random/philox.ts';
import { z } from '../../../shared/z.ts';
import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';
import { openDevice } from '../tfjs/devices.ts';
import { clipGradients } from './clipGradients.ts';
import { createOptimiser } from './optimisers.ts';

beforeAll(() => openDevice('tensorflow'));

type Clip = TrainingSettings['clip'];
type Values = readonly (readonly number[])[];
interface Walk {
  readonly shapes: readonly (readonly number[])[];
  readonly start: Values;
  readonly gradients: readonly Values[];
}

/** The engine's weights after each step. */
function walk(settings: OptimiserSettings, clip: Clip, { shapes, start, gradients }: Walk): number[][][] {
  const optimiser = createOptimiser(settings);
  return tf.tidy(() => {
    let weights = start.map((values, at) => tf.tensor([...values], [...(shapes[at] ?? [])], 'float32'));
    let slots = weights.map((weight) => optimiser.slots.map((): Tensor => tf.zerosLike(weight)));
    return gradients.map((given, step) => {
      const clipped = clipGradients(
        given.map((values, at) => tf.tensor([...values], [...(shapes[at] ?? [])], 'float32')),
        clip,
      );
      const scalars = optimiser.scalars(settings.learningRate, step + 1).map((value) => tf.scalar(value));
      const updates = weights.map((weight, at) => optimiser.update(weight, clipped[at] ?? weight, slots[at] ?? [], scalars));
      weights = updates.map(({ weight }) => weight);
      slots = updates.map((update) => [...update.slots]);
      return weights.map((weight) => Array.from(weight.dataSync()));
    });
  });
}

/** The formulas of keras/src/optimizers, one number at a time in double precision. */
function reference(settings: OptimiserSettings, clip: Clip, { start, gradients }: Walk): number[][][] {
  const { kind, learningRate: rate, momentum, rho, beta1, beta2, epsilon, weightDecay } = settings;
  const weights = start.map((values) => [...values]),
    a = start.map((values) => values.map(() => 0)),
    b = start.map((values) => values.map(() => 0));
  const norm = (values: readonly number[]): number => Math.hypot(...values);
  return gradients.map((given, index) => {
    const t = index + 1,
      whole = norm(given.flat());
    given.forEach((raw, n) => {
      const factor = clip.kind === 'norm' ? Math.min(1, clip.limit / norm(raw)) : clip.kind === 'globalNorm' ? Math.min(1, clip.limit / whole) : 1;
      raw.forEach((value, i) => {
        const g = clip.kind === 'value' ? Math.min(clip.limit, Math.max(-clip.limit, value)) : value * (norm(raw) === 0 ? 1 : factor);
        const w = weights[n],
          p = a[n],
          q = b[n];
        if (!w || !p || !q) throw new Error('shapes differ');
        const at = (list: readonly number[]): number => list[i] ?? NaN;
        if (kind === 'sgd') w[i] = at(w) - rate * g;
        if (kind === 'momentum') {
          p[i] = momentum * at(p) - rate * g;
          w[i] = at(w) + at(p);
        }
        if (kind === 'rmsprop') {
          p[i] = rho * at(p) + (1 - rho) * g * g;
          w[i] = at(w) - (rate * g) / Math.sqrt(at(p) + epsilon);
        }
        if (kind === 'adam' || kind === 'adamw') {
          if (kind === 'adamw') w[i] = at(w) - rate * weightDecay * at(w);
          p[i] = beta1 * at(p) + (1 - beta1) * g;
          q[i] = beta2 * at(q) + (1 - beta2) * g * g;
          w[i] = at(w) - (((rate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t)) * at(p)) / (Math.sqrt(at(q)) + epsilon);
        }
      });
    });
    return weights.map((values) => [...values]);
  });
}

function expectClose(found: Values | undefined, expected: Values, tolerance: number): void {
  const differences = expected.flat().map((value, i) => Math.abs((found?.flat()[i] ?? NaN) - value) / (1 + Math.abs(value)));
  expect(Math.max(...differences)).toBeLessThan(tolerance);
}

const kinds = ['sgd', 'momentum', 'rmsprop', 'adam', 'adamw'] as const;
const clips: readonly Clip[] = [
  { kind: 'none', limit: 1 },
  { kind: 'norm', limit: 0.8 },
  { kind: 'globalNorm', limit: 0.8 },
  { kind: 'value', limit: 0.4 },
];

describe.each(kinds)('%s', (kind) => {
  it.each(clips)('equals its formula in double precision over 20 steps, clipped by $kind', (clip) => {
    const settings = optimiserSchema.parse({ kind, learningRate: 0.03, weightDecay: 0.1 });
    const draw = (count: number, salt: number, scale: number): number[] => Array.from(randomNormal([7, salt], count), (value) => value * scale);
    const shapes = [[5], [3, 2]];
    const steps: Walk = {
      shapes,
      start: [draw(5, 1, 1), draw(6, 2, 1)],
      gradients: Array.from({ length: 20 }, (_, step) => [draw(5, 10 + step, 0.5), draw(6, 40 + step, step % 3)]),
    };
    const found = walk(settings, clip, steps);
    // Adam rounds its bias correction as Keras does: 6e-6 of an update, see biasCorrectedRate.
    reference(settings, clip, steps).forEach((expected, step) => expectClose(found[step], expected, 3e-6));
  });

  it('takes the learning rate it is told at each step', () => {
    const optimiser = createOptimiser(optimiserSchema.parse({ kind }));
    expect(optimiser.scalars(0, 3)[0]).toBe(0);
    expect((optimiser.scalars(0.2, 3)[0] ?? 0) / (optimiser.scalars(0.1, 3)[0] ?? 1)).toBeCloseTo(2, 6);
  });
});

describe('equals Keras 3 (frozen in shared/fixtures/keras/optimisers.json)', () => {
  const values = z.array(z.array(z.number()));
  const { shapes, start, gradients, cases } = z
    .looseObject({
      shapes: values,
      start: values,
      gradients: z.array(values),
      cases: z.array(
        z.object({ id: z.string(), settings: z.looseObject({}), clip: z.unknown(), after: z.array(z.object({ step: z.number(), weights: values })) }),
      ),
    })
    .parse(JSON.parse(readFileSync(new URL('../../../shared/fixtures/keras/optimisers.json', import.meta.url), 'utf8')));

  it.each(cases)('$id', ({ settings, clip, after }) => {
    const found = walk(optimiserSchema.parse(settings), trainingSchema.shape.clip.parse(clip), { shapes, start, gradients });
    expect(after.map(({ step }) => step)).toEqual([1, 2, 3, 10, 20]);
    for (const { step, weights } of after) expectClose(found[step - 1], weights, 5e-7);
  });

  it('holds every optimiser and every way of clipping', () => {
    expect(new Set(cases.map(({ settings }) => settings.kind))).toEqual(new Set(kinds));
    expect(new Set(cases.map(({ clip }) => trainingSchema.shape.clip.parse(clip).kind))).toEqual(new Set(clips.map(({ kind }) => kind)));
  });
});

it('leaves gradients within the limit as they are, bit for bit', () => {
  tf.tidy(() => {
    const gradient = tf.tensor1d([0.1, -0.25, 0.3]);
    for (const { kind } of clips) {
      const [clipped] = clipGradients([gradient], { kind, limit: 1 });
      expect(Array.from(clipped?.dataSync() ?? [])).toEqual(Array.from(gradient.dataSync()));
    }
  });
});
