import type { KerasLayer, KerasRef } from '../kinds/kerasEmission.ts';
import { layerOutputShapes } from './layerShapes.ts';
import type { PortableInput, PortableLayer, PortableWeight } from './portableModel.ts';

/** A layer to be added: its name is a wish. */
export type WantedLayer = Omit<KerasLayer, 'weights' | 'feed'> & {
  readonly node: string | null;
  readonly weights?: readonly PortableWeight[];
  readonly alwaysTraining?: boolean;
};

/** Layers as they are put together. Every name that is given is one that any target takes, and no two are alike. */
export interface LayerList {
  /** Adds an input with its InputLayer. */
  addInput(input: PortableInput, node?: string | null): KerasRef;
  /** Adds a layer behind those it reads. Null where its class is not known or its inputs do not fit. */
  add(layer: WantedLayer): KerasRef | null;
  shapeOf(ref: KerasRef): readonly number[];
  /** The inputs added so far. */
  inputs(): readonly PortableInput[];
  /** The input layers, then all others in the order of adding; only those that `outputs` rest on. */
  finish(outputs: readonly KerasRef[]): { readonly inputs: readonly PortableInput[]; readonly layers: readonly PortableLayer[] };
}

/** What outputs are called (modelPart.ts): ONNX has one name for one tensor, so an input is called otherwise. */
const outputNames: ReadonlySet<string> = new Set(['reconstruction', 'classes', 'mean', 'log_variance', 'log_std', 'code']);

export function createLayerList(): LayerList {
  const inputs: PortableInput[] = [];
  const layers: PortableLayer[] = [];
  const byName = new Map<string, PortableLayer>();
  const push = (layer: PortableLayer): KerasRef => {
    layers.push(layer);
    byName.set(layer.name, layer);
    return [layer.name, 0];
  };
  const shapeOf = ([name, index]: KerasRef): readonly number[] => {
    const shape = byName.get(name)?.outputShapes[index];
    if (!shape) throw new Error(`no layer gives ${name}:${index}`);
    return shape;
  };
  return {
    addInput(wanted, node = null) {
      const name = freeName(outputNames.has(wanted.name) ? `${wanted.name}_input` : wanted.name, byName);
      inputs.push({ ...wanted, name });
      const config = { batch_shape: [null, ...wanted.shape], dtype: wanted.dtype, name };
      return push({ name, className: 'InputLayer', config, inputs: [], outputShapes: [wanted.shape], weights: [], node, alwaysTraining: false });
    },
    add({ name: wish, className, config, inputs: from, node, weights = [], alwaysTraining = false }) {
      const name = freeName(wish, byName);
      const outputShapes = layerOutputShapes(className, config, from.map(shapeOf));
      if (!outputShapes) return null;
      const named = Object.hasOwn(config, 'name') ? { ...config, name } : config;
      return push({ name, className, config: named, inputs: from, outputShapes, weights, node, alwaysTraining });
    },
    shapeOf,
    inputs: () => inputs,
    finish(outputs) {
      const used = new Set<string>();
      const queue = outputs.map(([name]) => name);
      for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
        if (used.has(name)) continue;
        used.add(name);
        queue.push(...(byName.get(name)?.inputs ?? []).map(([from]) => from));
      }
      const kept = layers.filter(({ name }) => used.has(name));
      return {
        inputs: inputs.filter(({ name }) => used.has(name)),
        layers: [...kept.filter(({ className }) => className === 'InputLayer'), ...kept.filter(({ className }) => className !== 'InputLayer')],
      };
    },
  };
}

/** A letter, then letters, digits and underscores: a name in Python, a variable scope in TensorFlow, a member of a file. */
function freeName(wish: string, taken: ReadonlyMap<string, unknown>): string {
  const plain = wish.replaceAll(/[^A-Za-z0-9_]/g, '_');
  const name = /^[A-Za-z]/.test(plain) ? plain : `layer_${plain}`;
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name}_${number}`;
  return free;
}
