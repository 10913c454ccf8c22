import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { analyseDocument } from '../../../../shared/check/analyse.ts';
import type { Plan } from '../../../../shared/check/stages.ts';
import { dataReferenceSchema } from '../../../../shared/data/dataReference.ts';
import { trainingSchema } from '../../../../shared/graph/document.ts';
import type { GraphDoc } from '../../../../shared/graph/document.ts';
import type { EpochFigures, RunEvent } from '../../../../shared/run/runEvent.ts';
import { initialRunState } from '../../../../shared/run/runState.ts';
import { drawGraph, node } from '../../../../shared/templates/drawGraph.ts';
import type { Drawing } from '../../../../shared/templates/drawGraph.ts';
import type { Dataset, PreparedData } from '../../data/dataset.ts';
import { loadDataset } from '../../data/loadDataset.ts';
import { prepareData } from '../../data/prepareData.ts';
import { createEngine } from '../../engine.ts';
import type { Engine, RunHandle } from '../../engine.ts';
import { lowerPlan } from '../../kinds/network.ts';
import { createModelState } from '../../step/modelState.ts';
import { createOptimiser } from '../../step/optimisers.ts';
import { createRunSignals } from '../runSignals.ts';
import type { TrainJob } from '../course.ts';

export const root = resolve(import.meta.dirname, '../../../..');

export const openSmallEngine = (): Promise<Engine> => createEngine({ root, device: 'tensorflow', threads: 2 });

/** A folder that is gone when the tests are; give its `remove` to afterAll. */
export function temporaryFolder(): { readonly at: (...parts: string[]) => string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'hourglass-train-'));
  return { at: (...parts) => join(folder, ...parts), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

type Wishes = { readonly training?: Drawing['training']; readonly data?: object };

/** A document with some of its settings changed; what is not named of optimiser, schedule, … keeps its default. */
export function changed(document: GraphDoc, { training = {}, data = {} }: Wishes): GraphDoc {
  return { ...document, training: trainingSchema.parse({ ...document.training, ...training }), data: dataReferenceSchema.parse({ ...document.data, ...data }) };
}

/** A VAE on points with everything in it that a resumed run must meet again: dropout, noise, moving averages, augmentation. 240 examples, 8 steps an epoch, the last smaller. */
export const tinyVae = (wishes: Wishes = {}): GraphDoc =>
  changed(
    drawGraph({
      name: 'tiny VAE',
      goal: 'vae',
      nodes: {
        input: node('input', { shape: [2] }),
        encode: node('dense', { units: 16, activation: 'tanh' }),
        normal: node('batchNorm'),
        drop: node('dropout', { rate: 0.2 }),
        heads: node('split', { mode: 'heads', units: 2 }),
        sample: node('sample'),
        decode: node('dense', { units: 16, activation: 'tanh' }),
        blur: node('gaussianNoise', { stdDev: 0.05 }),
        points: node('dense', { units: 2 }, 'Points'),
        loss: node('loss', { reconstruction: 'mse', beta: 0.1 }),
      },
      wires: [
        'input > encode',
        'encode > normal',
        'normal > drop',
        'drop > heads',
        'heads.mean > sample.mean',
        'heads.spread > sample.spread',
        'sample > decode',
        'decode > blur',
        'blur > points',
        'points > loss',
        'input > loss.target',
        'heads.mean > loss.mean',
        'heads.spread > loss.spread',
      ],
      training: { epochs: 3, batchSize: 32, seed: 5, optimiser: { learningRate: 0.01 } },
      data: { kind: 'moons', limit: 300, normalise: 'standard', augment: { shift: 0, rotate: 0, flip: false, noise: 0.05 } },
    }),
    wishes,
  );

/** Three rings told apart by two dense layers. */
export const tinyClassifier = (wishes: Wishes = {}): GraphDoc =>
  changed(
    drawGraph({
      name: 'tiny classifier',
      goal: 'classifier',
      nodes: {
        input: node('input', { shape: [2] }),
        hidden: node('dense', { units: 24, activation: 'relu' }),
        classes: node('dense', { units: 3, activation: 'softmax' }),
        labels: node('labels', { classes: 3, encoding: 'integer' }),
        loss: node('classificationLoss', { form: 'sparse' }),
      },
      wires: ['input > hidden', 'hidden > classes', 'classes > loss.prediction', 'labels > loss.labels'],
      training: { epochs: 3, batchSize: 32, optimiser: { learningRate: 0.02 } },
      data: { kind: 'rings', limit: 400, normalise: 'standard' },
    }),
    wishes,
  );

/** x → Dense → x̂ without activation: its loss and gradients can be written down. */
export const tinyLinear = (wishes: Wishes = {}): GraphDoc =>
  changed(
    drawGraph({
      name: 'tiny linear',
      goal: 'free',
      nodes: { input: node('input', { shape: [2] }), map: node('dense', { units: 2 }), loss: node('loss', { reconstruction: 'mse', kl: false }) },
      wires: ['input > map', 'map > loss', 'input > loss.target'],
      training: { epochs: 1, batchSize: 64, optimiser: { kind: 'sgd', learningRate: 0.01 } },
      data: { kind: 'moons', limit: 80, normalise: 'none', split: { validation: 0.1, test: 0.1 } },
    }),
    wishes,
  );

/** Starts a run or fails with the codes that refused it. */
export async function started(engine: Engine, document: GraphDoc, options: { readonly folder?: string; readonly startFrom?: string } = {}): Promise<RunHandle> {
  const { value, issues } = await engine.train({
    document,
    folder: options.folder ?? null,
    ...(options.startFrom === undefined ? {} : { startFrom: options.startFrom }),
  });
  if (!value) throw new Error(issues.map(({ code, values }) => `${code} ${JSON.stringify(values)}`).join('; '));
  return value;
}

export async function resumed(engine: Engine, folder: string, epochs?: number): Promise<RunHandle> {
  const { value, issues } = await engine.resume(folder, epochs === undefined ? {} : { epochs });
  if (!value) throw new Error(issues.map(({ code, values }) => `${code} ${JSON.stringify(values)}`).join('; '));
  return value;
}

/** Drives a run to its end; `watch` sees each event as it comes. */
export async function allEvents({ events }: Pick<RunHandle, 'events'>, watch: (event: RunEvent) => void = () => {}): Promise<RunEvent[]> {
  const seen: RunEvent[] = [];
  for await (const event of events) {
    seen.push(event);
    watch(event);
  }
  return seen;
}

type EventOf<E extends RunEvent['event']> = Extract<RunEvent, { event: E }>;
export function only<E extends RunEvent['event']>(events: readonly RunEvent[], name: E): EventOf<E>[] {
  return events.filter((event): event is EventOf<E> => event.event === name);
}

/** The end event; a run without one fails. */
export function endOf(events: readonly RunEvent[]): EventOf<'end'> {
  const [end] = only(events, 'end');
  if (!end) throw new Error('the run has no end');
  return end;
}

/** An epoch's figures without those that a clock gives. */
export function curveOf(epochs: readonly EpochFigures[]): Omit<EpochFigures, 'seconds' | 'examplesPerSecond'>[] {
  return epochs.map(
    (figures) =>
      Object.fromEntries(Object.entries(figures).filter(([key]) => !['seconds', 'examplesPerSecond', 'event'].includes(key))) as Omit<
        EpochFigures,
        'seconds' | 'examplesPerSecond'
      >,
  );
}

export interface Prepared {
  readonly plan: Plan;
  readonly dataset: Dataset;
  readonly data: PreparedData;
}

/** Plan and data of a document. */
export async function prepareSmall(document: GraphDoc): Promise<Prepared> {
  const loaded = await loadDataset(document.data, { root, seed: document.training.seed });
  const dataset = loaded.value;
  const data = dataset && prepareData(dataset, document.data, document.training.seed).value;
  if (!dataset || !data) throw new Error('no data');
  const { plan, issues } = analyseDocument(document, { shape: data.facts.shape, range: data.range, classes: data.facts.classes?.length ?? null });
  if (!plan) throw new Error(issues.map(({ code }) => code).join(', '));
  return { plan, dataset, data };
}

/** What the engine hands to the trainer, in memory only. */
export function jobOf({ plan, data }: Prepared, over: Partial<TrainJob> = {}): TrainJob {
  const network = lowerPlan(plan);
  const optimiser = createOptimiser(plan.training.optimiser);
  return {
    compiled: true,
    run: 'small',
    at: '2026-11-20T00:00:00Z',
    network,
    optimiser,
    data,
    makeState: () => createModelState(network, optimiser, plan.training.seed),
    from: null,
    history: initialRunState,
    epochs: plan.training.epochs,
    patienceFrom: 0,
    folder: null,
    signals: createRunSignals(),
    device: { name: 'tensorflow', description: '', threads: 1 },
    versions: { app: '', node: '', tensorflow: '' },
    cost: { parameters: 0, trainedParameters: 0, memoryBytes: 0, secondsPerEpoch: null },
    ...over,
  };
}
