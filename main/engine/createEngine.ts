import { randomUUID } from 'node:crypto';
import os from 'node:os';
import { hasErrors, issue, IssueError } from '../../shared/check/issue.ts';
import type { Issue, Outcome } from '../../shared/check/issue.ts';
import { analyseDocument } from '../../shared/check/analyse.ts';
import { estimateCost } from '../../shared/check/estimateCost.ts';
import type { Plan } from '../../shared/check/stages.ts';
import type { GraphDoc } from '../../shared/graph/document.ts';
import type { RunCost } from '../../shared/run/runEvent.ts';
import { initialRunState } from '../../shared/run/runState.ts';
import type { RunState } from '../../shared/run/runState.ts';
import { appVersion } from './appVersion.ts';
import type { PreparedData } from './data/dataset.ts';
import { loadDataset } from './data/loadDataset.ts';
import { checkBatchSize, prepareData } from './data/prepareData.ts';
import { formatChoices, partChoice } from './export/exportChoices.ts';
import type { ExportChoices } from './export/exportChoices.ts';
import { exportRun } from './export/exportRun.ts';
import type { ExportSource } from './export/exportRun.ts';
import { exportParts } from './export/portableModel.ts';
import type { Engine, EngineOptions, OpenRun, RunHandle, TrainRequest } from './engine.ts';
import { readCheckpoint } from './files/checkpoint.ts';
import type { Checkpoint } from './files/checkpoint.ts';
import { createRunFolder, findCheckpoint, openRunFolder } from './files/runFolder.ts';
import type { RunFolder } from './files/runFolder.ts';
import { lowerPlan } from './kinds/network.ts';
import { createOpenRun } from './probe/openRun.ts';
import { chooseDevice } from './tfjs/chooseDevice.ts';
import type { Device } from './tfjs/devices.ts';
import type { Network } from './kinds/network.ts';
import { createModelState, sameShape, slotKey, writeModelState } from './step/modelState.ts';
import type { ModelState } from './step/modelState.ts';
import { createOptimiser } from './step/optimisers.ts';
import type { Optimiser } from './step/optimisers.ts';
import { createRunSignals } from './train/runSignals.ts';
import { measureSpeed } from './train/measureSpeed.ts';
import { stepsInEpoch } from './train/course.ts';
import { train } from './train/trainer.ts';

/** Opens the device and makes the engine. Rejects where a device that was asked for by name cannot be had; without a name the next slower one is taken. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const device = await chooseDevice(options);
  const context: Context = { options, device };
  return {
    device,
    validate: (document) => validate(context, document),
    train: (request) => asOutcome(() => startTraining(context, request)),
    resume: (folder, wishes = {}) => asOutcome(() => resumeTraining(context, folder, wishes.epochs)),
    openRun: (folder, wishes = {}) => asOutcome(() => openRun(context, folder, wishes.checkpoint)),
    exportChoices: (folder) => asOutcome(() => choicesOf(folder)),
    export: (folder, { checkpoint, ...wish }) => asOutcome(async () => exportRun(await readRun(context, folder, checkpoint), wish)),
    dispose: () => {},
  };
}

interface Context {
  readonly options: EngineOptions;
  readonly device: Device;
}
type Found<T> = { readonly value: T; readonly issues: readonly Issue[] };

/** Expected problems come back as values. */
async function asOutcome<T>(work: () => Promise<Found<T>>): Promise<Outcome<T>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof IssueError) return { value: undefined, issues: error.issues };
    throw error;
  }
}

async function validate(context: Context, document: GraphDoc): Promise<readonly Issue[]> {
  const { value, issues } = await load(context, document);
  const facts = value ? { shape: value.facts.shape, range: value.range, classes: value.facts.classes?.length ?? null } : undefined;
  return [...issues, ...(value ? checkBatchSize(value, document.training.batchSize) : []), ...analyseDocument(document, facts).issues];
}

async function load({ options }: Context, document: GraphDoc): Promise<Outcome<PreparedData>> {
  const { seed } = document.training;
  const loaded = await loadDataset(document.data, { root: options.root, seed, allowDownload: options.allowDownload ?? false });
  if (!loaded.value) return { value: undefined, issues: loaded.issues };
  const prepared = prepareData(loaded.value, document.data, seed);
  return { value: prepared.value, issues: [...loaded.issues, ...prepared.issues] };
}

/** Data and plan of a document; throws IssueError with everything that is wrong. */
async function prepare(context: Context, document: GraphDoc): Promise<{ plan: Plan; data: PreparedData; issues: readonly Issue[] }> {
  const loaded = await load(context, document);
  if (!loaded.value) throw new IssueError(loaded.issues);
  const { facts, range } = loaded.value;
  const { plan, issues } = analyseDocument(document, { shape: facts.shape, range, classes: facts.classes?.length ?? null });
  const all = [...loaded.issues, ...checkBatchSize(loaded.value, document.training.batchSize), ...issues];
  if (!plan || hasErrors(all)) throw new IssueError(all);
  return { plan, data: loaded.value, issues: all };
}

async function startTraining(context: Context, request: TrainRequest): Promise<Found<RunHandle>> {
  // 1. The engine is the authority: it analyses the document again, against the real data.
  const { plan, data, issues } = await prepare(context, request.document);
  // 2. Weights of another run, where asked for: those it is read with.
  const network = lowerPlan(plan);
  const start = request.startFrom === undefined ? null : await takeWeights(network, request.startFrom);
  // 3. What it will cost; nothing is made on disk for a run that cannot be.
  const cost = await costOf(plan, data);
  refuseIfTooLarge(cost);
  // 4. A folder, so that nothing is trained that cannot be kept.
  const id = randomUUID();
  const folder = request.folder === null ? null : await createRunFolder(request.folder, { id, document: request.document });
  const makeState = (optimiser: Optimiser): ModelState => {
    const fresh = createModelState(network, optimiser, plan.training.seed);
    return start ? writeModelState(fresh, null, start.weights).state : fresh;
  };
  const all = start ? [...issues, ...start.issues] : issues;
  return launch(context, {
    id,
    network,
    data,
    issues: all,
    folder,
    cost,
    makeState,
    from: null,
    history: initialRunState,
    epochs: plan.training.epochs,
    patienceFrom: 0,
  });
}

async function resumeTraining(context: Context, path: string, epochs: number | undefined): Promise<Found<RunHandle>> {
  // 1. The run as it was left, and its last checkpoint.
  const { folder, state, issues: found } = await openRunFolder(path);
  const file = await findCheckpoint(path, state, 'last');
  const checkpoint = await readCheckpoint(file);
  // 2. The same data and the same model.
  const { plan, data, issues } = await prepare(context, folder.document);
  if (state.start && state.start.data.hash !== data.facts.hash)
    throw new IssueError([issue('run-data-changed', { file: path }, { expected: state.start.data.hash.slice(0, 12), found: data.facts.hash.slice(0, 12) })]);
  const network = lowerPlan(plan);
  const cost = await costOf(plan, data);
  refuseIfTooLarge(cost);
  refuseIfForeign(network, createOptimiser(plan.training.optimiser), { checkpoint, file });
  const makeState = (optimiser: Optimiser): ModelState =>
    writeModelState(createModelState(network, optimiser, plan.training.seed), optimiser, checkpoint.model).state;
  const wanted = epochs ?? Math.max(plan.training.epochs, state.start?.epochs ?? 0);
  // Who asks for more epochs of a run that stopped early wants them trained: patience begins anew.
  const patienceFrom = epochs === undefined ? 0 : checkpoint.epoch;
  return launch(context, {
    id: folder.id,
    network,
    data,
    issues: [...found, ...issues],
    folder,
    cost,
    makeState,
    from: checkpoint,
    history: state,
    epochs: wanted,
    patienceFrom,
  });
}

/** Weights of a run's checkpoint as far as they fit `network`. Throws IssueError `start-weights-none` where none does. */
async function takeWeights({ weights }: Network, path: string): Promise<{ readonly weights: Checkpoint['model']; readonly issues: readonly Issue[] }> {
  const { folder, state } = await openRunFolder(path);
  const { model } = await readCheckpoint(await findCheckpoint(path, state, usualCheckpoint(folder.document)));
  const missing = weights.filter(({ key, spec }) => !sameShape(model[key]?.shape ?? [-1], spec.shape)).map(({ key }) => key);
  const counts = { missing: missing.length, count: weights.length, first: missing[0] ?? '' };
  if (missing.length === weights.length) throw new IssueError([issue('start-weights-none', { file: path }, counts)]);
  return { weights: model, issues: missing.length > 0 ? [issue('start-weights-partial', { file: path }, counts)] : [] };
}

/** Early stopping restores the best epoch; else the last one counts. */
function usualCheckpoint({ training }: GraphDoc): 'best' | 'last' {
  return training.earlyStopping.enabled ? 'best' : 'last';
}

function refuseIfForeign(
  { weights }: Network,
  { slots }: Optimiser,
  { checkpoint: { model }, file }: { readonly checkpoint: Checkpoint; readonly file: string },
): void {
  for (const { key, spec, trained } of weights) {
    for (const name of [key, ...(trained ? slots.map((slot) => slotKey(key, slot)) : [])]) {
      if (!sameShape(model[name]?.shape ?? [-1], spec.shape))
        throw new IssueError([issue('checkpoint-broken', { file }, { reason: `${name} is missing or of another shape` })]);
    }
  }
}

interface Launch {
  readonly id: string;
  readonly network: Network;
  readonly data: PreparedData;
  readonly issues: readonly Issue[];
  readonly folder: RunFolder | null;
  readonly cost: RunCost;
  readonly makeState: (optimiser: Optimiser) => ModelState;
  readonly from: Checkpoint | null;
  readonly history: RunState;
  readonly epochs: number;
  readonly patienceFrom: number;
}

function launch({ device, options }: Context, { id, network, issues, makeState, ...job }: Launch): Found<RunHandle> {
  const optimiser = createOptimiser(network.plan.training.optimiser);
  const signals = createRunSignals();
  const events = train({
    ...job,
    run: id,
    at: new Date().toISOString(),
    network,
    optimiser,
    signals,
    makeState: () => makeState(optimiser),
    compiled: device.name === 'tensorflow' && options.eager !== true,
    device: { name: device.name, description: device.description, threads: device.threads || os.availableParallelism() },
    versions: { app: appVersion, node: process.versions.node, tensorflow: device.version },
  });
  const { pause, resume, step, stop, setLearningRate, setBeta } = signals;
  return { value: { run: id, history: job.history, events, pause, resume, step, stop, setLearningRate, setBeta }, issues };
}

/** JavaScript's share of a step: about this long for each node, forward and backward. */
const secondsPerNode = 4e-4;

async function costOf(plan: Plan, data: PreparedData): Promise<RunCost> {
  const { parameters, weightBytes, activationBytes, flopsPerStep } = estimateCost(plan);
  const trained = plan.nodes.flatMap((node) => (node.frozen ? [] : node.weights.filter((spec) => spec.trainable)));
  const trainedParameters = trained.reduce((sum, { shape }) => sum + shape.reduce((product, extent) => product * extent, 1), 0);
  const stepSeconds = flopsPerStep / (await measureSpeed()) + plan.nodes.length * secondsPerNode;
  return { parameters, trainedParameters, memoryBytes: weightBytes + activationBytes, secondsPerEpoch: stepSeconds * stepsInEpoch(data, plan) };
}

/** A model gets at most this share of the machine's memory. */
const memoryShare = 0.8;

function refuseIfTooLarge({ memoryBytes, parameters }: RunCost): void {
  const limit = memoryShare * Math.min(os.totalmem(), process.constrainedMemory() || Infinity);
  if (memoryBytes <= limit) return;
  const gib = (bytes: number): string => (bytes / 2 ** 30).toFixed(1);
  throw new IssueError([issue('run-memory', {}, { needed: gib(memoryBytes), available: gib(limit), parameters })]);
}

async function openRun(context: Context, path: string, wanted: number | 'best' | 'last' | undefined): Promise<Found<OpenRun>> {
  const { issues, ...run } = await readRun(context, path, wanted);
  return { value: createOpenRun({ ...run, device: context.device }), issues };
}

/** A run's log, model, data and the wanted checkpoint. */
async function readRun(
  context: Context,
  path: string,
  wanted: number | 'best' | 'last' | undefined,
): Promise<ExportSource & { readonly file: string; readonly issues: readonly Issue[] }> {
  const { folder, state, issues } = await openRunFolder(path);
  const { plan, data } = await prepare(context, folder.document);
  const file = await findCheckpoint(path, state, wanted ?? usualCheckpoint(folder.document));
  return { path, plan, data, state, file, checkpoint: await readCheckpoint(file), hourglass: appVersion, issues };
}

async function choicesOf(path: string): Promise<Found<ExportChoices>> {
  const { folder, issues } = await openRunFolder(path);
  // The run was trained, so its data fitted: nothing is asked of it here.
  const { plan, issues: found } = analyseDocument(folder.document, null);
  if (!plan) throw new IssueError(found);
  return { value: { name: plan.name, parts: exportParts.map((part) => partChoice(plan, part)), formats: formatChoices() }, issues };
}
