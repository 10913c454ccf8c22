import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import { templates } from '../../../shared/templates/templates.ts';
import type { Batch } from '../data/dataset.ts';
import type { Engine } from '../engine.ts';
import { readCheckpoint } from '../files/checkpoint.ts';
import type { Checkpoint } from '../files/checkpoint.ts';
import { train } from './trainer.ts';
import {
  allEvents,
  changed,
  curveOf,
  jobOf,
  only,
  openSmallEngine,
  prepareSmall,
  started,
  temporaryFolder,
  tinyClassifier,
  tinyLinear,
  tinyVae,
} from './testing/smallRuns.ts';

let engine: Engine;
const { at, remove } = temporaryFolder();
beforeAll(async () => {
  engine = await openSmallEngine();
});
afterAll(remove);

const firstEpoch = async (document: GraphDoc) => {
  const [epoch] = only(await allEvents(await started(engine, document)), 'epoch');
  if (!epoch) throw new Error('no epoch');
  return epoch;
};
const checkpointOf = (run: string, epoch: number): Promise<Checkpoint> =>
  readCheckpoint(at(run, 'checkpoints', `epoch-${String(epoch).padStart(6, '0')}.safetensors`));
const valuesOf = (checkpoint: Checkpoint, key: string): number[] => Array.from(checkpoint.model[key]?.values ?? []);

describe('figures of a classifier', () => {
  it('accuracy, accuracy by class and confusion matrix agree with each other and with the examples', async () => {
    const document = changed(templates['2-cnn'].build(), { training: { epochs: 1, batchSize: 32 }, data: { limit: 150 } });
    const { classes, validation } = await firstEpoch(document);
    for (const [found, examples] of [
      [classes, 120],
      [validation?.classes, 15],
    ] as const) {
      if (!found) throw new Error('a classifier has class figures');
      const rows = found.confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
      const right = found.confusion.map((row, label) => row[label] ?? NaN);
      expect([found.confusion.length, ...found.confusion.map((row) => row.length)]).toEqual(Array.from({ length: 11 }, () => 10));
      expect(rows.reduce((sum, count) => sum + count, 0)).toBe(examples);
      expect(found.accuracy).toBeCloseTo(right.reduce((sum, count) => sum + count, 0) / examples, 12);
      expect(found.perClass).toEqual(rows.map((total, label) => (total === 0 ? null : (right[label] ?? NaN) / total)));
    }
  });

  it('are those of the model: counted by hand on the validation split', async () => {
    const document = tinyClassifier();
    await allEvents(await started(engine, document, { folder: at('counted') }));
    const { data } = await prepareSmall(document);
    const [batch] = data.batches('validation', { batchSize: 1000, epoch: 0 });
    const probabilities = softmaxModel(await checkpointOf('counted', 3), batch);
    const { value: run } = await engine.openRun(at('counted'));
    const found = await run?.evaluate('validation');
    const confusion = Array.from({ length: 3 }, () => [0, 0, 0]);
    let loss = 0;
    probabilities.forEach((row, i) => {
      const label = batch?.labels?.[i] ?? -1,
        guess = row.indexOf(Math.max(...row));
      const counts = confusion[label];
      if (counts) counts[guess] = (counts[guess] ?? 0) + 1;
      loss -= Math.log(row[label] ?? NaN) / probabilities.length;
    });
    expect(found?.classes?.confusion).toEqual(confusion);
    expect(found?.figures.loss).toBeCloseTo(loss, 5);
    run?.dispose();
  });
});

/** relu(x·W₁ + b₁)·W₂ + b₂ through softmax, in double precision. */
function softmaxModel(checkpoint: Checkpoint, batch: Batch | undefined): number[][] {
  const [w1, b1, w2, b2] = ['hidden/kernel', 'hidden/bias', 'classes/kernel', 'classes/bias'].map((key) => valuesOf(checkpoint, key));
  const dense = (x: readonly number[], w: readonly number[] = [], b: readonly number[] = []): number[] =>
    b.map((bias, j) => x.reduce((sum, value, i) => sum + value * (w[i * b.length + j] ?? NaN), bias));
  return Array.from({ length: batch?.size ?? 0 }, (_, i) => {
    const logits = dense(
      dense(Array.from(batch?.x.subarray(i * 2, i * 2 + 2) ?? []), w1, b1).map((value) => Math.max(0, value)),
      w2,
      b2,
    );
    const powers = logits.map(Math.exp),
      sum = powers.reduce((total, value) => total + value, 0);
    return powers.map((value) => value / sum);
  });
}

describe('figures of a VAE', () => {
  it('the terms make the loss, and the dimensions make the KL', async () => {
    const { loss, reconstruction, kl, klPerDimension, classification, penalty, validation } = await firstEpoch(tinyVae());
    expect(loss).toBeCloseTo((reconstruction ?? NaN) + 0.1 * (kl ?? NaN), 5);
    expect(klPerDimension).toHaveLength(2);
    expect(klPerDimension?.reduce((sum, nats) => sum + nats, 0)).toBeCloseTo(kl ?? NaN, 5);
    expect([classification, penalty]).toEqual([null, null]);
    expect(validation?.loss).toBeCloseTo((validation?.reconstruction ?? NaN) + 0.1 * (validation?.kl ?? NaN), 5);
  });

  it('a penalty is a term of its own', async () => {
    const document = changed(templates['sparse-ae'].build(), { training: { epochs: 1, batchSize: 32 }, data: { limit: 80 } });
    const { loss, reconstruction, penalty } = await firstEpoch(document);
    expect(penalty).toBeGreaterThan(0);
    expect(loss).toBeCloseTo((reconstruction ?? NaN) + (penalty ?? NaN), 2);
  });
});

describe('gradient norms', () => {
  it('stand for every trained layer, and equal one computed by hand', async () => {
    // One batch of all 64 examples: one step, one sample.
    const document = tinyLinear();
    const { gradientNorms, loss } = await firstEpoch(document);
    const prepared = await prepareSmall(document);
    const job = jobOf(prepared);
    const state = job.makeState();
    const kernel = Array.from(await (state.weights['map/kernel']?.data() ?? []));
    for (const tensor of Object.values(state.weights)) tensor.dispose();
    const [batch] = prepared.data.batches('train', { batchSize: 64, epoch: 0 });
    const x = Array.from(batch?.x ?? []);
    // L = mean over examples of Σ (xW − x)²; ∂L/∂W = 2/n Σ xᵀ(xW − x), ∂L/∂b = 2/n Σ (xW − x).
    const dW = [0, 0, 0, 0],
      db = [0, 0];
    let expected = 0;
    for (let i = 0; i < 64; i++)
      for (let j = 0; j < 2; j++) {
        const error = (x[i * 2] ?? NaN) * (kernel[j] ?? NaN) + (x[i * 2 + 1] ?? NaN) * (kernel[2 + j] ?? NaN) - (x[i * 2 + j] ?? NaN);
        expected += (error * error) / 64;
        db[j] = (db[j] ?? NaN) + (2 * error) / 64;
        for (let k = 0; k < 2; k++) dW[k * 2 + j] = (dW[k * 2 + j] ?? NaN) + (2 * error * (x[i * 2 + k] ?? NaN)) / 64;
      }
    expect(Object.keys(gradientNorms)).toEqual(['map']);
    expect(gradientNorms.map).toBeCloseTo(Math.hypot(...dW, ...db), 5);
    expect(loss).toBeCloseTo(expected, 5);
  });

  it('are those before clipping', async () => {
    const free = await firstEpoch(tinyLinear());
    const clipped = await firstEpoch(tinyLinear({ training: { clip: { kind: 'globalNorm', limit: 1e-3 } } }));
    expect(clipped.gradientNorms).toEqual(free.gradientNorms);
  });

  it.each(['norm', 'globalNorm', 'value'] as const)('are clipped before they act: %s', async (kind) => {
    // Each of the 8 steps moves a weight by at most rate · limit.
    const document = tinyVae({ training: { epochs: 1, optimiser: { kind: 'sgd', learningRate: 1 }, clip: { kind, limit: 1e-4 } } });
    const folder = `clipped-${kind}`;
    await allEvents(await started(engine, document, { folder: at(folder) }));
    const begun = await started(engine, document, { folder: at(`${folder}-begun`) });
    await allEvents(begun, ({ event }) => {
      if (event === 'start') begun.stop();
    });
    const [before, after] = [await checkpointOf(`${folder}-begun`, 0), await checkpointOf(folder, 1)];
    const moved = Math.max(
      ...Object.keys(after.model)
        .filter((key) => !key.includes('moving'))
        .flatMap((key) => valuesOf(after, key).map((value, i) => Math.abs(value - (valuesOf(before, key)[i] ?? NaN)))),
    );
    expect(moved).toBeGreaterThan(1e-5);
    expect(moved).toBeLessThan(8.1e-4);
  });

  it('stand for layers of every kind, and not for frozen ones', async () => {
    const document = tinyVae();
    const decode = document.nodes.decode;
    if (!decode) throw new Error('no decoder');
    const { gradientNorms } = await firstEpoch({ ...document, nodes: { ...document.nodes, decode: { ...decode, frozen: true } } });
    expect(Object.keys(gradientNorms)).toEqual(['encode', 'normal', 'heads', 'points']);
    for (const norm of Object.values(gradientNorms)) expect(norm).toBeGreaterThan(0);
  });
});

describe('validation', () => {
  it('of a checkpoint gives the figures of its epoch again, each time, with the β the user chose', async () => {
    const handle = await started(engine, tinyVae(), { folder: at('again') });
    const epochs = only(
      await allEvents(handle, (event) => {
        if (event.event === 'epoch' && event.epoch === 1) handle.setBeta(0.7);
      }),
      'epoch',
    );
    for (const { epoch, validation } of epochs) {
      const { value: run } = await engine.openRun(at('again'), { checkpoint: epoch });
      for (let look = 0; look < 2; look++) {
        const found = await run?.evaluate('validation');
        // A run evaluates inside its compiled session, a checkpoint is evaluated an operation at a time: float32 rounding apart.
        const { classes, ...figures } = validation ?? {};
        expect(classes).toBeNull();
        expect(Object.keys(found?.figures ?? {})).toEqual(Object.keys(figures));
        for (const [name, value] of Object.entries(figures)) {
          if (typeof value === 'number') expect((Object.entries(found?.figures ?? {}).find(([key]) => key === name)?.[1] ?? NaN) / value).toBeCloseTo(1, 6);
        }
      }
      run?.dispose();
    }
  });
});

describe('the test split', () => {
  it('is never read by a run, with stopping and choosing on', async () => {
    const read = new Set<number>();
    const document = tinyVae({ training: { earlyStopping: { enabled: true, patience: 1, minDelta: 0 } }, data: { normalise: 'standard' } });
    const prepared = await prepareSmall(document);
    const asked = new Set<string>();
    const see = (split: string, batch: Batch): Batch => {
      asked.add(split);
      for (const index of batch.indices) read.add(index);
      return batch;
    };
    const data: typeof prepared.data = {
      ...prepared.data,
      recipe: null,
      *batches(split, options) {
        for (const batch of prepared.data.batches(split, options)) yield see(split, batch);
      },
      pick: (split, indices) => see(split, prepared.data.pick(split, indices)),
    };
    for await (const { event } of train(jobOf(prepared, { data }))) expect(event).not.toBe('issue');
    expect(asked).toEqual(new Set(['train', 'validation']));
    const held = [...prepared.data.batches('test', { batchSize: 1000, epoch: 0 })].flatMap(({ indices }) => [...indices]);
    expect(held).toHaveLength(30);
    expect(held.filter((index) => read.has(index))).toEqual([]);
    expect(read.size).toBe(270);
  });
});

describe('weights', () => {
  it('of frozen nodes stay as they are, bit for bit; the others move', async () => {
    const document = tinyVae({ training: { optimiser: { kind: 'adamw', weightDecay: 0.1 } } });
    const frozen = Object.fromEntries(
      Object.entries(document.nodes).map(([id, drawn]) => [id, ['encode', 'normal', 'points'].includes(id) ? { ...drawn, frozen: true } : drawn]),
    );
    await allEvents(await started(engine, { ...document, nodes: frozen }, { folder: at('frozen') }));
    // The model before its first step is gone with the first epoch: the same seed makes it again.
    const fresh = await started(engine, document, { folder: at('fresh') });
    await allEvents(fresh, ({ event }) => {
      if (event === 'start') fresh.stop();
    });
    const [before, after] = [await checkpointOf('fresh', 0), await checkpointOf('frozen', 3)];
    for (const key of Object.keys(after.model).filter((name) => !name.includes(':'))) {
      const stays = /^(encode|normal|points)\//.test(key);
      expect([key, valuesOf(after, key).every((value, i) => value === valuesOf(before, key)[i])]).toEqual([key, stays]);
    }
    expect(Object.keys(after.model).some((key) => key.startsWith('encode/kernel:'))).toBe(false);
  });

  it('a model that is frozen whole runs, and nothing of it moves', async () => {
    const document = tinyLinear({ training: { epochs: 2 } });
    const nodes = Object.fromEntries(Object.entries(document.nodes).map(([id, drawn]) => [id, { ...drawn, frozen: true }]));
    const epochs = only(await allEvents(await started(engine, { ...document, nodes })), 'epoch');
    expect(epochs.map(({ gradientNorms }) => gradientNorms)).toEqual([{}, {}]);
    expect(epochs[1]?.validation?.loss).toBe(epochs[0]?.validation?.loss);
  });

  it('can come from another run: those that fit, without its optimiser’s slots', async () => {
    await allEvents(await started(engine, tinyVae(), { folder: at('first') }));
    const still = { epochs: 1, optimiser: { kind: 'adam', learningRate: 0 } } as const;
    const handle = await started(engine, tinyVae({ training: still }), { folder: at('second'), startFrom: at('first') });
    await allEvents(handle);
    const [from, to] = [await checkpointOf('first', 3), await checkpointOf('second', 1)];
    for (const key of Object.keys(to.model).filter((name) => !name.includes(':') && !name.includes('moving')))
      expect(valuesOf(to, key)).toEqual(valuesOf(from, key));
    const started2 = await started(engine, tinyVae({ training: still }), { folder: at('third'), startFrom: at('first') });
    await allEvents(started2, ({ event }) => {
      if (event === 'start') started2.stop();
    });
    const begun = await checkpointOf('third', 0);
    expect(valuesOf(begun, 'encode/kernel')).toEqual(valuesOf(from, 'encode/kernel'));
    expect(new Set(valuesOf(begun, 'encode/kernel:m'))).toEqual(new Set([0]));
  });

  it('of another run that fit in part are taken with a warning, and refused where none fits', async () => {
    const wider = tinyVae();
    const points = wider.nodes.decode;
    if (!points) throw new Error('no decoder');
    const document = { ...wider, nodes: { ...wider.nodes, decode: { ...points, params: { ...points.params, units: 20 } } } };
    const partial = await engine.train({ document, folder: at('partial'), startFrom: at('first') });
    expect(partial.issues.map(({ code, values }) => [code, values.missing])).toEqual([['start-weights-partial', 3]]);
    const foreign = await engine.train({ document: tinyClassifier(), folder: at('foreign'), startFrom: at('first') });
    expect([foreign.value, foreign.issues.map(({ code }) => code)]).toEqual([undefined, ['start-weights-none']]);
    const missing = await engine.train({ document: tinyClassifier(), folder: at('foreign'), startFrom: at('nowhere') });
    expect(missing.issues.map(({ code }) => code)).toEqual(['run-missing']);
    // Nothing was left behind that would stand in the way of the next try.
    expect((await engine.train({ document: tinyClassifier(), folder: at('foreign') })).issues).toEqual([]);
  });
});

describe('class weights', () => {
  it('weigh each example’s loss by its class, with mean 1', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${Math.sin(i)},${Math.cos(i * 2)},${i % 6 === 0 ? 'rare' : i % 2 ? 'odd' : 'even'}`);
    writeFileSync(at('classes.csv'), `a,b,kind\n${rows.join('\n')}\n`);
    const document = tinyClassifier({
      training: { epochs: 1, batchSize: 12, optimiser: { kind: 'sgd', learningRate: 0 } },
      data: { kind: 'csv', path: at('classes.csv'), labelColumn: 'kind', limit: 60, normalise: 'none', balance: 'weights', split: { validation: 0, test: 0 } },
    });
    const [epoch] = only(await allEvents(await started(engine, document, { folder: at('weighted') })), 'epoch');
    const { data } = await prepareSmall(document);
    const batches = [...data.batches('train', { batchSize: 12, epoch: 0 })];
    const checkpoint = await checkpointOf('weighted', 1);
    let expected = 0,
      plain = 0;
    for (const batch of batches)
      softmaxModel(checkpoint, batch).forEach((row, i) => {
        const entropy = -Math.log(row[batch.labels?.[i] ?? -1] ?? NaN);
        expected += ((batch.weights?.[i] ?? NaN) * entropy) / 60;
        plain += entropy / 60;
      });
    expect(epoch?.loss).toBeCloseTo(expected, 5);
    expect(Math.abs(expected - plain)).toBeGreaterThan(1e-3);
    expect(curveOf(epoch ? [epoch] : [])[0]?.validation).toBeNull();
  });
});
