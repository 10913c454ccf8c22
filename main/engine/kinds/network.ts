import type { Plan, ShapedNode, Source } from '../../../shared/check/stages.ts';
import { deriveSeed } from '../../../shared/random/philox.ts';
import { tf } from '../tfjs/core.ts';
import type { Scalar, Tensor, Tensor1D } from '../tfjs/core.ts';
import { drawNormal, drawUniform } from '../tfjs/randomOps.ts';
import { attribute } from '../tfjs/recorder.ts';
import type { LossTerm, LowerRequest, NodeNoise, Signal } from './engineKind.ts';
import { engineKinds } from './engineKinds.ts';

/** One pass through the graph. */
export interface ForwardRequest {
  /** Tensors by `<node>/<weight>`. */
  readonly weights: Readonly<Record<string, Tensor>>;
  readonly x?: Tensor | null;
  readonly labels?: Tensor1D | null;
  readonly exampleWeights?: Tensor1D | null;
  readonly batchSize: number;
  readonly training: boolean;
  /** The run's seed and the int32 step number: together with a node's id they fix every draw of this pass. */
  readonly seed: number;
  readonly step: Scalar;
  /** Scheduled β by loss node; a node not named uses its own β. */
  readonly betas?: Readonly<Record<string, Scalar | number>>;
  /** Tensors that stand in for a port's output, by `<node>/<port>`: decode feeds the latent here. What lies before them is not computed. */
  readonly given?: Readonly<Record<string, Tensor>>;
  /** Ports to read out. Only what they need is computed. */
  readonly wanted?: readonly Source[];
  /** Also computes every loss node. */
  readonly withLoss?: boolean;
}

export interface ForwardResult {
  /** By `<node>/<port>`. */
  readonly outputs: Readonly<Record<string, Signal>>;
  readonly terms: readonly LossTerm[];
  /** Next values of non-trainable weights by `<node>/<weight>`. */
  readonly states: Readonly<Record<string, Tensor>>;
}

export const portKey = (source: Source): string => `${source.node}/${source.port}`;

/** A plan as something that can be computed. Holds no tensors. */
export interface Network {
  readonly plan: Plan;
  /** Keys `<node>/<weight>` in plan order, with what each weight is. */
  readonly weights: readonly NetworkWeight[];
  /** Runs the graph; call inside tf.tidy. */
  forward(request: ForwardRequest): ForwardResult;
}

export interface NetworkWeight {
  readonly key: string;
  readonly node: ShapedNode;
  readonly spec: ShapedNode['weights'][number];
  /** Trained: the spec says so and the node is not frozen. */
  readonly trained: boolean;
}

/** plan → network. */
export function lowerPlan(plan: Plan): Network {
  const nodes = new Map(plan.nodes.map((node) => [node.id, node]));
  const weights = plan.nodes.flatMap((node) =>
    node.weights.map((spec) => ({ key: `${node.id}/${spec.name}`, node, spec, trained: spec.trainable && !node.frozen })),
  );
  return { plan, weights, forward: (request) => forward(plan, nodes, weights, request) };
}

function forward(plan: Plan, nodes: ReadonlyMap<string, ShapedNode>, weights: readonly NetworkWeight[], request: ForwardRequest): ForwardResult {
  // 1. What must be computed: everything the wanted ports and the losses rest on, cut off at given tensors.
  const needed = neededNodes(plan, nodes, request);
  const outputs: Record<string, Signal> = {};
  for (const [key, value] of Object.entries(request.given ?? {})) outputs[key] = { value };
  const terms: LossTerm[] = [];
  const states: Record<string, Tensor> = {};
  // 2. Compute in plan order.
  for (const node of plan.nodes) {
    if (!needed.has(node.id)) continue;
    const made = attribute(node.id, () => lowerNode(node, outputs, request, terms, states));
    for (const [port, signal] of Object.entries(made)) outputs[`${node.id}/${port}`] ??= signal;
  }
  // 3. Penalties on weights belong to the loss.
  if (request.withLoss && request.training) addWeightPenalties(weights, request, terms);
  return { outputs, terms, states };
}

function neededNodes(plan: Plan, nodes: ReadonlyMap<string, ShapedNode>, request: ForwardRequest): ReadonlySet<string> {
  const given = new Set(Object.keys(request.given ?? {}));
  const needed = new Set<string>();
  const queue: string[] = (request.wanted ?? []).filter((source) => !given.has(portKey(source))).map((source) => source.node);
  if (request.withLoss) queue.push(...plan.nodes.filter((node) => node.kind === 'loss' || node.kind === 'classificationLoss').map((node) => node.id));
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (needed.has(id)) continue;
    needed.add(id);
    const sources = Object.values(nodes.get(id)?.inputs ?? {}).flat();
    queue.push(...sources.filter((source) => !given.has(portKey(source))).map((source) => source.node));
  }
  return needed;
}

function lowerNode(
  node: ShapedNode,
  outputs: Readonly<Record<string, Signal>>,
  request: ForwardRequest,
  terms: LossTerm[],
  states: Record<string, Tensor>,
): Readonly<Record<string, Signal>> {
  const inputs: Record<string, readonly Signal[]> = {};
  for (const [port, sources] of Object.entries(node.inputs)) {
    inputs[port] = sources.map((source) => outputs[portKey(source)] ?? missing(node, `${portKey(source)} at port ${port}`));
  }
  const lowerRequest: LowerRequest<never> = {
    node,
    // The plan's parameters were parsed against this kind's specs by check.
    params: node.params as never,
    inputs,
    input: (port = 'in') => inputs[port]?.[0]?.value ?? missing(node, `port ${port}`),
    weight: (name) => request.weights[`${node.id}/${name}`] ?? missing(node, `weight ${name}`),
    training: request.training,
    batchSize: request.batchSize,
    noise: nodeNoise(node.id, request),
    feeds: { x: request.x ?? null, labels: request.labels ?? null },
    exampleWeights: request.exampleWeights ?? null,
    beta: request.betas?.[node.id] ?? (typeof node.params.beta === 'number' ? node.params.beta : 1),
    setState: (name, value) => {
      states[`${node.id}/${name}`] = value;
    },
    addTerm: (term) => {
      terms.push({ ...term, node: node.id });
    },
  };
  return engineKinds[node.kind].lower(lowerRequest);
}

function missing(node: ShapedNode, what: string): never {
  throw new Error(`node '${node.id}' (${node.kind}) lacks ${what}`);
}

/** First half of the seed of a node's n-th draw in a step; the step number is the second. Salted by node: TensorFlow would merge two draws of equal seed into one. */
export function drawSeed(runSeed: number, nodeId: string, draw: number): number {
  const [seed, salt] = deriveSeed(runSeed, 'noise', nodeId, draw);
  return (seed ^ salt) | 0;
}

function nodeNoise(nodeId: string, request: ForwardRequest): NodeNoise {
  let draws = 0;
  const nextSeed = (): Tensor => tf.stack([tf.scalar(drawSeed(request.seed, nodeId, draws++), 'int32'), request.step]);
  return {
    normal: (shape) => drawNormal(shape, nextSeed()),
    uniform: (shape) => drawUniform(shape, nextSeed()),
  };
}

function addWeightPenalties(weights: readonly NetworkWeight[], request: ForwardRequest, terms: LossTerm[]): void {
  for (const { key, node, spec } of weights) {
    if (!spec.penalty) continue;
    const weight = request.weights[key];
    if (!weight) throw new Error(`weight ${key} is missing`);
    const { l1, l2 } = spec.penalty;
    const value = attribute(node.id, () => {
      const parts: Tensor[] = [];
      if (l1 > 0) parts.push(tf.mul(l1, tf.sum(tf.abs(weight))));
      if (l2 > 0) parts.push(tf.mul(l2, tf.sum(tf.square(weight))));
      return parts.reduce((sum, part) => tf.add(sum, part), tf.scalar(0));
    });
    terms.push({ name: 'penalty', node: node.id, value: value as Scalar, weight: 1 });
  }
}

/** Σ weight · value over the terms: what training minimises. */
export function totalLoss(terms: readonly LossTerm[]): Scalar {
  const [first, ...rest] = terms.map((term): Tensor => (term.weight === 1 ? term.value : tf.mul(term.value, term.weight)));
  if (!first) throw new Error('a plan has at least one loss term');
  return rest.reduce((sum, part) => tf.add(sum, part), first) as Scalar;
}
