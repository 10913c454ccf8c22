import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, expect, it } from 'vitest';
import { templates } from '../../../shared/templates/templates.ts';
import { openDevice } from '../tfjs/devices.ts';
import { createModelState } from './modelState.ts';
import { createCompiledStepper } from './stepper.ts';
import { batchAt, read, subjectOf } from './testing/stepComparison.ts';
import { changed, jobOf, prepareSmall } from '../train/testing/smallRuns.ts';
import { train } from '../train/trainer.ts';

beforeAll(() => openDevice('tensorflow', { threads: 2 }));

const steps = 20_000;

/** Collects what JavaScript no longer holds, so that only what is held counts. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('this Node has no gc');
  return () => void collect();
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

it('a call leaves nothing behind either, be it of one step only', async () => {
  const on = await subjectOf(templates['3-vae'].build(), 8);
  const collect = collector();
  const stepper = createCompiledStepper(on.context, createModelState(on.context.network, on.context.optimiser, 1), [batchAt(on, 0)]);
  const seen: number[] = [];
  for (let step = 0; step < steps; step++) {
    await read(stepper.step(batchAt(on, 0), { step, learningRate: 1e-3, betas: on.betas, withGradientNorms: step % 20 === 0 }));
    if (step % 500 !== 499) continue;
    collect();
    seen.push(process.memoryUsage.rss());
  }
  stepper.dispose();
  const [early, late] = [median(seen.slice(0, 5)), median(seen.slice(-5))];
  process.stdout.write(
    `resident memory ${mebibytes(early)} MiB, after ${steps} calls ${mebibytes(late)} MiB: ${((100 * late) / early - 100).toFixed(2)} %; ${seen.map(mebibytes).join(' ')}\n`,
  );
  expect(late / early - 1).toBeLessThan(0.02);
});

/** The addon keeps a copy of every name it is called with: names must be short, and calls few. */
it(`a run of ${steps} steps grows resident memory by under 2 % after the first 500`, async () => {
  const document = changed(templates['vae-dense'].build(), { training: { epochs: 1_000_000, batchSize: 128 }, data: { limit: 20_000 } });
  const collect = collector();
  const seen: { readonly step: number; readonly bytes: number }[] = [];
  const startedAt = performance.now();
  for await (const event of train(jobOf(await prepareSmall(document)))) {
    if (event.event !== 'epoch') continue;
    collect();
    seen.push({ step: event.step, bytes: process.memoryUsage.rss() });
    if (event.step >= steps) break;
  }
  const among = (from: number, to: number): number => median(seen.filter(({ step }) => step >= from && step <= to).map(({ bytes }) => bytes));
  const early = among(500, 1500),
    late = among(steps - 1000, steps + 1000);
  const growth = late / early - 1;
  process.stdout.write(
    `resident memory ${mebibytes(early)} MiB at step 500–1500, ${mebibytes(late)} MiB at the end: ${(100 * growth).toFixed(2)} %; ` +
      `by 2,000 steps ${seen
        .filter(({ step }, at) => at === 0 || Math.floor(step / 2000) > Math.floor((seen[at - 1]?.step ?? 0) / 2000))
        .map(({ step, bytes }) => `${step}: ${mebibytes(bytes)}`)
        .join(', ')}; ` +
      `${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`,
  );
  expect(growth).toBeLessThan(0.02);
});
