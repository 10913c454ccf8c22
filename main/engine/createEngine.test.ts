import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawGraph, node } from '../../shared/templates/drawGraph.ts';
import { templates } from '../../shared/templates/templates.ts';
import type { Engine } from './engine.ts';
import { tf } from './tfjs/core.ts';
import { allEvents, changed, only, openSmallEngine, started, temporaryFolder, tinyClassifier, tinyVae } from './train/testing/smallRuns.ts';

let engine: Engine;
const { at, remove } = temporaryFolder();
beforeAll(async () => {
  engine = await openSmallEngine();
});
afterAll(remove);

const codes = (issues: readonly { readonly code: string }[]): string[] => issues.map(({ code }) => code);

/** 784 → n → n → 784. */
const wide = (units: number) =>
  drawGraph({
    name: 'wide',
    goal: 'autoencoder',
    nodes: {
      input: node('input', { shape: [784] }),
      a: node('dense', { units }),
      b: node('dense', { units }),
      pixels: node('dense', { units: 784, activation: 'sigmoid' }),
      loss: node('loss', { kl: false }),
    },
    wires: ['input > a', 'a > b', 'b > pixels', 'pixels > loss', 'input > loss.target'],
    data: { limit: 200 },
  });

describe('cost', () => {
  it('is told before the first step: parameters, memory, seconds', async () => {
    const [start] = await allEvents(await started(engine, changed(templates['vae-dense'].build(), { training: { epochs: 1 }, data: { limit: 200 } })));
    if (start?.event !== 'start') throw new Error('no start');
    // 784·512 + 512, two heads 512·2 + 2, 2·512 + 512, 512·784 + 784; each with its gradient and two slots of Adam.
    const parameters = 784 * 512 + 512 + 2 * (512 * 2 + 2) + 2 * 512 + 512 + 512 * 784 + 784;
    expect(start.cost).toMatchObject({ parameters, trainedParameters: parameters });
    expect(start.cost.memoryBytes).toBeGreaterThan(16 * parameters);
    expect(start.cost.memoryBytes).toBeLessThan(32 * parameters);
    expect(start.cost.secondsPerEpoch).toBeGreaterThan(0);
  });

  it('counts frozen weights as not trained', async () => {
    const document = tinyVae();
    const encode = document.nodes.encode;
    if (!encode) throw new Error('no encoder');
    const [free, frozen] = await Promise.all(
      [document, { ...document, nodes: { ...document.nodes, encode: { ...encode, frozen: true } } }].map(async (one) => {
        const handle = await started(engine, one);
        return only(await allEvents(handle, () => handle.stop()), 'start')[0]?.cost;
      }),
    );
    expect((free?.trainedParameters ?? 0) - (frozen?.trainedParameters ?? 0)).toBe(2 * 16 + 16);
    expect(frozen?.parameters).toBe(free?.parameters);
  });

  it('beyond memory refuses with the figure, before anything is made', async () => {
    const bytes = 1.3 * Math.min(os.totalmem(), process.constrainedMemory() || Infinity);
    const document = wide(Math.ceil(Math.sqrt(bytes / 16)));
    const [tensors, resident] = [tf.memory().numTensors, process.memoryUsage.rss()];
    const { value, issues } = await engine.train({ document, folder: at('wide') });
    const [refusal] = issues.filter(({ severity }) => severity === 'error');
    expect(value).toBeUndefined();
    expect(refusal?.code).toMatch(bytes < 60 * 2 ** 30 ? /^run-memory$/ : /^(run-memory|cost-beyond-memory)$/);
    expect(Number(refusal?.values.needed)).toBeGreaterThan((bytes / 2 ** 30) * 0.9);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(process.memoryUsage.rss() - resident).toBeLessThan(2 ** 28);
    expect(existsSync(at('wide'))).toBe(false);
  });
});

describe('what is refused is a value, and leaves nothing behind', () => {
  it('a graph with errors', async () => {
    const document = tinyVae();
    const { value, issues } = await engine.train({
      document: { ...document, edges: document.edges.filter(({ to }) => to.port !== 'target') },
      folder: at('unfed'),
    });
    expect([value, codes(issues)]).toEqual([undefined, ['port-unfed']]);
    expect(existsSync(at('unfed'))).toBe(false);
  });
  it('a batch larger than the training split', async () => {
    const document = tinyVae({ training: { batchSize: 241 } });
    expect(codes((await engine.train({ document, folder: at('large') })).issues)).toEqual(['data-batch-too-large']);
    expect(codes(await engine.validate(document))).toEqual(['data-batch-too-large']);
    expect(codes(await engine.validate(tinyVae()))).toEqual([]);
    expect(existsSync(at('large'))).toBe(false);
  });
  it('a folder in which a run lies', async () => {
    await allEvents(await started(engine, tinyVae({ training: { epochs: 1 } }), { folder: at('taken') }));
    const before = readFileSync(at('taken/events.jsonl'), 'utf8');
    expect(codes((await engine.train({ document: tinyVae(), folder: at('taken') })).issues)).toEqual(['run-folder-taken']);
    expect(readFileSync(at('taken/events.jsonl'), 'utf8')).toBe(before);
  });
  it('a folder that cannot be made', async () => {
    writeFileSync(at('file'), 'a file');
    expect(codes((await engine.train({ document: tinyVae(), folder: at('file/run') })).issues)).toEqual(['run-unwritable']);
    expect(readFileSync(at('file'), 'utf8')).toBe('a file');
  });
  it('a run that is none', async () => {
    mkdirSync(at('empty'));
    for (const found of [await engine.resume(at('empty')), await engine.openRun(at('empty')), await engine.openRun(at('nowhere'))])
      expect(codes(found.issues)).toEqual(['run-missing']);
    expect(codes((await engine.openRun(at('taken'), { checkpoint: 7 })).issues)).toEqual(['checkpoint-missing']);
  });
});

describe('an open run', () => {
  it('reads the best epoch where early stopping chose one, the last elsewhere', async () => {
    const rising = { epochs: 3, optimiser: { kind: 'sgd', learningRate: 1.5 }, seed: 3 } as const;
    const losses = async (enabled: boolean, name: string) => {
      const epochs = only(
        await allEvents(
          await started(engine, tinyClassifier({ training: { ...rising, earlyStopping: { enabled, patience: 10, minDelta: 0 } } }), { folder: at(name) }),
        ),
        'epoch',
      );
      const { value } = await engine.openRun(at(name));
      const found = await value?.evaluate('validation');
      value?.dispose();
      return { epochs: epochs.map(({ validation }) => validation?.loss ?? NaN), read: found?.figures.loss };
    };
    const [best, last] = [await losses(true, 'best'), await losses(false, 'last')];
    expect(best.read).toBe(Math.min(...best.epochs));
    expect(last.read).toBe(last.epochs.at(-1));
    expect(best.epochs).toEqual(last.epochs);
  });

  it('names for examples of the user’s own the classes that it counts when it evaluates them', async () => {
    await allEvents(await started(engine, tinyClassifier(), { folder: at('inspected') }));
    const { value: run } = await engine.openRun(at('inspected'));
    if (!run) throw new Error('the run does not open');
    const { examples: count, classes } = await run.evaluate('test');
    const { shape, values, labels } = await run.examples(
      'test',
      Array.from({ length: count }, (_, index) => index),
    );
    const { mean, probabilities } = await run.inspect({ shape, values });
    expect(mean).toBeNull();
    expect(probabilities?.shape).toEqual([count, 3]);
    const confusion = [
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ];
    labels?.forEach((label, example) => {
      const row = Array.from(probabilities?.values.subarray(example * 3, example * 3 + 3) ?? []);
      expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
      const counts = confusion[label] ?? [],
        predicted = row.indexOf(Math.max(...row));
      counts[predicted] = (counts[predicted] ?? 0) + 1;
    });
    expect(confusion).toEqual(classes?.confusion);
    run.dispose();
  });

  it('encodes, decodes, reconstructs and samples in agreeing shapes; the same twice', async () => {
    await allEvents(await started(engine, tinyVae(), { folder: at('read') }));
    const { value: run } = await engine.openRun(at('read'));
    if (!run) throw new Error('the run does not open');
    expect([run.latentShape, run.outputShape, run.conditionClasses]).toEqual([[2], [2], null]);
    const codesOf = await run.encode('test');
    expect([codesOf.mean.shape, codesOf.stdDev?.shape, codesOf.labels?.length]).toEqual([[30, 2], [30, 2], 30]);
    expect(Math.min(...(codesOf.stdDev?.values ?? []))).toBeGreaterThan(0);
    const indices = Array.from({ length: 30 }, (_, i) => i);
    const examples = await run.examples('test', indices);
    const looked = await run.inspect(examples);
    expect(looked.mean).toEqual(codesOf.mean);
    expect(looked.stdDev).toEqual(codesOf.stdDev);
    expect(looked.probabilities).toBeNull();
    const [through, fromMean] = [await run.reconstruct(examples), await run.decode(codesOf.mean)];
    expect(through.shape).toEqual([30, 2]);
    through.values.forEach((value, i) => expect(value).toBeCloseTo(fromMean.values[i] ?? NaN, 5));
    const [a, b, other] = [await run.sample(300, 4), await run.sample(300, 4), await run.sample(300, 5)];
    expect(a).toEqual(b);
    expect(a.codes.shape).toEqual([300, 2]);
    expect(other.codes.values).not.toEqual(a.codes.values);
    expect(await run.decode(a.codes)).toEqual(a.images);
    run.dispose();
  });
});
