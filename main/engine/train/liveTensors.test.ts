import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import { drawGraph, node } from '../../../shared/templates/drawGraph.ts';
import { templates } from '../../../shared/templates/templates.ts';
import type { Engine } from '../engine.ts';
import { tf } from '../tfjs/core.ts';
import { allEvents, changed, endOf, jobOf, openSmallEngine, prepareSmall, started, temporaryFolder, tinyClassifier, tinyVae } from './testing/smallRuns.ts';
import { train } from './trainer.ts';

let engine: Engine;
const { at, remove } = temporaryFolder();
beforeAll(async () => {
  engine = await openSmallEngine();
});
afterAll(remove);

const live = (): number => tf.memory().numTensors;

/** The waves through an LSTM of 4 steps of 8 values. */
const lstm = drawGraph({
  name: 'LSTM',
  goal: 'autoencoder',
  nodes: {
    input: node('input', { shape: [32, 1] }),
    fold: node('reshape', { shape: [4, 8] }),
    read: node('lstm', { units: 8 }),
    repeat: node('repeatVector', { times: 4 }),
    write: node('lstm', { units: 8, returnSequences: true }),
    values: node('dense', { units: 8 }),
    unfold: node('reshape', { shape: [32, 1] }),
    loss: node('loss', { reconstruction: 'mse', kl: false }),
  },
  wires: ['input > fold', 'fold > read', 'read > repeat', 'repeat > write', 'write > values', 'values > unfold', 'unfold > loss', 'input > loss.target'],
  data: { kind: 'waves' },
});
const small = { training: { batchSize: 4, epochs: 1000 }, data: { limit: 40 } };
const models: readonly (readonly [string, GraphDoc])[] = [
  ['vae-dense', templates['vae-dense'].build()],
  ['vae-conv', templates['vae-conv'].build()],
  ['2-cnn', templates['2-cnn'].build()],
  ['an LSTM', lstm],
  ['dropout, noise and moving averages', tinyVae()],
];

describe('the number of live tensors', () => {
  it.each(models)('is constant over 500 steps: %s', { timeout: 120_000 }, async (_, document) => {
    const before = live();
    const job = jobOf(await prepareSmall(changed(document, small)));
    job.signals.pause();
    const counts = new Map<number, number>();
    for await (const event of train(job)) {
      job.signals.step();
      if (event.event !== 'batch') continue;
      counts.set(live(), (counts.get(live()) ?? 0) + 1);
      if (event.step === 500) job.signals.stop();
    }
    expect([...counts.values()]).toEqual([500]);
    expect(live()).toBe(before);
  });

  it('returns to where it was behind every end of a run', async () => {
    const before = live();
    const of = async (name: string, work: () => Promise<unknown>): Promise<void> => {
      await work();
      expect([name, live()]).toEqual([name, before]);
    };
    await of('never read', () => started(engine, tinyVae()));
    await of('never read, and given back', async () => {
      await (await started(engine, tinyVae())).events[Symbol.asyncIterator]().return?.();
    });
    await of('done', async () => allEvents(await started(engine, tinyVae(), { folder: at('done') })));
    await of('resumed', async () => {
      const { value } = await engine.resume(at('done'), { epochs: 4 });
      if (value) await allEvents(value);
    });
    await of('started from another', async () => allEvents(await started(engine, tinyVae(), { startFrom: at('done') })));
    await of('stopped', async () => {
      const handle = await started(engine, tinyVae(), { folder: at('stopped') });
      await allEvents(handle, ({ event }) => {
        if (event === 'epoch') handle.stop();
      });
    });
    await of('diverged', async () =>
      expect(endOf(await allEvents(await started(engine, tinyVae({ training: { optimiser: { kind: 'sgd', learningRate: 100 } } })))).reason).toBe('diverged'),
    );
    for (const leaveAt of ['start', 'batch', 'epoch', 'checkpoint', 'end'] as const) {
      await of(`left at ${leaveAt}`, async () => {
        const handle = await started(engine, tinyVae(), { folder: at(`left-${leaveAt}`) });
        handle.step();
        for await (const { event } of handle.events) {
          if (event === leaveAt) break;
          handle.resume();
        }
      });
    }
    await of('refused', () => engine.train({ document: tinyVae({ training: { batchSize: 5000 } }), folder: null }));
  });

  it('returns to where it was behind every look into a run', async () => {
    const before = live();
    await allEvents(await started(engine, tinyVae(), { folder: at('look') }));
    const { value: run } = await engine.openRun(at('look'));
    if (!run) throw new Error('the run does not open');
    const open = live();
    const examples = await run.examples('validation', [0, 1, 2]);
    await run.evaluate('test');
    await run.reconstruct(examples);
    await run.encode('validation');
    const { codes } = await run.sample(7, 3);
    await run.decode(codes);
    await expect(run.decode({ shape: [2, 3], values: new Float32Array(6) })).rejects.toThrow('run-codes-shape');
    expect(live()).toBe(open);
    run.dispose();
    expect(live()).toBe(before);
    await allEvents(await started(engine, tinyClassifier(), { folder: at('classes') }));
    const { value: classifier } = await engine.openRun(at('classes'));
    await expect(classifier?.encode('test')).rejects.toThrow('run-no-latent');
    classifier?.dispose();
    expect(live()).toBe(before);
  });
});
