/**
 * Whole runs of a model, by `ourRuns.ts MODEL THREADS`: one JSON object of what a run costs beside its steps. The engine is warm: it has trained another model.
 * Data: Fashion-MNIST where it is installed (Debian's dataset-fashion-mnist), else the model's own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEngine, datasetCatalogue } from '../../main/engine/engine.ts';
import { median } from '../../main/engine/measure/compareSteps.ts';
import { createStepRunner } from '../../main/engine/measure/stepTimes.ts';
import type { GraphDoc } from '../../shared/graph/document.ts';
import { templates } from '../../shared/templates/templates.ts';

const [model = 'vae-dense', threads = '2'] = process.argv.slice(2);
const root = fileURLToPath(new URL('../..', import.meta.url));
const epochs = 3;
const engine = await createEngine({ root, device: 'tensorflow', threads: Number(threads) });
const folder = mkdtempSync(join(tmpdir(), 'hourglass-bench-'));

/** Trains a document to its end; gives milliseconds from asking to the first loss, and to each epoch's end with its validation and checkpoint. */
async function timeRun(document: GraphDoc, name: string) {
  const askedAt = performance.now();
  const { value: handle, issues } = await engine.train({ document, folder: join(folder, name) });
  if (!handle) throw new Error(issues.map(({ code }) => code).join(', '));
  let firstLossMs = NaN;
  const ends: number[] = [],
    training: number[] = [];
  for await (const event of handle.events) {
    if (event.event === 'batch' && Number.isNaN(firstLossMs)) firstLossMs = performance.now() - askedAt;
    if (event.event === 'epoch') {
      ends.push(performance.now());
      training.push(event.seconds * 1000);
    }
  }
  return { firstLossMs, epochMs: ends.slice(1).map((at, index) => at - (ends[index] ?? NaN)), trainingMs: training.slice(1) };
}

const entry = (await datasetCatalogue({ root })).find(({ kind, available }) => kind === 'fashion-mnist' && available);
const drawn = templates[model === 'vae-conv' ? 'vae-conv' : 'vae-dense'].build('en');
const document: GraphDoc = {
  ...drawn,
  data: entry ? { ...drawn.data, kind: 'fashion-mnist' } : drawn.data,
  training: { ...drawn.training, epochs },
};
// Warm: another model has run.
const first = templates['3-vae'].build('en');
await timeRun({ ...first, training: { ...first.training, epochs: 1 } }, 'warm');
const run = await timeRun(document, 'run');
// What the same steps cost by themselves, in this process, before anything else slows the machine.
const runner = await createStepRunner(document, 'compiled', { root });
await runner.run(32);
const steps = runner.stepsPerEpoch;
const stepsMs: number[] = [];
for (let round = 0; round < 3; round++) stepsMs.push((await runner.run(steps)) * steps);
await runner.close();
rmSync(folder, { recursive: true, force: true });
console.log(
  JSON.stringify({
    model,
    data: document.data.kind,
    steps,
    compileMs: runner.compileMs,
    firstLossMs: run.firstLossMs,
    stepsMs: median(stepsMs),
    trainingMs: median(run.trainingMs),
    epochMs: median(run.epochMs),
    trainingToSteps: median(run.trainingMs) / median(stepsMs),
    epochToSteps: median(run.epochMs) / median(stepsMs),
    peakMiB: process.resourceUsage().maxRSS / 1024,
  }),
);
process.exit(0);
