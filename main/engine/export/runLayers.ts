import { refuse } from '../../../shared/check/issue.ts';
import { sizeOf } from '../../../shared/nodes/tensorSpec.ts';
import { deriveSeed, randomNormal } from '../../../shared/random/philox.ts';
import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';
import { tidy } from '../tfjs/tidy.ts';
import type { NamedArrays, ReadBack } from './exportFormat.ts';
import { layerConfig } from './layerConfig.ts';
import type { LayerConfig } from './layerConfig.ts';
import { activationFunctions, layerFunctions } from './layerFunctions.ts';
import type { PortableLayer, PortableModel } from './portableModel.ts';
import type { StoredArray } from './storedArray.ts';

/** As much of a model as can be run; what a reader makes of a file. Weights lie in the order of Keras's get_weights(). */
export type RunnableLayers = Pick<PortableModel, 'inputs' | 'layers' | 'outputs'>;

/**
 * Layers, read from a file or not yet written, as something to run. Where a layer draws (GaussianNoise in training mode), each call draws anew
 * from the layer's seed. Throws IssueError `export-layer-unknown` for a layer this build does not know or whose configuration lacks what it needs.
 */
export function runLayers(model: RunnableLayers): ReadBack {
  const pass = prepareLayers(model);
  return {
    run: async (arrays) => {
      const made = tidy(() =>
        pass
          .compute(new Map(model.inputs.map(({ name, dtype, shape }) => [name, asInput(arrays[name] ?? missing(name), shape, dtype)])))
          .map((tensor) => tf.clone(tensor)),
      );
      const found: Record<string, StoredArray> = {};
      for (const [index, { name }] of model.outputs.entries()) {
        const tensor = made[index] ?? missing(name);
        found[name] = { shape: tensor.shape, values: Float32Array.from(await tensor.data()) };
        tensor.dispose();
      }
      return found satisfies NamedArrays;
    },
    dispose: () => pass.dispose(),
  };
}

/** Layers made ready: their weights on the device, and one pass over given inputs. */
export interface LayerPass {
  /** The weights' tensors with their values. */
  readonly weights: readonly { readonly tensor: Tensor; readonly array: StoredArray }[];
  /** Inputs by name to the outputs in their order; call inside tf.tidy. */
  compute(inputs: ReadonlyMap<string, Tensor>): readonly Tensor[];
  dispose(): void;
}

/** Standard normal draws of a shape for the `seen`-th call of a layer. */
export type DrawNormal = (shape: readonly number[], seed: readonly [number, number]) => Tensor;

const drawInJavaScript: DrawNormal = (shape, seed) => tf.tensor(randomNormal(seed, sizeOf(shape)), [...shape]);

/** As `runLayers`, tensors in and out. Throws as that does. */
export function prepareLayers(model: RunnableLayers, drawNormal: DrawNormal = drawInJavaScript): LayerPass {
  const steps = model.layers.filter(({ className }) => className !== 'InputLayer').map((layer) => prepare(layer, drawNormal));
  const weights = tidy(() => new Map(model.layers.map((layer) => [layer.name, layer.weights.map((array) => ({ array, tensor: tf.keep(asTensor(array)) }))])));
  let calls = 0;
  return {
    weights: [...weights.values()].flat(),
    compute(inputs) {
      const seen = calls++;
      const values = new Map(inputs);
      const at = ([name, output]: readonly [string, number]): Tensor => (output === 0 ? values.get(name) : undefined) ?? missing(`${name}:${output}`);
      for (const { layer, call } of steps) {
        values.set(
          layer.name,
          call(
            layer.inputs.map(at),
            (weights.get(layer.name) ?? []).map(({ tensor }) => tensor),
            seen,
          ),
        );
      }
      return model.outputs.map(({ ref }) => at(ref));
    },
    dispose: () => {
      for (const { tensor } of [...weights.values()].flat()) tensor.dispose();
      weights.clear();
    },
  };
}

interface PreparedLayer {
  readonly layer: PortableLayer;
  readonly call: (inputs: readonly Tensor[], weights: readonly Tensor[], seen: number) => Tensor;
}

/** Looks up all that can be looked up before the first call. */
function prepare(layer: PortableLayer, drawNormal: DrawNormal): PreparedLayer {
  const unfit = (): never =>
    refuse('export-layer-unknown', layer.node === null ? {} : { node: layer.node }, { node: layer.name, layer: layer.className, format: 'Hourglass' });
  const config: LayerConfig = layerConfig(layer.config, unfit);
  const activation = (key: string): ((x: Tensor) => Tensor) => {
    const name = config.text(key);
    return (Object.hasOwn(activationFunctions, name) ? activationFunctions[name] : undefined) ?? unfit();
  };
  const outputShape = layer.outputShapes[0] ?? unfit();
  if (layer.className === 'GaussianNoise') return { layer, call: noisy(layer, config, drawNormal) };
  const compute = (Object.hasOwn(layerFunctions, layer.className) ? layerFunctions[layer.className] : undefined) ?? unfit();
  return {
    layer,
    call: ([first, ...rest], weights) => (first ? compute({ inputs: [first, ...rest], weights, config, outputShape, activation }) : unfit()),
  };
}

/** x + σ·ε where it is called in training mode; x elsewhere. */
function noisy(layer: PortableLayer, config: LayerConfig, drawNormal: DrawNormal): PreparedLayer['call'] {
  const stdDev = config.number('stddev'),
    seed = config.numberOrNull('seed') ?? 0;
  return ([x], _, seen) => {
    if (!x) return missing(`the input of ${layer.name}`);
    if (!layer.alwaysTraining) return x;
    const drawn = drawNormal(x.shape, deriveSeed(seed, 'layer', layer.name, seen));
    return tf.add(x, stdDev === 1 ? drawn : tf.mul(drawn, stdDev));
  };
}

function missing(what: string): never {
  throw new Error(`running the layers lacks ${what}`);
}

const asTensor = ({ shape, values }: StoredArray): Tensor => tf.tensor(values, [...shape], 'float32');

function asInput({ shape, values }: StoredArray, wanted: readonly number[], dtype: 'float32' | 'int32'): Tensor {
  const count = shape[0] ?? 0;
  return dtype === 'int32' ? tf.tensor(Int32Array.from(values), [count, ...wanted], 'int32') : tf.tensor(values, [count, ...wanted], 'float32');
}
