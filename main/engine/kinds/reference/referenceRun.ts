import { caseValues, cotangents, nodeNormals, nodeUniforms } from './caseValues.ts';
import type { CaseValues } from './caseValues.ts';
import { fromValues, sizeOfShape } from './doubleTensor.ts';
import type { Doubles } from './doubleTensor.ts';
import type { KindCase } from './kindCases.ts';
import { referenceActivation } from './referenceActivations.ts';
import type { ReferenceAnswer, ReferenceRequest, ReferenceSignal } from './referenceKind.ts';
import { referenceKinds } from './referenceKinds.ts';

/** Runs a kind's reference; `moved` stands in for leaves by name (finite differences). */
export function runReference(kindCase: KindCase, values = caseValues(kindCase), moved: ReadonlyMap<string, Doubles> = new Map()): ReferenceAnswer {
  const leaf = (name: string): Doubles => {
    const found = values.leaves.find((candidate) => candidate.name === name);
    if (!found) throw new Error(`no leaf ${name}`);
    return moved.get(name) ?? fromValues(found.shape, found.data);
  };
  let draws = 0;
  const request: ReferenceRequest<never> = {
    params: kindCase.params as never,
    inputs: Object.fromEntries(
      Object.entries(kindCase.inputs).map(([port, wires]) => [
        port,
        wires.map((wire, at): ReferenceSignal => {
          const value = leaf(`${port}:${at}`);
          return wire.through ? { value: referenceActivation(wire.through, value), logits: { of: wire.through, value } } : { value };
        }),
      ]),
    ),
    weights: Object.fromEntries(values.weights.map((spec) => [spec.name, leaf(spec.name)])),
    training: kindCase.training,
    frozen: kindCase.frozen,
    batch: kindCase.batch,
    outShape: values.outputs.out?.shape ?? [],
    normal: (shape) => fromValues(shape, nodeNormals(kindCase, draws++, sizeOfShape(shape))),
    uniform: (shape) => fromValues(shape, nodeUniforms(kindCase, draws++, sizeOfShape(shape))),
    labels: values.labels,
    x: fromValues([kindCase.batch, values.x.length / kindCase.batch], values.x),
    exampleWeights: values.exampleWeights ? [...values.exampleWeights] : null,
    beta: typeof kindCase.params.beta === 'number' ? kindCase.params.beta : 1,
  };
  return referenceKinds[kindCase.kind](request);
}

function scalarOf(kindCase: KindCase, values: CaseValues, moved: ReadonlyMap<string, Doubles>): number {
  const { outputs, terms = [] } = runReference(kindCase, values, moved);
  let sum = terms.reduce((total, term) => total + term.weight * term.value, 0);
  for (const [port, { data }] of Object.entries(outputs)) {
    const by = cotangents(kindCase, port, data.length);
    data.forEach((value, at) => {
      sum += value * (by[at] ?? 0);
    });
  }
  return sum;
}

/** Half the distance over which central differences look, in doubles: errors of about 1e-10 for functions of size 1. */
const reach = 1e-5;

/** Gradients by leaf of Σ cotangent·output + Σ weight·term, by central differences in double precision. */
export function referenceGradients(kindCase: KindCase, values = caseValues(kindCase)): Readonly<Record<string, Float64Array>> {
  return Object.fromEntries(
    values.leaves
      .filter((leaf) => leaf.differentiable)
      .map((leaf) => {
        const gradient = Float64Array.from(leaf.data, (value, at) => {
          const beside = (offset: number): number => {
            const data = Float64Array.from(leaf.data);
            data[at] = value + offset;
            return scalarOf(kindCase, values, new Map([[leaf.name, { shape: leaf.shape, data }]]));
          };
          return (beside(reach) - beside(-reach)) / (2 * reach);
        });
        return [leaf.name, gradient];
      }),
  );
}
