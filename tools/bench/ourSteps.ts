/**
 * Our side of the step benchmark, in a process of its own: `ourSteps.ts MODEL WAY THREADS`. Says `ready {…}` once warm, then answers each line `N` on
 * standard input with the milliseconds a step that N steps took. Batches come from the data room, as in a run.
 */
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { analyseDocument } from '../../shared/check/analyse.ts';
import { templates } from '../../shared/templates/templates.ts';
import { loadDataset } from '../../main/engine/data/loadDataset.ts';
import { prepareData } from '../../main/engine/data/prepareData.ts';
import { lowerPlan } from '../../main/engine/kinds/network.ts';
import { createModelState } from '../../main/engine/step/modelState.ts';
import { createOptimiser } from '../../main/engine/step/optimisers.ts';
import { createCompiledStepper, createEagerStepper } from '../../main/engine/step/stepper.ts';
import { openDevice } from '../../main/engine/tfjs/devices.ts';

const [model = 'vae-dense', way = 'compiled', threads = '2'] = process.argv.slice(2);
const device = await openDevice('tensorflow', { threads: Number(threads) });
const document = templates[model === 'vae-conv' ? 'vae-conv' : 'vae-dense'].build();
const loaded = await loadDataset(document.data, { root: fileURLToPath(new URL('../..', import.meta.url)), seed: 1 });
const data = loaded.value && prepareData(loaded.value, document.data, 1).value;
const { plan } = analyseDocument(document);
if (!data || !plan) throw new Error('the data or the plan is missing');
const network = lowerPlan(plan);
const optimiser = createOptimiser(plan.training.optimiser);
const context = { network, optimiser, training: plan.training, seed: 1 };
const { batchSize } = plan.training;
const betas = Object.fromEntries(plan.nodes.filter(({ params }) => params.kl === true).map(({ id, params }) => [id, Number(params.beta)]));
const first = data.pick(
  'train',
  Array.from({ length: batchSize }, (_, index) => index),
);
const state = createModelState(network, optimiser, 1);
const compileStartedAt = performance.now();
const stepper = way === 'compiled' ? createCompiledStepper(context, state, [first]) : createEagerStepper(context, state);
const compileMs = performance.now() - compileStartedAt;

let step = 0;
let epoch = 0;
let batches = data.batches('train', { batchSize, epoch })[Symbol.iterator]();
function nextBatch() {
  for (;;) {
    const { value, done } = batches.next();
    if (!done && value.size === batchSize) return value;
    if (done) batches = data?.batches('train', { batchSize, epoch: ++epoch })[Symbol.iterator]() ?? batches;
  }
}

async function run(steps: number): Promise<number> {
  const startedAt = performance.now();
  for (let count = 0; count < steps; count++) {
    const { figures, klPerDimension, confusion, gradientNorms } = stepper.step(nextBatch(), {
      step: step++,
      learningRate: 1e-3,
      betas,
      withGradientNorms: false,
    });
    if (count === steps - 1) await figures.data();
    for (const tensor of [figures, klPerDimension, confusion, gradientNorms]) tensor?.dispose();
  }
  return (performance.now() - startedAt) / steps;
}

await run(10);
console.log(`ready ${JSON.stringify({ versions: { tensorflow: device.version, node: process.versions.node }, compileMs })}`);
for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify({ stepMs: await run(Number(line)) }));
process.exit(0);
