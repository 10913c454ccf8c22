import type { KerasRef } from '../../kinds/kerasEmission.ts';
import type { PortableInput, PortableLayer, PortableLossTerm, PortableModel, PortableTraining } from '../portableModel.ts';
import { snakeCase } from './identifiers.ts';
import { readableLayers } from './readableLayers.ts';

/** A layer with the name it bears in program text (snake_case, unique). */
export interface SourceStep {
  readonly name: string;
  readonly layer: PortableLayer;
}

/** A model as program text tells it: the whole graph where it can be trained, the part alone otherwise. */
export interface SourceGraph {
  readonly model: PortableModel;
  /** Inputs of the forward pass that must be given (data, labels, latent), by step; their order is that of the model's inputs. */
  readonly inputs: readonly SourceInput[];
  /** Inputs that a training step is fed with: the data, and labels, also those that the loss alone reads. */
  readonly fed: readonly SourceInput[];
  /** Random inputs: may be left out, and are then drawn. By the name of the Sample or Noise step that reads them. */
  readonly draws: readonly SourceInput[];
  /** In order, without InputLayers. */
  readonly steps: readonly SourceStep[];
  readonly outputs: readonly { readonly name: string; readonly ref: KerasRef }[];
  readonly training: PortableTraining | null;
  /** The name in program text of what a ref gives. */
  nameOf(ref: KerasRef): string;
  /** `# Encoder` and the like where another side of the model begins behind `before`; null where none does. */
  heading(step: SourceStep, before: SourceStep | undefined): string | null;
  /** Shape without the batch axis. */
  shapeOf(ref: KerasRef): readonly number[];
  layerOf(ref: KerasRef): PortableLayer;
}

export interface SourceInput {
  /** In program text. */
  readonly name: string;
  /** As the model calls it. */
  readonly key: string;
  /** Layer that gives it (an InputLayer), or the Sample or Noise layer that takes it. */
  readonly layer: string;
  readonly role: PortableInput['role'];
  readonly shape: readonly number[];
  readonly dtype: PortableInput['dtype'];
}

/** Orders, names and prunes what program text is written from. `free` hands out identifiers. */
export function sourceGraph(model: PortableModel, free: (wish: string) => string): SourceGraph {
  const training = model.source?.training ?? null;
  const outputs = training ? training.outputs : model.outputs;
  const terms = training?.terms ?? [];
  const all = readableLayers(training ? training.layers : model.layers);
  const wanted = outputs.map(({ ref }) => ref);
  const layers = pruned(all, [...wanted, ...terms.flatMap(refsOf)]);
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  // Labels that the loss alone reads are no business of the forward pass.
  const passed = new Set(pruned(all, [...wanted, ...terms.flatMap(refsOf).filter(([name]) => !isPlainInput(byName.get(name), byName))]));
  const spreads = spreadForms(layers, terms);
  const names = new Map(layers.map((layer) => [layer.name, free(wishFor(layer, model.source?.titles ?? {}, spreads))]));
  const layerOf = ([name]: KerasRef): PortableLayer => byName.get(name) ?? missing(name);
  const nameOf = ([name]: KerasRef): string => names.get(name) ?? missing(name);
  const sideOf = ({ layer: { node } }: SourceStep): 'encoder' | 'decoder' | null => (node === null ? null : (model.source?.sides[node] ?? null));
  const named = (layer: PortableLayer): string => nameOf([layer.name, 0]);
  const inputs = inputsOf(model, layers).map((input) => ({ ...input, name: nameOf([input.layer, 0]) }));
  return {
    model,
    inputs: inputs.filter(({ layer }) => passed.has(layerOf([layer, 0]))),
    fed: inputs.filter(({ role }) => role === 'data' || role === 'labels'),
    draws: drawsOf(model, layers, free),
    steps: layers.filter((layer) => layer.className !== 'InputLayer' && passed.has(layer)).map((layer) => ({ name: named(layer), layer })),
    outputs,
    training,
    nameOf,
    heading: (step, before) => {
      const side = sideOf(step);
      return side === null || side === (before && sideOf(before)) ? null : side === 'encoder' ? 'Encoder' : 'Decoder';
    },
    shapeOf: (ref) => layerOf(ref).outputShapes[ref[1]] ?? [],
    layerOf,
  };
}

function missing(name: string): never {
  throw new Error(`layer '${name}' is read before it is there`);
}

export function refsOf(term: PortableLossTerm): readonly KerasRef[] {
  switch (term.kind) {
    case 'reconstruction':
      return [term.prediction, term.target];
    case 'kl':
      return [term.mean, term.spread];
    case 'classification':
      return [term.prediction, term.labels];
  }
}

/** An input, or the one-hot code of one: what the loss can say by itself. */
export function isPlainInput(layer: PortableLayer | undefined, byName: { get(name: string): PortableLayer | undefined }): boolean {
  const [from] = layer?.inputs ?? [];
  return layer?.className === 'InputLayer' || (layer?.className === 'CategoryEncoding' && byName.get(from?.[0] ?? '')?.className === 'InputLayer');
}

/** What the wanted refs rest on, in order. */
function pruned(layers: readonly PortableLayer[], wanted: readonly KerasRef[]): readonly PortableLayer[] {
  const needed = new Set(wanted.map(([name]) => name));
  for (const { name, inputs } of layers.toReversed()) if (needed.has(name)) for (const [from] of inputs) needed.add(from);
  return layers.filter(({ name }) => needed.has(name));
}

/** What the spread of a posterior is, by its layer. */
function spreadForms(layers: readonly PortableLayer[], terms: readonly PortableLossTerm[]): ReadonlyMap<string, string> {
  const forms = new Map<string, string>();
  const put = (layer: string | undefined, form: unknown): void => {
    if (layer !== undefined) forms.set(layer, form === 'logStd' ? 'log_std' : 'log_variance');
  };
  for (const { className, inputs, config } of layers) if (className === 'Sample') put(inputs[1]?.[0], config.spread);
  for (const term of terms) if (term.kind === 'kl') put(term.spread[0], term.spreadForm);
  return forms;
}

/** The user's title; behind it what the layer's name says beside its node's. */
function wishFor({ name, node, className }: PortableLayer, titles: Readonly<Record<string, string>>, spreads: ReadonlyMap<string, string>): string {
  // A cut wire: the name says what is fed there.
  const id = node === null || (className === 'InputLayer' && name !== node && !name.startsWith(`${node}_`)) ? name : node;
  const title = (Object.hasOwn(titles, id) ? snakeCase(titles[id] ?? '') : null) ?? snakeCase(id) ?? snakeCase(className) ?? 'step';
  const own = name === id || !name.startsWith(`${id}_`) ? null : snakeCase(name.slice(id.length + 1));
  const rest = own === 'spread' ? (spreads.get(name) ?? own) : own;
  return rest === null ? title : `${title}_${rest}`;
}

function inputsOf(model: PortableModel, layers: readonly PortableLayer[]): readonly SourceInput[] {
  const found = layers.filter(({ className }) => className === 'InputLayer');
  const made = found.map((layer): SourceInput => {
    const cut = model.layers.find(({ className, node, config }) => className === 'InputLayer' && node === layer.node && config.dtype === layer.config.dtype);
    const input = model.inputs.find(({ name }) => name === (cut?.name ?? layer.name));
    const labels = layer.config.dtype === 'int32';
    const shape = layer.outputShapes[0] ?? [];
    return {
      name: layer.name,
      key: input?.name ?? layer.name.replaceAll(/[^A-Za-z0-9_]/g, '_'),
      layer: layer.name,
      role: input?.role ?? (labels ? 'labels' : 'data'),
      shape,
      dtype: labels ? 'int32' : 'float32',
    };
  });
  const place = ({ key }: SourceInput): number => {
    const index = model.inputs.findIndex(({ name }) => name === key);
    return index === -1 ? model.inputs.length : index;
  };
  return made.toSorted((a, b) => place(a) - place(b));
}

/** Draws that the model takes from outside; only a whole graph has them apart from its InputLayers. */
function drawsOf(model: PortableModel, layers: readonly PortableLayer[], free: (wish: string) => string): readonly SourceInput[] {
  if (!model.source?.training) return [];
  return layers
    .filter(({ className }) => className === 'Sample' || className === 'Noise')
    .flatMap((layer): SourceInput[] => {
      const entry = model.layers.find(({ className, node }) => className === 'InputLayer' && node === layer.node);
      const input = model.inputs.find(({ name }) => name === entry?.name);
      if (!input || input.role === 'data' || input.role === 'labels') return [];
      return [{ name: free(snakeCase(input.name) ?? 'epsilon'), key: input.name, layer: layer.name, role: input.role, shape: input.shape, dtype: 'float32' }];
    });
}
