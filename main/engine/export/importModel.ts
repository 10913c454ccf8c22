import { IssueError, hasErrors, issue } from '../../../shared/check/issue.ts';
import type { Issue, Outcome } from '../../../shared/check/issue.ts';
import { createNode, newDocument } from '../../../shared/graph/createDocument.ts';
import type { EdgeRecord, GraphDoc, NodeRecord } from '../../../shared/graph/document.ts';
import type { NodeKind } from '../../../shared/nodes/catalogue.ts';
import type { AnyParams } from '../../../shared/nodes/defineNode.ts';
import { isRecord } from '../../../shared/graph/plainJson.ts';
import type { NamedValues } from '../files/safetensors.ts';
import { kerasActivation } from '../kinds/activations.ts';
import type { ExportFiles } from './exportFormat.ts';
import { layerConfig } from './layerConfig.ts';
import type { LayerConfig } from './layerConfig.ts';
import type { PortableLayer } from './portableModel.ts';
import { plainLayers } from './read/plainLayers.ts';
import { readH5 } from './read/readH5.ts';
import { readKeras } from './read/readKeras.ts';
import { readOnnx, readSafetensors } from './read/readLayerFiles.ts';
import type { ReadModel } from './read/readModel.ts';
import { readTfjs } from './read/readTfjs.ts';

/** A model of another program as a document, with its weights by `<node>/<weight>`. */
export interface ImportedModel {
  readonly document: GraphDoc;
  readonly weights: NamedValues;
}

/**
 * Reads a Keras `.keras` or `.h5` file, the files of a TensorFlow.js layers model, or an ONNX file or safetensors with JSON of ours, as a document with
 * weights: all of it or nothing.
 * Issues: `import-broken`, `import-too-large`, `import-weights-missing`, `layers-broken`, `onnx-foreign`, `onnx-broken`, `onnx-external-data`; one `import-layer-unknown` or `import-layer-setting` for each layer that no node says.
 * @param files the model's files by name; `model.safetensors` among them says ours, `model.json` alone TensorFlow.js
 * @param file as issues name it
 */
export function importModel(files: ExportFiles, file: string): Outcome<ImportedModel> {
  try {
    return drawModel(readAny(files, file), file);
  } catch (found) {
    if (found instanceof IssueError) return { value: undefined, issues: found.issues };
    throw found;
  }
}

function readAny(files: ExportFiles, file: string): ReadModel {
  if (Object.hasOwn(files, 'model.safetensors')) return readSafetensors(files);
  if (Object.hasOwn(files, 'model.json')) return readTfjs(files, file);
  const [bytes = new Uint8Array()] = Object.values(files);
  // A zip begins with PK, an ONNX model with the first of its fields, HDF5 with its own mark.
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readKeras(bytes, file);
  return bytes[0] === 0x08 ? readOnnx(bytes, file) : readH5(bytes, file);
}

/** A node for every layer, laid out by its distance from the inputs. */
function drawModel(read: ReadModel, file: string): Outcome<ImportedModel> {
  const model = plainLayers(read);
  const issues: Issue[] = [];
  const ids = new Map<string, string>();
  const nodes: Record<string, NodeRecord> = {};
  const edges: EdgeRecord[] = [];
  const places: Record<string, { x: number; y: number }> = {};
  const weights: Record<string, { shape: readonly number[]; values: Float32Array }> = {};
  const columns = new Map<string, number>();
  const inColumn = new Map<number, number>();
  const place = (id: string, column: number): void => {
    const row = inColumn.get(column) ?? 0;
    inColumn.set(column, row + 1);
    columns.set(id, column);
    places[id] = { x: column * 220, y: row * 150 };
  };
  const wire = (from: string, to: string): void => {
    edges.push({ id: `wire${edges.length + 1}`, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } });
  };
  for (const layer of model.layers) {
    const said = nodeFor(layer, model, (setting, value) => {
      issues.push(issue('import-layer-setting', { file }, { layer: layer.name, className: layer.className, setting, value: shown(value) }));
    });
    if (said === null) {
      if (!issues.some(({ values }) => values.layer === layer.name))
        issues.push(issue('import-layer-unknown', { file }, { layer: layer.name, className: layer.className }));
      continue;
    }
    const id = freeNodeId(layer.name, nodes);
    ids.set(layer.name, id);
    nodes[id] = { ...createNode(said.kind, said.params), name: layer.name.slice(0, 200), ...(said.frozen ? { frozen: true } : {}) };
    const sources = layer.inputs.map(([from]) => ids.get(from) ?? '');
    place(id, Math.max(0, ...sources.map((source) => (columns.get(source) ?? 0) + 1)));
    for (const source of sources) wire(source, id);
    for (const { name, shape, values } of said.weights ?? layer.weights) weights[`${id}/${name}`] = { shape, values };
  }
  if (hasErrors(issues)) return { value: undefined, issues };
  for (const { name, ref } of model.outputs) {
    const source = ids.get(ref[0]) ?? '';
    const id = freeNodeId(`${name}_output`, nodes);
    nodes[id] = createNode('output', { name: name.slice(0, 64) });
    place(id, (columns.get(source) ?? 0) + 1);
    wire(source, id);
  }
  const document: GraphDoc = { ...newDocument(model.name), nodes, edges, layout: { nodes: places, notes: {} } };
  return { value: { document, weights }, issues };
}

interface SaidNode {
  readonly kind: NodeKind;
  readonly params: AnyParams;
  readonly frozen?: boolean;
  /** Where they are not the layer's own. */
  readonly weights?: PortableLayer['weights'];
}

type Refuse = (setting: string, value: unknown) => void;

const activationsByKeras = new Map(Object.entries(kerasActivation).map(([ours, theirs]) => [theirs, ours]));

/** The node that says a layer; null beside an issue, or where there is none. */
function nodeFor(layer: PortableLayer, model: ReadModel, refuse: Refuse): SaidNode | null {
  let isRefused = false;
  const refused = (setting: string, value: unknown): void => {
    isRefused = true;
    refuse(setting, value);
  };
  const node = sayLayer(layer, { model, refused });
  return isRefused ? null : node;
}

interface Said {
  readonly model: ReadModel;
  readonly refused: Refuse;
}

function sayLayer(layer: PortableLayer, { model, refused }: Said): SaidNode | null {
  const { className, config } = layer;
  const read = layerConfig(config, (key) => {
    throw new IssueError([issue('import-layer-setting', {}, { layer: layer.name, className, setting: key, value: shown(config[key]) })]);
  });
  const activation = (key = 'activation'): string => {
    const found = activationsByKeras.get(read.text(key));
    if (found === undefined) refused(key, config[key]);
    return found ?? 'linear';
  };
  const biased = (): AnyParams => ({ useBias: read.flag('use_bias'), ...penalties(config, refused) });
  const say = (kind: NodeKind, params: AnyParams = {}): SaidNode => ({ kind, params, frozen: config.trainable === false && layer.weights.length > 0 });
  if (layer.alwaysTraining) refused('training', true);
  switch (className) {
    case 'InputLayer':
      return sayInput(layer, model, refused);
    case 'Activation':
      return config.activation === 'exponential' ? say('math', { fn: 'exp' }) : say('activation', { activation: activation() });
    case 'ReLU':
      return sayRelu(read, refused);
    case 'Rescaling':
      return sayRescaling(layer, read, refused);
    case 'Clip':
      return say('clip', { min: read.number('min'), max: read.number('max') });
    case 'ops.log':
      return say('math', { fn: 'log' });
    case 'ops.sqrt':
      return say('math', { fn: 'sqrt' });
    case 'Add':
      return say('add');
    case 'Multiply':
      return say('multiply');
    case 'Concatenate':
      return say('concatenate', { axis: read.number('axis') });
    case 'Dense':
      return say('dense', { units: read.number('units'), activation: activation(), ...biased() });
    case 'Embedding':
      return say('embedding', { vocabulary: read.number('input_dim'), units: read.number('output_dim') });
    case 'Dropout':
      return say('dropout', { rate: read.number('rate') });
    case 'GaussianNoise':
      return say('gaussianNoise', { stdDev: read.number('stddev') });
    case 'Flatten':
      return say('flatten');
    case 'Reshape':
      return say('reshape', { shape: layer.outputShapes[0] ?? [] });
    case 'RepeatVector':
      return say('repeatVector', { times: read.number('n') });
    case 'Conv2D':
    case 'Conv2DTranspose': {
      const shared = { filters: read.number('filters'), kernelSize: read.pair('kernel_size'), strides: read.pair('strides'), padding: read.text('padding') };
      const dilation = read.pair('dilation_rate');
      if (className === 'Conv2DTranspose' && Math.max(...dilation) > 1) refused('dilation_rate', dilation);
      const all = { ...shared, activation: activation(), ...biased() };
      return className === 'Conv2D' ? say('conv2d', { ...all, dilation }) : say('conv2dTranspose', all);
    }
    case 'MaxPooling2D':
    case 'AveragePooling2D': {
      const window = { poolSize: read.pair('pool_size'), strides: read.pair('strides'), padding: read.text('padding') };
      return say(className === 'MaxPooling2D' ? 'maxPool2d' : 'averagePool2d', window);
    }
    case 'GlobalAveragePooling2D':
      return say('globalAveragePool2d');
    case 'UpSampling2D':
      return say('upSampling2d', { size: read.pair('size'), interpolation: read.text('interpolation') });
    case 'BatchNormalization':
    case 'LayerNormalization': {
      const rank = (layer.outputShapes[0]?.length ?? 0) + 1;
      if (config.axis !== -1 && config.axis !== rank - 1) refused('axis', config.axis);
      const affine = { epsilon: read.number('epsilon'), centre: read.flag('center'), scale: read.flag('scale') };
      return className === 'BatchNormalization' ? say('batchNorm', { ...affine, momentum: read.number('momentum') }) : say('layerNorm', affine);
    }
    case 'LSTM':
    case 'GRU':
    case 'SimpleRNN': {
      if (Number(config.dropout ?? 0) !== 0) refused('dropout', config.dropout);
      const shared = { units: read.number('units'), activation: activation(), ...biased() };
      const sequence = { returnSequences: read.flag('return_sequences'), goBackwards: read.flag('go_backwards') };
      if (className === 'SimpleRNN') return say('simpleRnn', { ...shared, ...sequence });
      const gated = { ...shared, ...sequence, recurrentActivation: activation('recurrent_activation') };
      return className === 'LSTM' ? say('lstm', gated) : say('gru', { ...gated, resetAfter: read.flag('reset_after') });
    }
    default:
      return null;
  }
}

/** Examples, class numbers, or values that come in from elsewhere. */
function sayInput({ name, config, outputShapes }: PortableLayer, model: ReadModel, refused: Refuse): SaidNode {
  const shape = outputShapes[0] ?? [];
  if (config.dtype !== 'int32') {
    if (shape.length === 0) refused('batch_shape', config.batch_shape);
    const isData = model.inputs.find((input) => input.name === name)?.role === 'data';
    return { kind: 'input', params: { shape, feed: isData ? 'data' : 'none' } };
  }
  if (shape.length > 0 && shape.join() !== '1') refused('batch_shape', config.batch_shape);
  const [table] = model.layers.filter(({ inputs }) => inputs.some(([from]) => from === name));
  const classes = Number(table?.config.input_dim ?? 0);
  if (table?.className !== 'Embedding' || classes < 2) refused('dtype', config.dtype);
  return { kind: 'labels', params: { classes: Math.max(2, classes), encoding: 'integer' } };
}

function sayRelu(read: LayerConfig, refused: Refuse): SaidNode {
  if (read.number('negative_slope') !== 0) refused('negative_slope', read.number('negative_slope'));
  if (read.number('threshold') !== 0) refused('threshold', read.number('threshold'));
  const most = read.numberOrNull('max_value');
  return most === null ? { kind: 'activation', params: { activation: 'relu' } } : { kind: 'clip', params: { min: 0, max: most } };
}

/** scale·x as Math; with an offset, a frozen batch normalisation whose averages are 0 and 1. */
function sayRescaling({ outputShapes }: PortableLayer, read: LayerConfig, refused: Refuse): SaidNode {
  const [scale, offset] = [read.number('scale'), read.number('offset')];
  if (offset === 0) return { kind: 'math', params: { fn: 'scale', factor: scale } };
  const features = outputShapes[0]?.at(-1);
  if (features === undefined) refused('offset', offset);
  const all = (value: number): Float32Array => new Float32Array(features ?? 0).fill(value);
  const epsilon = 1e-3;
  const weight = (name: string, value: number): PortableLayer['weights'][number] => ({ name, shape: [features ?? 0], values: all(value) });
  return {
    kind: 'batchNorm',
    params: { epsilon, centre: true, scale: true },
    frozen: true,
    weights: [weight('gamma', scale), weight('beta', offset), weight('movingMean', 0), weight('movingVariance', 1 - epsilon)],
  };
}

/** L1 and L2 of the kernel and of the activity; other penalties and constraints train otherwise, and are refused. */
function penalties(config: Readonly<Record<string, unknown>>, refused: Refuse): AnyParams {
  const factors = (key: string): readonly [number, number] => {
    const value = config[key];
    if (value === null || value === undefined) return [0, 0];
    if (!isRecord(value) || !isRecord(value.config) || !['L1L2', 'L1', 'L2'].includes(String(value.class_name))) {
      refused(key, value);
      return [0, 0];
    }
    return [Number(value.config.l1 ?? 0), Number(value.config.l2 ?? 0)];
  };
  const [kernelL1, kernelL2] = factors('kernel_regularizer');
  const [activityL1, activityL2] = factors('activity_regularizer');
  for (const key of ['bias_regularizer', 'recurrent_regularizer', 'kernel_constraint', 'bias_constraint', 'recurrent_constraint'])
    if (config[key] !== null && config[key] !== undefined) refused(key, config[key]);
  return { kernelL1, kernelL2, activityL1, activityL2 };
}

/** An id of the document's own form that is not taken. */
function freeNodeId(wish: string, taken: Readonly<Record<string, unknown>>): string {
  const plain = wish.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 56);
  const stem = plain === '' || plain in Object.prototype ? `layer_${plain}` : plain;
  let id = stem;
  for (let number = 2; Object.hasOwn(taken, id); number++) id = `${stem}_${number}`;
  return id;
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? '').slice(0, 100);
}
