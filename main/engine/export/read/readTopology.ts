import { IssueError, issue, refuse } from '../../../../shared/check/issue.ts';
import { isRecord } from '../../../../shared/graph/plainJson.ts';
import type { KerasRef } from '../../kinds/kerasEmission.ts';
import { knownLayerClasses, layerOutputShapes } from '../layerShapes.ts';
import type { PortableLayer } from '../portableModel.ts';
import type { Dialect } from './normaliseLayer.ts';
import { normaliseLayer } from './normaliseLayer.ts';

/** A layer without its weights. */
export type DrawnLayer = Omit<PortableLayer, 'weights' | 'node'>;

/** The graph of a file: layers behind what they read. */
export interface DrawnModel {
  readonly name: string;
  readonly layers: readonly DrawnLayer[];
  /** Names of InputLayers. */
  readonly inputs: readonly string[];
  readonly outputs: readonly KerasRef[];
}

const mostLayers = 20_000;

/** A layer as the file says it. */
interface SaidLayer {
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly KerasRef[];
  readonly alwaysTraining: boolean;
}

/**
 * Reads a functional or sequential model as Keras 3, Keras 2 or TensorFlow.js say it: `{class_name, config}`.
 * Throws IssueError `import-broken`, `import-layer-setting`, and one `import-layer-unknown` for each layer that is not known.
 */
export function readTopology(topology: unknown, file: string, dialect: Dialect = 'keras'): DrawnModel {
  const broken = (reason: string): never => refuse('import-broken', { file }, { reason });
  if (!isRecord(topology) || !isRecord(topology.config)) return broken('it holds no model');
  const { class_name: className, config } = topology;
  // 1. The layers as they are said.
  const said =
    className === 'Sequential'
      ? sequential(config, { file, dialect })
      : className === 'Functional' || className === 'Model'
        ? functional(config, { file, dialect })
        : null;
  if (!said) return broken(`it holds a ${String(className).slice(0, 60)}, no functional or sequential model`);
  if (said.layers.length > mostLayers) return broken('it has too many layers');
  // 2. Every class known, all that are not in one list.
  const unknown = said.layers.filter((layer) => !knownLayerClasses.has(layer.className));
  if (unknown.length > 0)
    throw new IssueError(unknown.map(({ name, className: kind }) => issue('import-layer-unknown', { file }, { layer: name, className: kind })));
  // 3. In an order in which each stands behind what it reads, with shapes.
  const layers = inOrder(said.layers, file);
  const shapes = new Map<string, readonly (readonly number[])[]>();
  const drawn = layers.map((layer): DrawnLayer => {
    const inputShapes = layer.inputs.map(([name, output]) => shapes.get(name)?.[output] ?? broken(`layer ${layer.name} reads what ${name} does not give`));
    const outputShapes = layerOutputShapes(layer.className, layer.config, inputShapes) ?? broken(`layer ${layer.name} does not fit what it reads`);
    shapes.set(layer.name, outputShapes);
    return { ...layer, outputShapes };
  });
  for (const [name, output] of said.outputs) if (!shapes.get(name)?.[output]) return broken(`there is no layer ${name} to give an output`);
  for (const name of said.inputs) if (!shapes.has(name)) return broken(`there is no layer ${name} to take an input`);
  return { name: typeof config.name === 'string' ? config.name.slice(0, 200) : 'model', layers: drawn, inputs: said.inputs, outputs: said.outputs };
}

interface Said {
  readonly layers: readonly SaidLayer[];
  readonly inputs: readonly string[];
  readonly outputs: readonly KerasRef[];
}

interface Source {
  readonly file: string;
  readonly dialect: Dialect;
}

function functional(config: Readonly<Record<string, unknown>>, { file, dialect }: Source): Said {
  const layers = listOf(config.layers, file, 'layers').map((entry) => {
    const { name, className, config: own } = headOf(entry, file);
    const calls = isRecord(entry) ? listOf(entry.inbound_nodes ?? [], file, `calls of ${name}`) : [];
    if (calls.length > 1) return refuse('import-layer-setting', { file }, { layer: name, className, setting: 'inbound_nodes', value: `${calls.length} calls` });
    const { inputs, training } = calls.length === 0 ? { inputs: [], training: false } : callOf(calls[0], { name, className, file });
    return { ...normaliseLayer({ name, className, config: own }, file, dialect), inputs, alwaysTraining: training };
  });
  return { layers, inputs: endsOf(config.input_layers, file).map(([name]) => name), outputs: endsOf(config.output_layers, file) };
}

function sequential(config: Readonly<Record<string, unknown>>, { file, dialect }: Source): Said {
  const layers: SaidLayer[] = [];
  for (const entry of listOf(config.layers, file, 'layers')) {
    const head = headOf(entry, file);
    const before = layers.at(-1);
    if (!before && head.className !== 'InputLayer') {
      const shape = head.config.batch_input_shape ?? head.config.batch_shape;
      if (!Array.isArray(shape)) return refuse('import-broken', { file }, { reason: 'it does not say the shape of its input' });
      const name = `${head.name}_input`;
      layers.push({ name, className: 'InputLayer', config: { name, batch_shape: shape, dtype: 'float32' }, inputs: [], alwaysTraining: false });
    }
    const from = layers.at(-1);
    layers.push({ ...normaliseLayer(head, file, dialect), inputs: from ? [[from.name, 0]] : [], alwaysTraining: false });
  }
  const [first] = layers,
    last = layers.at(-1);
  return { layers, inputs: first ? [first.name] : [], outputs: last ? [[last.name, 0]] : [] };
}

function headOf(entry: unknown, file: string): { readonly name: string; readonly className: string; readonly config: Readonly<Record<string, unknown>> } {
  if (!isRecord(entry) || typeof entry.class_name !== 'string' || !isRecord(entry.config))
    return refuse('import-broken', { file }, { reason: 'a layer of it is no layer' });
  const name = typeof entry.name === 'string' ? entry.name : entry.config.name;
  if (typeof name !== 'string' || name === '' || name.length > 500) return refuse('import-broken', { file }, { reason: 'a layer of it has no name' });
  return { name, className: entry.class_name.slice(0, 100), config: entry.config };
}

interface Called {
  readonly name: string;
  readonly className: string;
  readonly file: string;
}

/** What one call of a layer reads: Keras 3's `{args, kwargs}` or Keras 2's list of `[layer, node, output, kwargs]`. */
function callOf(call: unknown, { name, className, file }: Called): { readonly inputs: readonly KerasRef[]; readonly training: boolean } {
  const inputs: KerasRef[] = [];
  const setting = (key: string, value: unknown): never =>
    refuse('import-layer-setting', { file }, { layer: name, className, setting: key, value: JSON.stringify(value).slice(0, 100) });
  const settings: Readonly<Record<string, unknown>>[] = [];
  const read = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const part of value) read(part);
      return;
    }
    const history = isRecord(value) && value.class_name === '__keras_tensor__' && isRecord(value.config) ? value.config.keras_history : undefined;
    inputs.push(history === undefined ? setting('args', value) : endOf(history, file));
  };
  if (isRecord(call)) {
    read(call.args ?? []);
    if (isRecord(call.kwargs)) settings.push(call.kwargs);
  } else {
    for (const part of listOf(call, file, `a call of ${name}`)) {
      inputs.push(endOf(part, file));
      if (Array.isArray(part) && isRecord(part[3])) settings.push(part[3]);
    }
  }
  let training = false;
  for (const [key, value] of settings.flatMap((record) => Object.entries(record))) {
    if (key === 'training' && typeof value === 'boolean') training = value;
    else if (value !== null && !(key === 'training' || value === false)) return setting(key, value);
  }
  return { inputs, training };
}

/** [layer, node, output]: a layer is called once, so its node is 0. */
function endOf(value: unknown, file: string): KerasRef {
  const [layer, node, output] = Array.isArray(value) ? value : [];
  if (typeof layer !== 'string' || node !== 0 || typeof output !== 'number' || !Number.isSafeInteger(output) || output < 0)
    return refuse('import-broken', { file }, { reason: 'a connection of it leads nowhere' });
  return [layer, output];
}

/** One end, or a list of them, or a record of them. */
function endsOf(value: unknown, file: string): readonly KerasRef[] {
  if (Array.isArray(value) && typeof value[0] === 'string') return [endOf(value, file)];
  if (isRecord(value)) return Object.values(value).flatMap((part) => endsOf(part, file));
  return listOf(value, file, 'inputs or outputs').flatMap((part) => endsOf(part, file));
}

function listOf(value: unknown, file: string, what: string): readonly unknown[] {
  return Array.isArray(value) && value.length <= mostLayers ? value : refuse('import-broken', { file }, { reason: `${what}: no list` });
}

function inOrder(layers: readonly SaidLayer[], file: string): readonly SaidLayer[] {
  const broken = (reason: string): never => refuse('import-broken', { file }, { reason });
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  if (byName.size !== layers.length) return broken('two layers have one name');
  const waiting = new Map(layers.map((layer) => [layer, new Set(layer.inputs.map(([name]) => byName.get(name) ?? broken(`there is no layer ${name}`)))]));
  const readers = new Map<SaidLayer, SaidLayer[]>();
  for (const [layer, sources] of waiting) for (const source of sources) readers.set(source, [...(readers.get(source) ?? []), layer]);
  const ready = layers.filter((layer) => waiting.get(layer)?.size === 0);
  for (let at = 0; at < ready.length; at++) {
    const layer = ready[at];
    if (!layer) break;
    for (const reader of readers.get(layer) ?? []) {
      const sources = waiting.get(reader);
      sources?.delete(layer);
      if (sources?.size === 0) ready.push(reader);
    }
  }
  return ready.length === layers.length ? ready : broken('its layers read each other in a circle');
}
