import type { Plan, Source } from '../../../shared/check/stages.ts';
import { uniformHalfWidth } from '../../../shared/nodes/types/noise.ts';
import type { NamedValues } from '../files/safetensors.ts';
import { lowerPlan, portKey } from '../kinds/network.ts';
import type { Network } from '../kinds/network.ts';
import { standardDeviation } from '../kinds/sample.ts';
import { tf } from '../tfjs/core.ts';
import type { Tensor, Tensor1D } from '../tfjs/core.ts';
import { tidy } from '../tfjs/tidy.ts';
import type { NamedArrays } from './exportFormat.ts';
import { modelPart, nodesOfPart } from './modelPart.ts';
import type { PortableModel } from './portableModel.ts';

/** The run's own model, computed as training computes it: what an exported part is held against. */
export interface PlanForward {
  /** What `model` should make of `inputs` (by its input names). Where the target draws, the plan draws from `seed`. */
  run(model: PortableModel, inputs: NamedArrays, seed?: number): Promise<NamedArrays>;
  dispose(): void;
}

export function forwardPlan(plan: Plan, stored: NamedValues): PlanForward {
  const network = lowerPlan(plan);
  const weights = Object.fromEntries(
    network.weights.flatMap(({ key }) => (stored[key] ? [[key, tf.tensor(stored[key].values, [...stored[key].shape], 'float32')]] : [])),
  );
  return {
    run: async (model, inputs, seed = plan.training.seed) => {
      const tensors = tidy(() => outputsOf({ network, weights, model, seed }, inputs));
      const made = await Promise.all(tensors.map(async (tensor) => ({ shape: tensor.shape, values: Float32Array.from(await tensor.data()) })));
      for (const tensor of tensors) tensor.dispose();
      return Object.fromEntries(model.outputs.map(({ name }, at) => [name, made[at] ?? lacking(name)]));
    },
    dispose: () => {
      for (const weight of Object.values(weights)) weight.dispose();
    },
  };
}

interface Pass {
  readonly network: Network;
  readonly weights: Readonly<Record<string, Tensor>>;
  readonly model: PortableModel;
  readonly seed: number;
}

function outputsOf({ network, weights, model, seed }: Pass, inputs: NamedArrays): readonly Tensor[] {
  const { plan } = network;
  const { value: part } = modelPart(plan, model.part, model.sample);
  if (!part) return lacking(model.part);
  const batchSize = Object.values(inputs)[0]?.shape[0] ?? 0;
  const fed = (role: string): Tensor | null => {
    const input = model.inputs.find((one) => one.role === role);
    const found = input ? inputs[input.name] : undefined;
    return found ? tf.tensor(found.values, [...found.shape]) : null;
  };
  const labels = fed('labels');
  const feeds = { x: fed('data'), labels: labels ? (tf.cast(labels, 'int32') as Tensor1D) : null };
  const given: Record<string, Tensor> = {};
  const forward = (wanted: readonly Source[]): readonly Tensor[] => {
    const { outputs } = network.forward({ weights, batchSize, training: false, seed, step: tf.scalar(0, 'int32'), wanted, given, ...feeds });
    return wanted.map((source) => outputs[portKey(source)]?.value ?? lacking(portKey(source)));
  };
  const one = (source: Source | undefined): Tensor => (source ? forward([source])[0] : undefined) ?? lacking('a port');
  // 1. What stands for a latent, and draws that come from outside.
  if (part.latent) given[portKey(part.latent)] = fed('latent') ?? lacking('latent');
  const drawsOf = (node: string): Tensor | null => {
    const layer = model.layers.find((each) => each.className === 'InputLayer' && each.node === node);
    const found = layer ? inputs[layer.name] : undefined;
    return found ? tf.tensor(found.values, [...found.shape]) : null;
  };
  for (const { id, kind, params } of plan.nodes) {
    const draws = kind === 'noise' ? drawsOf(id) : null;
    const stdDev = Number(params.stdDev),
      half = uniformHalfWidth(stdDev);
    if (draws) given[`${id}/out`] = params.distribution === 'uniform' ? tf.sub(tf.mul(draws, 2 * half), half) : tf.mul(draws, stdDev);
  }
  // 2. Sample nodes in plan order: a later one may rest on an earlier one.
  const needed = nodesOfPart(plan, part, model.sample);
  for (const { id, kind, inputs: wires, params } of plan.nodes) {
    if (kind !== 'sample' || !needed.has(id) || Object.hasOwn(given, `${id}/out`)) continue;
    const [mean] = wires.mean ?? [],
      [spread] = wires.spread ?? [];
    const epsilon = drawsOf(id);
    if (model.sample === 'mean') given[`${id}/out`] = one(mean);
    else if (epsilon)
      given[`${id}/out`] = tf.add(one(mean), tf.mul(standardDeviation(one(spread), params.spread === 'logStd' ? 'logStd' : 'logVariance'), epsilon));
  }
  // 3. A sampling drawn by hand, at its mean.
  for (const [port, mean] of Object.entries(part.alias)) given[port] ??= one(mean);
  return forward(part.outputs.map(({ source }) => source)).map((tensor) => tf.clone(tensor));
}

function lacking(what: string): never {
  throw new Error(`the plan's forward pass lacks ${what}`);
}
