import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { templates } from '../../shared/templates/templates.ts';
import type { TemplateId } from '../../shared/templates/templates.ts';
import { replayInKeras } from './replayInKeras.ts';
import { writeReplay } from './writeReplay.ts';

/**
 * Parity with Keras: the same start weights, batches and ε, 200 steps; `npm run parity [-- TEMPLATE …]`. Each template runs free, and in stretches of
 * ten steps that start from our own state (README.md says why). Exits 1 where a stretch lies further than 1e-3 from Keras's loss.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const isTemplate = (id: string): id is TemplateId => Object.hasOwn(templates, id);
const asked = process.argv.slice(2);
const steps = 200;
let failed = 0;

for (const id of asked.length > 0 ? asked : ['vae-dense', 'vae-conv', '2-cnn']) {
  if (!isTemplate(id)) throw new Error(`no template is called ${id}`);
  const folder = await mkdtemp(join(tmpdir(), 'hourglass-parity-'));
  try {
    await writeReplay({ document: templates[id].build(), steps, root, folder, anchorEvery: 10 });
    for (const anchored of [false, true]) {
      const report = await replayInKeras(folder, { tolerance: 1e-3, anchored });
      if (anchored && !report.passed) failed += 1;
      const furthest = report.largest.map(({ what, relative, step }) => `${what} ${relative.toExponential(1)} (step ${step})`).join(', ');
      console.log(
        `${report.passed ? 'within' : 'BEYOND'} 1e-3: ${id}, ${report.steps} steps ${anchored ? 'in stretches of 10' : 'free'} against Keras ${report.versions.keras}: ${furthest}; end weights ${report.endWeights?.relative.toExponential(1)} (${report.endWeights?.weight})`,
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
process.exitCode = failed > 0 ? 1 : 0;
