import { issue } from '../../../shared/check/issue.ts';
import type { Outcome } from '../../../shared/check/issue.ts';
import { isRecord, plainJson } from '../../../shared/graph/plainJson.ts';
import { sizeOf } from '../../../shared/nodes/tensorSpec.ts';
import { z } from '../../../shared/z.ts';
import { layerOutputShapes } from './layerShapes.ts';
import { layerWeights } from './layerWeights.ts';
import type { ExpectedWeight } from './layerWeights.ts';
import { exportParts, sampleForms } from './portableModel.ts';
import type { PortableLayer, PortableModel, PortableWeight } from './portableModel.ts';
import type { StoredArray } from './storedArray.ts';

/** The name of a weight's tensor in a file that holds a model's layers as JSON. */
export const weightKey = (layer: string, weight: string): string => `${layer}/${weight}`;

const name = z.string().min(1).max(200);
const extent = z
  .number()
  .int()
  .min(1)
  .max(2 ** 31);
const shape = z.array(extent).max(6);
const ref = z.tuple([name, z.literal(0)]);

/** A model's layers without the values of their weights: Keras 3's vocabulary as JSON. */
const layerGraphSchema = z.object({
  format: z.literal('hourglass-layers'),
  version: z.literal(1),
  name: z.string().max(1000),
  part: z.enum(exportParts),
  sample: z.enum(sampleForms),
  inputs: z.array(z.object({ name, role: z.enum(['data', 'labels', 'latent', 'noise', 'uniform']), shape, dtype: z.enum(['float32', 'int32']) })).max(1000),
  layers: z
    .array(
      z.object({
        name,
        className: name,
        config: z.record(z.string(), z.unknown()),
        inputs: z.array(ref).max(10_000),
        weights: z.array(z.object({ name, shape })).max(10),
        node: z.string().nullable(),
        alwaysTraining: z.boolean(),
      }),
    )
    .max(20_000),
  outputs: z.array(z.object({ name, role: z.enum(['reconstruction', 'classes', 'mean', 'spread', 'code']), ref })).max(1000),
});
export type LayerGraph = z.infer<typeof layerGraphSchema>;

/** A model's layers as JSON. The weights' values lie elsewhere, under `<layer>/<weight>`. */
export function encodeLayerGraph(model: PortableModel): LayerGraph {
  return {
    format: 'hourglass-layers',
    version: 1,
    name: model.name,
    part: model.part,
    sample: model.sample,
    inputs: model.inputs.map((input) => ({ ...input, shape: [...input.shape] })),
    layers: model.layers.map(({ name: layer, className, config, inputs, weights, node, alwaysTraining }) => ({
      name: layer,
      className,
      config: { ...config },
      inputs: inputs.map(([from]) => [from, 0]),
      weights: weights.map((weight) => ({ name: weight.name, shape: [...weight.shape] })),
      node,
      alwaysTraining,
    })),
    outputs: model.outputs.map(({ name: output, role, ref: [from] }) => ({ name: output, role, ref: [from, 0] })),
  };
}

/** Where a described layer's weight comes from, whatever its node calls it: `role` is Keras's kernel, bias … (layerWeights). Null where it is not there. */
export type WeightSource = (
  layer: Pick<PortableLayer, 'name' | 'className' | 'config'>,
  weight: Pick<PortableWeight, 'name' | 'shape'>,
  role: string,
) => StoredArray | null;

/**
 * A model from its layers as JSON text and its weights. Every layer stands behind what it reads, every shape follows from the inputs'.
 * Issue `layers-broken` naming `file` and what is wrong.
 */
export function decodeLayerGraph(text: string, weightAt: WeightSource, file: string): Outcome<PortableModel> {
  const broken = (reason: string): Outcome<PortableModel> => ({ value: undefined, issues: [issue('layers-broken', { file }, { reason })] });
  // 1. JSON, without keys that JavaScript takes for something else.
  const parsed = layerGraphSchema.safeParse(jsonOf(text));
  if (!parsed.success)
    return broken(
      parsed.error.issues
        .slice(0, 3)
        .map(({ path, message }) => `${path.join('.')}: ${message}`)
        .join('; '),
    );
  const { inputs, outputs, layers: described, ...rest } = parsed.data;
  // 2. Layers in their order, each with the shapes that its inputs give it.
  const layers: PortableLayer[] = [];
  const shapes = new Map<string, readonly (readonly number[])[]>();
  for (const layer of described) {
    const read = layer.inputs.map(([from]) => shapes.get(from)?.[0]);
    const known = read.every((one) => one !== undefined);
    if (!known) return broken(`${layer.name} reads what no layer before it gives`);
    if (shapes.has(layer.name)) return broken(`two layers are called ${layer.name}`);
    const from = read.flatMap((one) => (one ? [one] : []));
    const outputShapes = layerOutputShapes(layer.className, layer.config, from);
    const expected = weightsOf(layer, from);
    if (!outputShapes || !expected || expected.length !== layer.weights.length) return broken(`${layer.name} is no ${layer.className} that fits what it reads`);
    shapes.set(layer.name, outputShapes);
    const weights: PortableWeight[] = [];
    for (const [at, weight] of layer.weights.entries()) {
      const wanted = expected[at];
      const found = wanted && String(wanted.shape) === String(weight.shape) ? weightAt(layer, weight, wanted.name) : null;
      if (found?.values.length !== sizeOf(weight.shape)) return broken(`the weight ${weightKey(layer.name, weight.name)} is missing or of another shape`);
      weights.push({ ...weight, values: found.values });
    }
    layers.push({ ...layer, outputShapes, weights });
  }
  // 3. Inputs and outputs are what the layers say.
  const foreign = inputs.find((input) => String(shapes.get(input.name)?.[0]) !== String(input.shape));
  if (foreign) return broken(`no layer is the input ${foreign.name}`);
  const given = outputs.map((output) => ({ ...output, shape: shapes.get(output.ref[0])?.[0] ?? null }));
  const missing = given.find((output) => output.shape === null);
  if (missing) return broken(`no layer gives the output ${missing.name}`);
  const whole = given.flatMap((output) => (output.shape ? [{ ...output, shape: output.shape }] : []));
  return { value: { name: rest.name, part: rest.part, sample: rest.sample, inputs, layers, outputs: whole }, issues: [] };
}

/** The weights that a layer has by its configuration; null where that does not say. */
function weightsOf(
  { className, config }: Pick<PortableLayer, 'className' | 'config'>,
  inputs: readonly (readonly number[])[],
): readonly ExpectedWeight[] | null {
  try {
    return layerWeights(className, config, inputs, () => {
      throw new Error('unfit');
    });
  } catch {
    return null;
  }
}

function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? plainJson(value).value : undefined;
  } catch {
    return undefined;
  }
}
