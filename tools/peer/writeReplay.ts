import { join } from 'node:path';
import { zipSync } from 'fflate';
import { analyseDocument } from '../../shared/check/analyse.ts';
import type { Plan } from '../../shared/check/stages.ts';
import type { GraphDoc, OptimiserSettings } from '../../shared/graph/document.ts';
import type { Batch } from '../../main/engine/data/dataset.ts';
import { loadDataset } from '../../main/engine/data/loadDataset.ts';
import { prepareData } from '../../main/engine/data/prepareData.ts';
import type { NamedValues } from '../../main/engine/files/safetensors.ts';
import { encodeNpy } from '../../main/engine/files/npyWriter.ts';
import type { NpyArray } from '../../main/engine/files/npyWriter.ts';
import { writeWhole } from '../../main/engine/files/writeWhole.ts';
import { emitKeras } from '../../main/engine/kinds/emitKeras.ts';
import { drawSeed, lowerPlan } from '../../main/engine/kinds/network.ts';
import { openDevice } from '../../main/engine/tfjs/devices.ts';
import { randomNormal } from '../../shared/random/philox.ts';
import { sizeOf } from '../../shared/nodes/tensorSpec.ts';
import { eagerStep, termNames } from '../../main/engine/step/eagerStep.ts';
import { createModelState, readModelState, tensorsOf } from '../../main/engine/step/modelState.ts';
import { createOptimiser } from '../../main/engine/step/optimisers.ts';
import type { ReplayEntry, ReplayLosses, ReplaySettings } from './replayInKeras.ts';

export interface ReplayWish {
  readonly document: GraphDoc;
  readonly steps: number;
  readonly root: string;
  readonly folder: string;
  /** Also writes our state before every so many steps, for a comparison in stretches. Adam only. */
  readonly anchorEvery?: number;
}

/**
 * Trains a document for `steps` full batches in our engine, and writes all that Keras needs to do the same (README.md): the emitted plan, start
 * weights, batches, ε, and our loss at each step. Graphs whose only draws are those of Sample nodes.
 */
export async function writeReplay({ document, steps, root, folder, anchorEvery }: ReplayWish): Promise<void> {
  // 1. The engine's own data, plan and start.
  await openDevice('tensorflow');
  const { plan, batches } = await gather(document, steps, root);
  const network = lowerPlan(plan);
  const { training } = plan;
  const optimiser = createOptimiser(training.optimiser);
  let state = createModelState(network, optimiser, training.seed);
  const start = await readModelState(state, optimiser);
  // 2. Train, noting each loss before its update.
  const total: number[] = [];
  const terms: Record<string, number[]> = {};
  const anchors: Anchor[] = [];
  for (const [step, batch] of batches.entries()) {
    if (anchorEvery !== undefined && step % anchorEvery === 0) anchors.push({ step, values: await readModelState(state, optimiser) });
    const made = eagerStep({ network, optimiser, training, seed: training.seed }, state, batch, {
      step,
      learningRate: training.optimiser.learningRate,
      betas: {},
      withGradientNorms: false,
    });
    state = made.state;
    const [loss, ...values] = await made.figures.figures.data();
    total.push(loss ?? NaN);
    for (const name of made.figures.present) (terms[name] ??= []).push(values[termNames.indexOf(name)] ?? NaN);
    for (const tensor of [made.figures.figures, made.figures.klPerDimension, made.figures.confusion]) tensor?.dispose();
  }
  const end = await readModelState(state, optimiser);
  for (const tensor of tensorsOf(state)) tensor.dispose();
  // 3. Write it down.
  const weightsOnly = (values: typeof start): Record<string, NpyArray> =>
    Object.fromEntries(
      network.weights.flatMap(({ key }) => {
        const found = values[key];
        return found ? [[key, found]] : [];
      }),
    );
  const settings: ReplaySettings = { optimizer: kerasOptimiser(training.optimiser) };
  const losses: ReplayLosses = { total, terms };
  await Promise.all([
    writeWhole(join(folder, 'plan.json'), JSON.stringify(replayEntries(plan))),
    writeWhole(join(folder, 'settings.json'), JSON.stringify(settings)),
    writeWhole(join(folder, 'losses.json'), JSON.stringify(losses)),
    writeNpz(join(folder, 'start.npz'), weightsOnly(start)),
    writeNpz(join(folder, 'end.npz'), weightsOnly(end)),
    writeNpz(join(folder, 'batches.npz'), joinBatches(plan, batches)),
    writeNpz(join(folder, 'eps.npz'), noiseOf(plan, steps, training.batchSize)),
    ...(anchors.length > 0 ? [writeNpz(join(folder, 'anchors.npz'), stackAnchors(anchors))] : []),
  ]);
}

interface Anchor {
  readonly step: number;
  readonly values: NamedValues;
}

/** `<node>/<weight>` as weight:…, `<node>/<weight>:m` as m:…, each with the anchors as its first axis. */
function stackAnchors(anchors: readonly Anchor[]): Record<string, NpyArray> {
  const stacked: Record<string, NpyArray> = { steps: { shape: [anchors.length], values: Int32Array.from(anchors, ({ step }) => step) } };
  for (const [key, { shape, values }] of Object.entries(anchors[0]?.values ?? {})) {
    const all = new Float32Array(anchors.length * values.length);
    anchors.forEach((anchor, index) => all.set(anchor.values[key]?.values ?? [], index * values.length));
    const [weight, slot] = key.split(':');
    stacked[slot === undefined ? `weight:${weight}` : `${slot}:${weight}`] = { shape: [anchors.length, ...shape], values: all };
  }
  return stacked;
}

async function gather(document: GraphDoc, steps: number, root: string): Promise<{ plan: Plan; batches: readonly Batch[] }> {
  const seed = document.training.seed;
  const loaded = await loadDataset(document.data, { root, seed });
  const prepared = loaded.value && prepareData(loaded.value, document.data, seed);
  const { plan, issues } = analyseDocument(document);
  if (!prepared?.value || !plan)
    throw new Error(`cannot replay: ${[...loaded.issues, ...(prepared?.issues ?? []), ...issues].map(({ code }) => code).join(', ')}`);
  const { batchSize } = plan.training;
  const batches: Batch[] = [];
  for (let epoch = 0; batches.length < steps; epoch++) {
    for (const batch of prepared.value.batches('train', { batchSize, epoch })) if (batch.size === batchSize && batches.length < steps) batches.push(batch);
  }
  return { plan, batches };
}

function replayEntries(plan: Plan): readonly ReplayEntry[] {
  return emitKeras(plan).flatMap(({ node, emission }): readonly ReplayEntry[] => [
    ...emission.layers.map((layer) => ({
      ...layer,
      node: node.id,
      ...(layer.className === 'InputLayer' ? { batch: layer.feed === 'labels' ? 'labels' : 'x' } : {}),
    })),
    ...(emission.sample ? [{ name: node.id, sample: emission.sample }] : []),
    ...(emission.loss ? [{ name: node.id, loss: emission.loss }] : []),
  ]);
}

function kerasOptimiser({ kind, learningRate, momentum, rho, beta1, beta2, epsilon, weightDecay }: OptimiserSettings): ReplaySettings['optimizer'] {
  const adam = { learning_rate: learningRate, beta_1: beta1, beta_2: beta2, epsilon };
  switch (kind) {
    case 'sgd':
      return { class_name: 'SGD', config: { learning_rate: learningRate } };
    case 'momentum':
      return { class_name: 'SGD', config: { learning_rate: learningRate, momentum } };
    case 'rmsprop':
      return { class_name: 'RMSprop', config: { learning_rate: learningRate, rho, epsilon } };
    case 'adam':
      return { class_name: 'Adam', config: adam };
    case 'adamw':
      return { class_name: 'AdamW', config: { ...adam, weight_decay: weightDecay } };
  }
}

function joinBatches(plan: Plan, batches: readonly Batch[]): Record<string, NpyArray> {
  const input = plan.nodes.find(({ id }) => id === plan.anatomy.input);
  const shape = input?.outputs.out?.shape ?? [];
  const size = plan.training.batchSize;
  const x = new Float32Array(batches.length * size * sizeOf(shape));
  batches.forEach((batch, index) => x.set(batch.x, index * batch.x.length));
  const labels = batches.flatMap((batch) => (batch.labels ? Array.from(batch.labels) : []));
  return {
    x: { shape: [batches.length, size, ...shape], values: x },
    ...(labels.length > 0 ? { labels: { shape: [batches.length, size], values: Int32Array.from(labels) } } : {}),
  };
}

/** ε of every Sample node at every step, drawn as the engine draws it. */
function noiseOf(plan: Plan, steps: number, batchSize: number): Record<string, NpyArray> {
  const samples = plan.nodes.filter(({ kind, inputs }) => kind === 'sample' && !inputs.noise);
  return Object.fromEntries(
    samples.map((node) => {
      const shape = node.outputs.out?.shape ?? [];
      const count = batchSize * sizeOf(shape);
      const values = new Float32Array(steps * count);
      for (let step = 0; step < steps; step++) values.set(randomNormal([drawSeed(plan.training.seed, node.id, 0), step], count), step * count);
      return [node.id, { shape: [steps, batchSize, ...shape], values }];
    }),
  );
}

async function writeNpz(path: string, arrays: Readonly<Record<string, NpyArray>>): Promise<void> {
  const files = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, encodeNpy(array)] as const);
  await writeWhole(path, zipSync(Object.fromEntries(files), { level: 0 }));
}
