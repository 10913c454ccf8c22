import type { ShapedNode } from '../../../../shared/check/stages.ts';
import { sameText } from '../../../../shared/messages/language.ts';
import { sizeOf } from '../../../../shared/nodes/tensorSpec.ts';
import { tf } from '../../tfjs/core.ts';
import type { Scalar, Tensor, Tensor1D } from '../../tfjs/core.ts';
import { activate } from '../activations.ts';
import type { LossTerm, LowerRequest, Signal } from '../engineKind.ts';
import { engineKinds } from '../engineKinds.ts';
import { caseValues, cotangents, nodeNormals, nodeUniforms } from './caseValues.ts';
import type { CaseValues, Leaf } from './caseValues.ts';
import type { KindCase } from './kindCases.ts';

export interface Plain {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly data: readonly number[];
}

/** What the engine half computed, read back. */
export interface EngineAnswer {
  readonly outputs: Readonly<Record<string, Plain>>;
  readonly terms: readonly {
    readonly name: string;
    readonly value: number;
    readonly weight: number;
    readonly reported?: number;
    readonly perDimension?: readonly number[];
    readonly predicted?: readonly number[];
    readonly labels?: readonly number[];
  }[];
  readonly states: Readonly<Record<string, Plain>>;
  /** Weight names the lowering asked for. */
  readonly asked: ReadonlySet<string>;
}

interface Lowered {
  readonly outputs: Readonly<Record<string, Signal>>;
  readonly terms: readonly LossTerm[];
  readonly states: Readonly<Record<string, Tensor>>;
  readonly asked: ReadonlySet<string>;
}

/** The node of a case as shape inference would leave it. */
export function nodeOf(kindCase: KindCase, values: CaseValues): ShapedNode {
  return {
    id: 'node',
    kind: kindCase.kind,
    title: sameText(kindCase.kind),
    params: kindCase.params,
    frozen: kindCase.frozen,
    inputs: {},
    outputs: values.outputs,
    weights: values.weights,
  };
}

const tensorOf = (leaf: Leaf): Tensor => tf.tensor(leaf.integer ? Int32Array.from(leaf.data) : leaf.data, [...leaf.shape], leaf.integer ? 'int32' : 'float32');

function lowerCase(kindCase: KindCase, values: CaseValues, tensors: readonly Tensor[]): Lowered {
  const byName = new Map(values.leaves.map((leaf, at) => [leaf.name, tensors[at]]));
  const named = (name: string): Tensor => byName.get(name) ?? fail(`no tensor ${name}`);
  const inputs = Object.fromEntries(
    Object.entries(kindCase.inputs).map(([port, wires]) => [
      port,
      wires.map((wire, at) => {
        const tensor = named(`${port}:${at}`);
        return wire.through ? activate(wire.through, tensor) : { value: tensor };
      }),
    ]),
  );
  const asked = new Set<string>(),
    terms: LossTerm[] = [],
    states: Record<string, Tensor> = {};
  let draws = 0;
  const request: LowerRequest<never> = {
    node: nodeOf(kindCase, values),
    params: kindCase.params as never,
    inputs,
    input: (port = 'in') => inputs[port]?.[0]?.value ?? fail(`nothing at port ${port}`),
    weight: (name) => {
      asked.add(name);
      return named(name);
    },
    training: kindCase.training,
    batchSize: kindCase.batch,
    noise: {
      normal: (shape) => tf.tensor(nodeNormals(kindCase, draws++, sizeOf(shape)), [...shape]),
      uniform: (shape) => tf.tensor(nodeUniforms(kindCase, draws++, sizeOf(shape)), [...shape]),
    },
    feeds: { x: tf.tensor(values.x, [kindCase.batch, values.x.length / kindCase.batch]), labels: tf.tensor1d([...values.labels], 'int32') },
    exampleWeights: values.exampleWeights ? tf.tensor1d(values.exampleWeights) : null,
    beta: typeof kindCase.params.beta === 'number' ? kindCase.params.beta : 1,
    setState: (name, value) => {
      states[name] = value;
    },
    addTerm: (term) => {
      terms.push({ ...term, node: 'node' });
    },
  };
  return { outputs: engineKinds[kindCase.kind].lower(request), terms, states, asked };
}

function fail(message: string): never {
  throw new Error(message);
}

const plain = (tensor: Tensor): Plain => ({ shape: tensor.shape, dtype: tensor.dtype, data: [...tensor.dataSync()] });
const numbers = (tensor: Tensor1D | undefined): readonly number[] | undefined => (tensor ? [...tensor.dataSync()] : undefined);
const numberOf = (value: Scalar | number): number => (typeof value === 'number' ? value : (value.dataSync()[0] ?? Number.NaN));

/** Runs a kind's lowering on the open device; leaves no tensor behind. */
export function runEngine(kindCase: KindCase, values = caseValues(kindCase)): EngineAnswer {
  let answer: EngineAnswer | undefined;
  tf.tidy(() => {
    const { outputs, terms, states, asked } = lowerCase(kindCase, values, values.leaves.map(tensorOf));
    answer = {
      outputs: Object.fromEntries(Object.entries(outputs).map(([port, signal]) => [port, plain(signal.value)])),
      terms: terms.map(({ name, value, weight, reported, perDimension, predicted, labels }) => ({
        name,
        value: numberOf(value),
        weight: numberOf(weight),
        ...(reported ? { reported: numberOf(reported) } : {}),
        ...(perDimension ? { perDimension: numbers(perDimension) } : {}),
        ...(predicted ? { predicted: numbers(predicted) } : {}),
        ...(labels ? { labels: numbers(labels) } : {}),
      })),
      states: Object.fromEntries(Object.entries(states).map(([name, value]) => [name, plain(value)])),
      asked,
    };
  });
  return answer ?? fail('the lowering ran');
}

/** Gradients by leaf of Σ cotangent·output + Σ weight·term; null where a case has neither output nor term, or no differentiable leaf. */
export function engineGradients(kindCase: KindCase, values = caseValues(kindCase)): Readonly<Record<string, Plain>> | null {
  const learned = values.leaves.filter((leaf) => leaf.differentiable);
  // Output gives nothing that could be differentiated.
  if (learned.length === 0 || kindCase.kind === 'output') return null;
  let found: Record<string, Plain> | null = null;
  tf.tidy(() => {
    const fixed = new Map(values.leaves.filter((leaf) => !leaf.differentiable).map((leaf) => [leaf.name, tensorOf(leaf)]));
    const scalar = (...tensors: Tensor[]): Scalar => {
      const byName = new Map([...fixed, ...learned.map((leaf, at): [string, Tensor] => [leaf.name, tensors[at] ?? fail('as many tensors as leaves')])]);
      const { outputs, terms } = lowerCase(
        kindCase,
        values,
        values.leaves.map((leaf) => byName.get(leaf.name) ?? fail(leaf.name)),
      );
      const parts: Tensor[] = [
        ...Object.entries(outputs).map(([port, { value }]) => tf.sum(tf.mul(value, tf.tensor(cotangents(kindCase, port, value.size), value.shape)))),
        ...terms.map(({ value, weight }) => tf.mul(value, weight)),
      ];
      return parts.reduce((sum, part) => tf.add(sum, part)) as Scalar;
    };
    const gradients = tf.grads(scalar)(learned.map(tensorOf));
    found = Object.fromEntries(learned.map((leaf, at) => [leaf.name, plain(gradients[at] ?? fail('a gradient a leaf'))]));
  });
  return found;
}
