import { nodeKinds } from '../../../../shared/nodes/catalogue.ts';
import type { NodeKind } from '../../../../shared/nodes/catalogue.ts';
import { engineKinds } from '../engineKinds.ts';
import type { KerasEmission, KerasLayer, KerasRef, KerasRequest } from '../kerasEmission.ts';
import { caseValues, nodeNormals, nodeUniforms } from './caseValues.ts';
import type { CaseValues } from './caseValues.ts';
import { nodeOf } from './engineRun.ts';
import { kindCases } from './kindCases.ts';
import type { KindCase } from './kindCases.ts';

/** Kinds that become no Keras layer, and what holds them to Keras instead. */
export const withoutKerasLayer: Partial<Record<NodeKind, string>> = {
  input: 'gives what it is fed',
  noise: 'draws',
  output: 'names what arrives',
  loss: 'lossTerms.py, by the replay of whole runs',
  classificationLoss: 'lossTerms.py, by the replay of whole runs',
};

/** An array as the peer's programs read it; float32 values in nine significant digits, which name them exactly. */
export interface PlainArray {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** A case for tools/peer/kindFixtures.py (see its README): entries that read input i as ["input<i>", 0]. */
export interface KerasCase {
  readonly id: string;
  readonly kind: NodeKind;
  readonly params: KindCase['params'];
  readonly training: boolean;
  readonly layers: readonly (KerasLayer | { readonly name: string; readonly sample: NonNullable<KerasEmission['sample']> })[];
  readonly outputs: readonly KerasRef[];
  readonly inputs: readonly PlainArray[];
  readonly weights: Readonly<Record<string, PlainArray>>;
  /** Draws by entry: ε of a sample and of Gaussian noise; the scaled mask of a dropout. */
  readonly noise: Readonly<Record<string, PlainArray>>;
}

const plainArray = (shape: readonly number[], values: Iterable<number>): PlainArray => ({
  shape,
  data: [...values].map((value) => Number(Math.fround(value).toPrecision(9))),
});

/** What the engine half emits for a case; wires come from entries input0, input1, … in port order. */
function emitCase(kindCase: KindCase, values: CaseValues): KerasEmission {
  let wire = 0;
  const inputs = Object.fromEntries(Object.entries(kindCase.inputs).map(([port, wires]) => [port, wires.map((): KerasRef => [`input${wire++}`, 0])]));
  const emit: (request: KerasRequest<never>) => KerasEmission = engineKinds[kindCase.kind].keras;
  return emit({
    node: nodeOf(kindCase, values),
    params: kindCase.params as never,
    inputs,
    inputShape: (port = 'in') => kindCase.inputs[port]?.[0]?.shape ?? [],
  });
}

function noiseOf(kindCase: KindCase, values: CaseValues): Record<string, PlainArray> {
  const { kind, params, batch, training } = kindCase;
  const shape = kind === 'sample' || kind === 'dropout' || kind === 'gaussianNoise' ? [batch, ...(values.outputs.out?.shape ?? [])] : [];
  const size = shape.reduce((product, extent) => product * extent, 1);
  if (kind === 'sample' && !kindCase.inputs.noise) return { node: plainArray(shape, nodeNormals(kindCase, 0, size)) };
  if (kind === 'gaussianNoise' && training) return { node: plainArray(shape, nodeNormals(kindCase, 0, size)) };
  const rate = Number(params.rate);
  if (kind === 'dropout' && training)
    return {
      node: plainArray(
        shape,
        nodeUniforms(kindCase, 0, size).map((u) => (u < Math.fround(rate) ? 0 : 1 / (1 - rate))),
      ),
    };
  return {};
}

/** The cases of a kind that Keras can be asked about: those that become layers, fed with plain tensors. */
export function kerasCases(kind: NodeKind): readonly KerasCase[] {
  return kindCases(kind).flatMap((kindCase): KerasCase[] => {
    const values = caseValues(kindCase);
    const emission = emitCase(kindCase, values);
    // An input layer of its own (Labels) is fed like any other input.
    const sources = emission.layers.filter((layer) => layer.className === 'InputLayer');
    const fed = (ref: KerasRef): KerasRef => (sources.some((source) => source.name === ref[0]) ? ['input0', 0] : ref);
    const layers = emission.layers.filter((layer) => !sources.includes(layer)).map((layer) => ({ ...layer, inputs: layer.inputs.map(fed) }));
    const entries = [...layers, ...(emission.sample ? [{ name: 'node', sample: emission.sample }] : [])];
    if (
      entries.length === 0 ||
      Object.values(kindCase.inputs)
        .flat()
        .some((wire) => wire.through)
    )
      return [];
    const inputs =
      sources.length > 0
        ? [plainArray([kindCase.batch], values.labels)]
        : values.leaves.filter((leaf) => leaf.role === 'input').map((leaf) => plainArray(leaf.shape, leaf.data));
    return [
      {
        id: kindCase.id,
        kind,
        params: kindCase.params,
        training: kindCase.training,
        layers: entries,
        outputs: Object.values(emission.outputs),
        inputs,
        weights: Object.fromEntries(values.leaves.filter((leaf) => leaf.role === 'weight').map((leaf) => [leaf.name, plainArray(leaf.shape, leaf.data)])),
        noise: noiseOf(kindCase, values),
      },
    ];
  });
}

/** Every case that Keras is asked about. */
export const allKerasCases = (): readonly KerasCase[] => nodeKinds.flatMap(kerasCases);
