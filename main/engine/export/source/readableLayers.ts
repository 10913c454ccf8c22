import type { KerasRef } from '../../kinds/kerasEmission.ts';
import type { PortableLayer } from '../portableModel.ts';

/**
 * Layers as a programmer would say them: what Keras's layers can only say in several becomes one of four classes of no library.
 * `Clip` (config `min`, `max`), `Half` (config `which`: 0 or 1, of the last axis), `Absolute`, `Sample` (config `spread`; inputs mean, spread and, where
 * ε comes from elsewhere, ε). The last layer of each group keeps its name, shape and readers.
 */
export function readableLayers(layers: readonly PortableLayer[]): readonly PortableLayer[] {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const said = layers.map((layer) => clip(layer, byName) ?? half(layer, byName) ?? absolute(layer, byName) ?? sample(layer, byName) ?? layer);
  // What a group no longer reads is gone, unless something else reads it.
  const kept = new Set(said.filter((layer, index) => layer !== layers[index]).map(({ name }) => name));
  if (kept.size === 0) return layers;
  const insides = new Set(layers.flatMap((layer) => (kept.has(layer.name) ? membersOf(layer, byName) : [])));
  const read = new Set(said.filter(({ name }) => !insides.has(name)).flatMap(({ inputs }) => inputs.map(([name]) => name)));
  return said.filter(({ name }) => !insides.has(name) || read.has(name));
}

type Layers = ReadonlyMap<string, PortableLayer>;

/** The layer that a ref comes from, where it belongs to the same node and is of a class. */
function inside(layer: PortableLayer, ref: KerasRef | undefined, byName: Layers, className: string): PortableLayer | null {
  const found = ref ? byName.get(ref[0]) : undefined;
  return found && found.node === layer.node && found.className === className ? found : null;
}

/** All layers of the same node that a layer rests on. */
function membersOf(layer: PortableLayer, byName: Layers): readonly string[] {
  return layer.inputs.flatMap(([name]) => {
    const found = byName.get(name);
    return found && found.node === layer.node && found.className !== 'InputLayer' && found.weights.length === 0 ? [name, ...membersOf(found, byName)] : [];
  });
}

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

function clip(layer: PortableLayer, byName: Layers): PortableLayer | null {
  if (layer.className !== 'Rescaling' || layer.config.scale !== 1) return null;
  const bounded = inside(layer, layer.inputs[0], byName, 'ReLU');
  const raised = bounded && inside(layer, bounded.inputs[0], byName, 'Rescaling');
  if (!bounded || !raised || typeof bounded.config.max_value !== 'number') return null;
  const min = number(layer.config.offset);
  return { ...layer, className: 'Clip', config: { min, max: min + bounded.config.max_value }, inputs: raised.inputs };
}

function half(layer: PortableLayer, byName: Layers): PortableLayer | null {
  if (layer.className !== 'Reshape') return null;
  const back = inside(layer, layer.inputs[0], byName, 'Permute');
  const cropped = back && inside(layer, back.inputs[0], byName, 'Cropping1D');
  const turned = cropped && inside(layer, cropped.inputs[0], byName, 'Permute');
  const rows = turned && inside(layer, turned.inputs[0], byName, 'Reshape');
  if (!cropped || !rows || !Array.isArray(cropped.config.cropping)) return null;
  return { ...layer, className: 'Half', config: { which: cropped.config.cropping[0] === 0 ? 0 : 1 }, inputs: rows.inputs };
}

function absolute(layer: PortableLayer, byName: Layers): PortableLayer | null {
  if (layer.className !== 'Add' || layer.inputs.length !== 2) return null;
  const above = inside(layer, layer.inputs[0], byName, 'ReLU');
  const below = inside(layer, layer.inputs[1], byName, 'ReLU');
  const turned = below && inside(layer, below.inputs[0], byName, 'Rescaling');
  return above && turned?.config.scale === -1 ? { ...layer, className: 'Absolute', config: {}, inputs: above.inputs } : null;
}

function sample(layer: PortableLayer, byName: Layers): PortableLayer | null {
  const [mean, product] = layer.inputs;
  if (layer.className !== 'Add' || !mean) return null;
  const scaled = inside(layer, product, byName, 'Multiply');
  const deviation = scaled && inside(layer, scaled.inputs[0], byName, 'Activation');
  const halved = deviation && inside(layer, deviation.inputs[0], byName, 'Rescaling');
  const [spread] = halved?.inputs ?? [];
  const epsilon = scaled?.inputs[1];
  if (!halved || !spread || !epsilon || deviation?.config.activation !== 'exponential') return null;
  const drawn = inside(layer, epsilon, byName, 'GaussianNoise') !== null;
  const config = { spread: halved.config.scale === 1 ? 'logStd' : 'logVariance', always: drawn };
  return { ...layer, className: 'Sample', config, inputs: drawn ? [mean, spread] : [mean, spread, epsilon] };
}
