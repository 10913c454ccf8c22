import { definitionOf } from '../../../../shared/nodes/catalogue.ts';
import type { WeightSpec } from '../../../../shared/nodes/defineNode.ts';
import { sizeOf } from '../../../../shared/nodes/tensorSpec.ts';
import type { TensorSpec } from '../../../../shared/nodes/tensorSpec.ts';
import type { CaseInput, KindCase } from './kindCases.ts';
import { normals, uniforms } from './seededDraw.ts';

/** A tensor that a case starts from: an input at a wire or a weight. Values are float32 numbers, so that float32 and double begin alike. */
export interface Leaf {
  /** `in:0` for the first wire at port `in`; a weight's own name. */
  readonly name: string;
  readonly role: 'input' | 'weight';
  readonly shape: readonly number[];
  readonly data: Float32Array;
  /** int32, without gradient. */
  readonly integer: boolean;
  /** Whether a gradient is asked for: float inputs and trainable weights. */
  readonly differentiable: boolean;
}

export interface CaseValues {
  readonly leaves: readonly Leaf[];
  /** What the shape rule says, by output port. */
  readonly outputs: Readonly<Record<string, TensorSpec>>;
  readonly weights: readonly WeightSpec[];
  /** Examples as a flat row each, [batch, size], for the Input node. */
  readonly x: Float32Array;
  readonly labels: readonly number[];
  readonly exampleWeights: Float32Array | null;
}

const specOf = ({ shape, values, below = 0 }: CaseInput): TensorSpec =>
  values === 'ids' ? { shape, dtype: 'int32', range: [0, below - 1] } : { shape, dtype: 'float32', range: values === 'unit' ? [0, 1] : [-Infinity, Infinity] };

function draw({ values, below = 0 }: CaseInput, count: number, purpose: string): Float32Array {
  switch (values) {
    case 'normal':
      return normals(count, purpose);
    case 'positive':
      return uniforms(count, purpose).map((u) => 0.3 + 2 * u);
    case 'unit':
      return uniforms(count, purpose).map((u) => 0.05 + 0.9 * u);
    case 'ids':
      return uniforms(count, purpose).map((u) => Math.floor(u * below));
  }
}

/** Draws everything a case starts from; `seed` gives another set of values for the same shapes. Throws where the shape rule refuses the case: the case is wrong. */
export function caseValues(kindCase: KindCase, seed = 0): CaseValues {
  const { id, kind, params, batch } = kindCase;
  const request = { params, inputs: Object.fromEntries(Object.entries(kindCase.inputs).map(([port, wires]) => [port, wires.map(specOf)])) };
  const answer = definitionOf(kind).shape(request);
  if ('problems' in answer) throw new Error(`case ${id} is refused: ${JSON.stringify(answer.problems)}`);
  const weights = definitionOf(kind).weights(request);
  const inputs = Object.entries(kindCase.inputs).flatMap(([port, wires]) =>
    wires.map((wire, at): Leaf => {
      const shape = [batch, ...wire.shape];
      const integer = wire.values === 'ids';
      return { name: `${port}:${at}`, role: 'input', shape, data: draw(wire, sizeOf(shape), `${id}:${port}:${at}:${seed}`), integer, differentiable: !integer };
    }),
  );
  const weightLeaves = weights.map((spec): Leaf => {
    const purpose = `${id}:${spec.name}:${seed}`;
    const data =
      spec.name === 'movingVariance'
        ? uniforms(sizeOf(spec.shape), purpose).map((u) => 0.5 + u)
        : normals(sizeOf(spec.shape), purpose).map((value) => value * 0.7);
    return { name: spec.name, role: 'weight', shape: spec.shape, data, integer: false, differentiable: spec.trainable };
  });
  const classes = typeof params.classes === 'number' ? params.classes : 2;
  return {
    leaves: [...inputs, ...weightLeaves],
    outputs: answer.outputs,
    weights,
    x: normals(batch * sizeOf(answer.outputs.out?.shape ?? []), `${id}:x:${seed}`),
    labels: [...uniforms(batch, `${id}:labels:${seed}`)].map((u) => Math.floor(u * classes)),
    exampleWeights: kindCase.weighted ? uniforms(batch, `${id}:weights:${seed}`).map((u) => 0.5 + u) : null,
  };
}

/** Cotangents of an output, in [−1, 1): the gradient of Σ cotangent·output is what tests compare. */
export const cotangents = (kindCase: KindCase, port: string, count: number): Float32Array =>
  uniforms(count, kindCase.id, 'cotangent', port).map((u) => 2 * u - 1);

/** The n-th draw of a case's node. */
export const nodeNormals = (kindCase: KindCase, at: number, count: number): Float32Array => normals(count, kindCase.id, 'draw', at);
export const nodeUniforms = (kindCase: KindCase, at: number, count: number): Float32Array => uniforms(count, kindCase.id, 'draw', at);
