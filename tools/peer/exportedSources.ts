import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadDataset } from '../../main/engine/data/loadDataset.ts';
import { prepareData } from '../../main/engine/data/prepareData.ts';
import { cutModel } from '../../main/engine/export/cutModel.ts';
import type { ExportFormat, ModelCard } from '../../main/engine/export/exportFormat.ts';
import { exampleCard } from '../../main/engine/export/testing/exampleCard.ts';
import { lowerPlan } from '../../main/engine/kinds/network.ts';
import { eagerStep } from '../../main/engine/step/eagerStep.ts';
import { createModelState, readModelState, tensorsOf } from '../../main/engine/step/modelState.ts';
import { createOptimiser } from '../../main/engine/step/optimisers.ts';
import { tf } from '../../main/engine/tfjs/core.ts';
import { analyseDocument } from '../../shared/check/analyse.ts';
import { templates } from '../../shared/templates/templates.ts';
import type { TemplateId } from '../../shared/templates/templates.ts';

/** A case of runSources.py that is trained. */
export interface TrainingCase {
  readonly file: string;
  readonly inputs: readonly [];
  readonly outputs: readonly [];
  readonly train: unknown;
}

interface TrainingWish {
  readonly folder: string;
  readonly steps: number;
  /** Where data sets lie. */
  readonly root: string;
}

const batchSize = 32;

/** Trains `id` for `steps` steps in the engine (`ours`: the loss of each), and writes the model at its start with the examples into `folder`, once a format. */
export async function writeTraining(
  id: TemplateId,
  formats: readonly ExportFormat[],
  { folder, steps, root }: TrainingWish,
): Promise<{ readonly cases: readonly TrainingCase[]; readonly ours: readonly number[] }> {
  // 1. A document of exactly as many examples.
  const document = templates[id].build();
  document.training.batchSize = batchSize;
  document.data = { ...document.data, limit: steps * batchSize, split: { validation: 0, test: 0 } };
  const seed = document.training.seed;
  const loaded = await loadDataset(document.data, { root, seed });
  const data = loaded.value && prepareData(loaded.value, document.data, seed).value;
  const { plan } = analyseDocument(document);
  if (!data || !plan) throw new Error(`${id} cannot be trained`);
  // 2. Our run.
  const network = lowerPlan(plan);
  const optimiser = createOptimiser(plan.training.optimiser);
  let state = createModelState(network, optimiser, seed);
  const start = await readModelState(state, optimiser);
  const batches = [...data.batches('train', { batchSize, epoch: 0 })];
  const ours: number[] = [];
  for (const [step, batch] of batches.entries()) {
    const wish = { step, learningRate: plan.training.optimiser.learningRate, betas: {}, withGradientNorms: false };
    const made = eagerStep({ network, optimiser, training: plan.training, seed }, state, batch, wish);
    state = made.state;
    ours.push((await made.figures.figures.data())[0] ?? NaN);
    tf.dispose([made.figures.figures, made.figures.klPerDimension, made.figures.confusion].flatMap((tensor) => tensor ?? []));
  }
  tf.dispose([...tensorsOf(state)]);
  // 3. The programs, and what they are fed with: normalised already.
  const card: ModelCard = { ...exampleCard, normalisation: { kind: 'none', range: [0, 1], storedRange: [0, 1] } };
  const model = cutModel({ plan, weights: start, part: 'full', sample: 'mean' }).value;
  if (!model) throw new Error(`${id} has a full model`);
  const raw = (values: Float32Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const x = Float32Array.from(batches.flatMap((batch) => Array.from(batch.x)));
  const labels = Float32Array.from(batches.flatMap((batch) => Array.from(batch.labels ?? [])));
  await writeFile(join(folder, `${id}.x.bin`), raw(x));
  await writeFile(join(folder, `${id}.labels.bin`), raw(labels));
  const count = batches.length * batchSize;
  const train = {
    examples: { file: `${id}.x.bin`, shape: [count, ...data.facts.shape] },
    labels: { file: `${id}.labels.bin`, shape: [labels.length], dtype: 'int32' },
    steps,
  };
  const cases: TrainingCase[] = [];
  for (const format of formats) {
    const file = `${id}-${format.id}`;
    const { value: files = {} } = await format.write(model, card);
    await mkdir(join(folder, file), { recursive: true });
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, file, name), bytes);
    cases.push({ file, inputs: [], outputs: [], train });
  }
  return { cases, ours };
}
