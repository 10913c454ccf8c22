import type { PortableLayer, PortableModel } from '../portableModel.ts';

/** Keras's version whose layout is written. */
export const kerasVersion = '3.15.1';

/**
 * The layers in the order in which Keras 3 itself lists those of a functional model (keras.src.ops.function.map_graph): by their distance from
 * the outputs, the furthest first, then as a walk from the outputs meets them. Both HDF5 layouts count layers in this order. What leads to no
 * output is left out, inputs besides.
 */
export function kerasOrder<L extends Pick<PortableLayer, 'name' | 'inputs'>>({ layers, inputs, outputs }: OrderedGraph<L>): readonly L[] {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  // 1. Walk from the outputs: when each layer is met first, and in which order they are done.
  const met = new Map<L, number>();
  const done: L[] = [];
  const walk = (name: string): void => {
    const layer = byName.get(name);
    if (!layer) throw new Error(`layer '${name}' is read and not there`);
    if (met.has(layer)) return;
    met.set(layer, met.size);
    for (const [from] of layer.inputs) walk(from);
    done.push(layer);
  };
  for (const { ref } of outputs) walk(ref[0]);
  // 2. Distances from the outputs.
  const depths = new Map<L, number>();
  for (const layer of done.toReversed()) {
    const depth = depths.get(layer) ?? 0;
    depths.set(layer, depth);
    for (const [from] of layer.inputs) {
      const source = byName.get(from);
      if (source) depths.set(source, Math.max(depth + 1, depths.get(source) ?? 0));
    }
  }
  // 3. Inputs that nothing reads stand first among the last.
  for (const { name } of inputs) {
    const layer = byName.get(name);
    if (layer && !depths.has(layer)) depths.set(layer, 0);
  }
  return [...depths.keys()].toSorted((a, b) => (depths.get(b) ?? 0) - (depths.get(a) ?? 0) || (met.get(a) ?? -1) - (met.get(b) ?? -1));
}

interface OrderedGraph<L> {
  readonly layers: readonly L[];
  readonly inputs: readonly { readonly name: string }[];
  readonly outputs: readonly { readonly ref: readonly [layer: string, output: number] }[];
}

/** Where Keras 3 keeps the operations of keras.ops that layers cannot say. */
const operations: Readonly<Record<string, { readonly module: string; readonly className: string }>> = {
  'ops.log': { module: 'keras.src.ops.numpy', className: 'Log' },
  'ops.sqrt': { module: 'keras.src.ops.numpy', className: 'Sqrt' },
};

/** Whether a functional model of Keras 3 can hold a layer of this class. */
export function kerasSays(className: string): boolean {
  return layerClasses.has(className) || Object.hasOwn(operations, className);
}

/** Layers of Keras 3 whose weights lie as the writers below say. A class that is not here is refused. */
const layerClasses: ReadonlySet<string> = new Set([
  'InputLayer',
  'Activation',
  'ReLU',
  'Add',
  'Subtract',
  'Multiply',
  'Average',
  'Maximum',
  'Minimum',
  'Concatenate',
  'AveragePooling2D',
  'MaxPooling2D',
  'GlobalAveragePooling2D',
  'BatchNormalization',
  'LayerNormalization',
  'CategoryEncoding',
  'Conv2D',
  'Conv2DTranspose',
  'Dense',
  'Dropout',
  'GaussianNoise',
  'Embedding',
  'Flatten',
  'Reshape',
  'Permute',
  'Cropping1D',
  'RepeatVector',
  'Rescaling',
  'UpSampling2D',
  'LSTM',
  'GRU',
  'SimpleRNN',
]);

/** Layers whose weights belong to the cell in them. */
export const recurrentClasses: ReadonlySet<string> = new Set(['LSTM', 'GRU', 'SimpleRNN']);

/** A functional model as Keras 3 serialises it (keras.saving.serialize_keras_object). */
export function kerasFunctional(model: PortableModel): Record<string, unknown> {
  const layers = kerasOrder(model);
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const dtypes = new Map(model.inputs.map(({ name, dtype }) => [name, dtype]));
  const tensor = ([name, output]: readonly [string, number]): Record<string, unknown> => ({
    class_name: '__keras_tensor__',
    config: {
      shape: [null, ...(byName.get(name)?.outputShapes[output] ?? [])],
      dtype: dtypes.get(name) ?? 'float32',
      keras_history: [name, 0, output],
    },
  });
  const end = ([name, output]: readonly [string, number]): unknown => [name, 0, output];
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name: plainName(model.name),
      trainable: true,
      layers: layers.map((layer) => serialised(layer, layer.inputs.map(tensor))),
      input_layers: oneOrMany(model.inputs.map(({ name }) => end([name, 0]))),
      output_layers: oneOrMany(model.outputs.map(({ ref }) => end(ref))),
    },
    registered_name: 'Functional',
    build_config: { input_shape: null },
    compile_config: {},
  };
}

/** A name that Keras takes for a model, and TensorFlow for a scope. */
export function plainName(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_]+/g, '_').replaceAll(/^_+|_+$/g, '');
  return /^[A-Za-z]/.test(plain) ? plain : `model${plain === '' ? '' : `_${plain}`}`;
}

function serialised(layer: PortableLayer, tensors: readonly unknown[]): Record<string, unknown> {
  const operation = operations[layer.className];
  const called = layer.className === 'InputLayer' ? [] : [{ args: [oneOrMany(tensors)], kwargs: layer.alwaysTraining ? { training: true } : {} }];
  return operation
    ? {
        module: operation.module,
        class_name: operation.className,
        config: { name: layer.name },
        registered_name: operation.className,
        name: layer.name,
        inbound_nodes: called,
      }
    : {
        module: 'keras.layers',
        class_name: layer.className,
        config: { ...layer.config, name: layer.name },
        registered_name: null,
        name: layer.name,
        inbound_nodes: called,
      };
}

function oneOrMany(all: readonly unknown[]): unknown {
  return all.length === 1 ? all[0] : all;
}

/** keras.src.utils.naming.to_snake_case. */
export function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
