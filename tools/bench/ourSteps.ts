/**
 * Our side of the step benchmark, in a process of its own: `ourSteps.ts MODEL WAY THREADS`. Says `ready {…}` once warm, then answers each line `N` on
 * standard input with the milliseconds a step that N steps took.
 */
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createStepRunner } from '../../main/engine/measure/stepTimes.ts';
import { randomPictures } from '../../main/engine/measure/randomPictures.ts';
import { openDevice } from '../../main/engine/tfjs/devices.ts';
import { templates } from '../../shared/templates/templates.ts';

const [model = 'vae-dense', way = 'compiled', threads = '2'] = process.argv.slice(2);
const device = await openDevice('tensorflow', { threads: Number(threads) });
const document = templates[model === 'vae-conv' ? 'vae-conv' : 'vae-dense'].build('en');
// 64 full training batches of random pictures, as the peers have.
const examples = randomPictures(64 * 160);
const runner = await createStepRunner(document, way === 'eager' ? 'eager' : 'compiled', {
  root: fileURLToPath(new URL('../..', import.meta.url)),
  dataset: examples,
});
// Long calls are programs of their own, made at their first use.
await runner.run(32);
console.log(`ready ${JSON.stringify({ versions: { tensorflow: device.version, node: process.versions.node }, compileMs: runner.compileMs })}`);
for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify({ stepMs: await runner.run(Number(line)) }));
process.exit(0);
