import { issue, IssueError } from '../../../shared/check/issue.ts';
import type { Plan, Source } from '../../../shared/check/stages.ts';
import { sizeOf } from '../../../shared/nodes/tensorSpec.ts';
import type { RunState } from '../../../shared/run/runState.ts';
import { deriveSeed, randomNormal } from '../../../shared/random/philox.ts';
import type { Batch, PreparedData } from '../data/dataset.ts';
import type { Codes, OpenRun, Values } from '../engine.ts';
import type { Checkpoint } from '../files/checkpoint.ts';
import { lowerPlan, portKey } from '../kinds/network.ts';
import type { Network } from '../kinds/network.ts';
import { standardDeviation } from '../kinds/sample.ts';
import { tf } from '../tfjs/core.ts';
import { tidy } from '../tfjs/tidy.ts';
import type { Tensor, Tensor1D } from '../tfjs/core.ts';
import type { Device } from '../tfjs/devices.ts';
import { createControlTimeline } from '../train/controlTimeline.ts';
import { evaluateSplit } from '../train/evaluateSplit.ts';
import { sameShape } from '../step/modelState.ts';
import { evaluateEagerly } from '../step/stepper.ts';
import { stepsInEpoch } from '../train/course.ts';

export interface OpenRunRequest {
  readonly path: string;
  readonly plan: Plan;
  readonly data: PreparedData;
  readonly state: RunState;
  readonly checkpoint: Checkpoint;
  /** The checkpoint's file, as messages name it. */
  readonly file: string;
  readonly device: Device;
}

/** Examples a pass; bounds memory, not results. */
const passSize = 256;

/** A run's model with a checkpoint's weights, for reading. Owns its tensors until disposed. */
export function createOpenRun({ path, plan, data, state, file, checkpoint, device }: OpenRunRequest): OpenRun {
  const network = lowerPlan(plan);
  const weights = loadWeights(network, checkpoint, file);
  const { anatomy } = plan;
  const shapeOf = (source: Source | null): readonly number[] | null =>
    source ? (plan.nodes.find(({ id }) => id === source.node)?.outputs[source.port]?.shape ?? null) : null;
  const latentShape = shapeOf(anatomy.latent);
  const outputShape = shapeOf(anatomy.reconstruction);
  const { seed } = plan.training;
  const conditionClasses = conditionOf(plan);

  const forward = (wanted: readonly Source[], size: number, feeds: { x?: Tensor; labels?: Tensor1D | null; given?: Record<string, Tensor> }): Tensor[] => {
    // Read-outs draw as one fixed step far from training's, so that looking twice shows the same.
    const { outputs } = network.forward({ weights, batchSize: size, training: false, seed, step: tf.scalar(readStep, 'int32'), wanted, ...feeds });
    return wanted.map((source) => outputs[portKey(source)]?.value ?? missing(portKey(source)));
  };
  const need = (what: string): { latent: Source; reconstruction: Source } => {
    if (!anatomy.latent || !anatomy.reconstruction) throw new IssueError([issue('run-no-latent', { file: path }, { what })]);
    return { latent: anatomy.latent, reconstruction: anatomy.reconstruction };
  };

  const encodeBatch = (batch: Batch): Tensor[] =>
    tidy(() => {
      const { latent } = need('encode');
      const { posterior } = anatomy;
      const feeds = { x: tf.tensor2d(batch.x, [batch.size, batch.x.length / batch.size]), labels: labelTensor(batch.labels) };
      if (!posterior) return forward([latent], batch.size, feeds).map((code) => tf.reshape(code, [batch.size, -1]));
      const [mean, spread] = forward([posterior.mean, posterior.spread], batch.size, feeds);
      if (!mean || !spread) return missing('posterior');
      return [tf.reshape(mean, [batch.size, -1]), tf.reshape(standardDeviation(spread, posterior.form), [batch.size, -1])];
    });

  const decode = async (codes: Values, labels?: Int32Array): Promise<Values> => {
    const { latent, reconstruction } = need('decode');
    const width = sizeOf(latentShape ?? []);
    const count = codes.shape[0] ?? 0;
    if (codes.values.length !== count * width)
      throw new IssueError([issue('run-codes-shape', { file: path }, { found: count > 0 ? codes.values.length / count : 0, expected: width })]);
    if (conditionClasses !== null && labels?.length !== count)
      throw new IssueError([issue('run-labels-needed', { file: path }, { last: conditionClasses - 1 })]);
    return inPasses(count, outputShape ?? [], async (from, size) =>
      tidy(() => {
        const given = { [portKey(latent)]: tf.tensor(codes.values.subarray(from * width, (from + size) * width), [size, ...(latentShape ?? [])]) };
        const [made] = forward([reconstruction], size, { given, labels: labelTensor(labels?.subarray(from, from + size) ?? null) });
        return made ? tf.clone(made) : missing('reconstruction');
      }),
    );
  };

  return {
    folder: path,
    document: plan.document,
    state,
    device,
    latentShape,
    outputShape,
    conditionClasses,
    range: data.range,
    standardisation: data.standardisation,
    async evaluate(split) {
      // With the β that the run was validated with, so that the validation split gives the figures of its epoch.
      const { fullBetas } = createControlTimeline(plan, stepsInEpoch(data, plan), state.controls).inForce(checkpoint.step - 1);
      const found = await evaluateSplit({
        evaluate: (batch, controls) => evaluateEagerly({ network, seed }, { weights }, batch, controls),
        data,
        split,
        betas: fullBetas,
      });
      if (!found) throw new IssueError([issue('data-split-empty', {}, { split })]);
      return { split, ...found };
    },
    examples: (split, indices) => {
      const batch = data.pick(split, indices);
      return Promise.resolve({ shape: [batch.size, ...data.facts.shape], values: batch.x, labels: batch.labels });
    },
    async reconstruct({ shape, values, labels }) {
      const { latent, reconstruction } = need('reconstruct');
      const count = shape[0] ?? 0,
        width = count > 0 ? values.length / count : 0;
      return inPasses(count, outputShape ?? [], async (from, size) =>
        tidy(() => {
          const feeds = {
            x: tf.tensor2d(values.subarray(from * width, (from + size) * width), [size, width]),
            labels: labelTensor(labels?.subarray(from, from + size) ?? null),
          };
          // A VAE reconstructs from the posterior's mean.
          const [mean] = anatomy.posterior ? forward([anatomy.posterior.mean], size, feeds) : [];
          const [made] = forward([reconstruction], size, mean ? { ...feeds, given: { [portKey(latent)]: mean } } : feeds);
          return made ? tf.clone(made) : missing('reconstruction');
        }),
      );
    },
    async inspect({ shape, values, labels = null }) {
      const size = shape[0] ?? 0;
      const x = Float32Array.from(values);
      const [mean, deviation] = anatomy.latent && anatomy.reconstruction ? encodeBatch({ size, x, labels, weights: null, indices: new Int32Array(size) }) : [];
      const { classes } = anatomy;
      const predicted = classes
        ? tidy(
            () =>
              forward([classes], size, { x: tf.tensor2d(x, [size, size > 0 ? x.length / size : 0]), labels: labelTensor(labels) }).map((made) =>
                tf.clone(made),
              )[0],
          )
        : undefined;
      const told = async (tensor: Tensor | undefined): Promise<Values | null> => (tensor ? { shape: [...tensor.shape], values: await take(tensor) } : null);
      return { mean: await told(mean), stdDev: await told(deviation), probabilities: await told(predicted) };
    },
    async encode(split): Promise<Codes> {
      need('encode');
      const means: Float32Array[] = [],
        deviations: Float32Array[] = [],
        labels: Int32Array[] = [];
      for (const batch of data.batches(split, { batchSize: passSize, epoch: 0 })) {
        const [mean, deviation] = encodeBatch(batch);
        if (mean) means.push(await take(mean));
        if (deviation) deviations.push(await take(deviation));
        if (batch.labels) labels.push(batch.labels);
      }
      const shape = [data.counts[split], sizeOf(latentShape ?? [])];
      return {
        mean: { shape, values: joinFloats(means) },
        stdDev: deviations.length > 0 ? { shape, values: joinFloats(deviations) } : null,
        labels: labels.length > 0 ? Int32Array.from(labels.flatMap((part) => Array.from(part))) : null,
        classes: data.facts.classes,
      };
    },
    decode,
    async sample(count, sampleSeed, labels) {
      need('sample');
      const width = sizeOf(latentShape ?? []);
      const codes = { shape: [count, width], values: randomNormal(deriveSeed(sampleSeed, 'prior'), count * width) };
      return { codes, images: await decode(codes, labels) };
    },
    dispose() {
      for (const weight of Object.values(weights)) weight.dispose();
    },
  };
}

const readStep = -1_000_000;

function missing(what: string): never {
  throw new Error(`the forward pass lacks ${what}`);
}

function loadWeights({ weights }: Network, { model }: Checkpoint, file: string): Record<string, Tensor> {
  const foreign = weights.find(({ key, spec }) => !sameShape(model[key]?.shape ?? [-1], spec.shape));
  if (foreign) throw new IssueError([issue('checkpoint-broken', { file }, { reason: `${foreign.key} is missing or of another shape` })]);
  return Object.fromEntries(
    weights.flatMap(({ key }) => {
      const stored = model[key];
      return stored ? [[key, tf.tensor(stored.values, [...stored.shape], 'float32')]] : [];
    }),
  );
}

const labelTensor = (labels: Int32Array | null): Tensor1D | null => (labels ? tf.tensor1d(labels, 'int32') : null);

/** Classes that the decoder itself must be told: a Labels node behind the latent. */
function conditionOf(plan: Plan): number | null {
  const { latent, decoder } = plan.anatomy;
  if (!latent) return null;
  const inDecoder = new Set(decoder);
  const feeds = plan.nodes.filter(({ id }) => inDecoder.has(id)).flatMap(({ inputs }) => Object.values(inputs).flat());
  const labels = plan.nodes.find(({ id, kind }) => kind === 'labels' && feeds.some(({ node }) => node === id));
  return labels ? Number(labels.params.classes) : null;
}

async function take(tensor: Tensor): Promise<Float32Array> {
  const values = Float32Array.from(await tensor.data());
  tensor.dispose();
  return values;
}

function joinFloats(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

async function inPasses(count: number, shape: readonly number[], pass: (from: number, size: number) => Promise<Tensor>): Promise<Values> {
  const parts: Float32Array[] = [];
  for (let from = 0; from < count; from += passSize) parts.push(await take(await pass(from, Math.min(passSize, count - from))));
  return { shape: [count, ...shape], values: joinFloats(parts) };
}
