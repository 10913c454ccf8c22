import type { PortableLayer } from '../portableModel.ts';
import type { ReadModel } from './readModel.ts';

/**
 * The same computation without the layers that no node says and that others say together:
 * a one-hot encoding becomes a table; x − a through a bounded ReLU, + a becomes `Clip`, a class of our own; two turns cancel;
 * a turn, a cut and a turn back become a Dense layer that chooses features.
 */
export function plainLayers(model: ReadModel): ReadModel {
  let layers = model.layers.map(asTable);
  for (;;) {
    const next = rewriteOnce(layers, new Set(model.outputs.map(({ ref }) => ref[0])));
    if (!next) return { ...model, layers };
    layers = next;
  }
}

/** CategoryEncoding as a table of unit vectors, which trains no more than it did. */
function asTable(layer: PortableLayer): PortableLayer {
  if (layer.className !== 'CategoryEncoding') return layer;
  const classes = Number(layer.config.num_tokens);
  const values = Float32Array.from({ length: classes * classes }, (_, at) => (at % (classes + 1) === 0 ? 1 : 0));
  return {
    ...layer,
    className: 'Embedding',
    config: { name: layer.name, trainable: false, input_dim: classes, output_dim: classes },
    weights: [{ name: 'embeddings', shape: [classes, classes], values }],
  };
}

/** Layers after one rewriting; null where none fits. */
function rewriteOnce(layers: readonly PortableLayer[], kept: ReadonlySet<string>): PortableLayer[] | null {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const readers = new Map<string, number>();
  for (const { inputs } of layers) for (const [from] of inputs) readers.set(from, (readers.get(from) ?? 0) + 1);
  /** What stands before a layer, if nothing else reads that. */
  const before = (layer: PortableLayer | undefined): PortableLayer | undefined => {
    const [name, ...more] = layer?.inputs.map(([from]) => from) ?? [];
    return name !== undefined && more.length === 0 && readers.get(name) === 1 && !kept.has(name) ? byName.get(name) : undefined;
  };
  for (const last of layers) {
    const middle = before(last);
    const first = before(middle);
    const made = clipped(first, middle, last) ?? chosen(first, middle, last);
    if (made && first && middle)
      return layers.flatMap((layer) => (layer === last ? [{ ...made, inputs: first.inputs }] : layer === first || layer === middle ? [] : [layer]));
    // Two turns: what reads the second reads what the first read.
    if (isTurn(last) && isTurn(middle) && middle && !kept.has(last.name)) {
      const from = middle.inputs;
      return layers.flatMap((layer) =>
        layer === last || layer === middle ? [] : [{ ...layer, inputs: layer.inputs.flatMap((ref) => (ref[0] === last.name ? from : [ref])) }],
      );
    }
  }
  return null;
}

type Some = PortableLayer | undefined;

function clipped(first: Some, middle: Some, last: PortableLayer): PortableLayer | null {
  if (first?.className !== 'Rescaling' || middle?.className !== 'ReLU' || last.className !== 'Rescaling') return null;
  const most = middle.config.max_value;
  const offset = Number(last.config.offset);
  const fits = first.config.scale === 1 && last.config.scale === 1 && Number(first.config.offset) === -offset && typeof most === 'number';
  const isPlain = middle.config.negative_slope === 0 && middle.config.threshold === 0;
  return fits && isPlain ? { ...last, className: 'Clip', config: { name: last.name, min: offset, max: offset + most } } : null;
}

const isTurn = (layer: Some): boolean => layer?.className === 'Permute' && Array.isArray(layer.config.dims) && layer.config.dims.join() === '2,1';

function chosen(first: Some, middle: Some, last: PortableLayer): PortableLayer | null {
  if (!isTurn(first) || middle?.className !== 'Cropping1D' || !isTurn(last)) return null;
  const features = first?.outputShapes[0]?.[0] ?? 1;
  const units = middle.outputShapes[0]?.[0] ?? 1;
  const skipped = Array.isArray(middle.config.cropping) ? Number(middle.config.cropping[0]) : 0;
  const values = new Float32Array(features * units);
  for (let at = 0; at < units; at++) values[(skipped + at) * units + at] = 1;
  return {
    ...last,
    className: 'Dense',
    config: { name: last.name, trainable: false, units, activation: 'linear', use_bias: false },
    weights: [{ name: 'kernel', shape: [features, units], values }],
  };
}
