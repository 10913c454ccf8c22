import type { ShapedNode, Source } from '../../../shared/check/stages.ts';
import type { NodeParams } from '../../../shared/nodes/catalogue.ts';
import { portKey } from '../kinds/network.ts';
import type { NamedValues } from '../files/safetensors.ts';
import { emitKeras } from '../kinds/emitKeras.ts';
import type { EmittedNode } from '../kinds/emitKeras.ts';
import type { KerasLayer, KerasRef } from '../kinds/kerasEmission.ts';
import type { CutRequest } from './cutModel.ts';
import { modelPart } from './modelPart.ts';
import type { PortableLayer, PortableLossTerm, PortableSource } from './portableModel.ts';

/** What source text needs besides the layers of a part: titles, and how the document is trained. */
export function describeSource({ plan, weights, part, sample }: CutRequest): PortableSource {
  const titles = Object.fromEntries(plan.nodes.map(({ id, title }) => [id, title.en]));
  const whole = part === 'full' || (part === 'classifier' && plan.anatomy.reconstruction === null);
  const { encoder, decoder } = plan.anatomy;
  const sides = Object.fromEntries([...encoder.map((id) => [id, 'encoder'] as const), ...decoder.map((id) => [id, 'decoder'] as const)]);
  if (!whole) return { titles, sides, training: null };
  const emitted = emitKeras(plan);
  const refs = new Map<string, KerasRef>();
  for (const { node, emission } of emitted) for (const [port, ref] of Object.entries(emission.outputs)) refs.set(portKey({ node: node.id, port }), ref);
  const refOf = (source: Source): KerasRef => refs.get(portKey(source)) ?? [source.node, 0];
  const cut = modelPart(plan, part, sample).value;
  const layers: readonly PortableLayer[] = emitted.flatMap((entry) => layersOf(entry, weights));
  const aliases = Object.entries<Source>(cut?.alias ?? {});
  return {
    titles,
    sides,
    training: {
      layers: aliases.reduce((list, [drawn, mean]) => withMeanInUse(list, refs.get(drawn), refOf(mean)), layers),
      outputs: (cut?.outputs ?? []).map(({ name, source }) => ({ name, ref: refOf(source) })),
      terms: emitted.flatMap(termsOf),
      settings: plan.training,
      data: plan.data,
    },
  };
}

/** A sampling drawn by hand gives the mean where the model is used: all that read `drawn` read a `DrawnOrMean` behind it. */
function withMeanInUse(layers: readonly PortableLayer[], drawn: KerasRef | undefined, mean: KerasRef): readonly PortableLayer[] {
  const place = layers.findIndex(({ name }) => name === drawn?.[0]);
  const source = layers[place];
  if (!drawn || !source) return layers;
  const name = `${source.name}_used`;
  const reading = (layer: PortableLayer): PortableLayer => ({
    ...layer,
    inputs: layer.inputs.map((ref) => (ref[0] === drawn[0] && ref[1] === drawn[1] ? [name, 0] : ref)),
  });
  const used: PortableLayer = { ...source, name, className: 'DrawnOrMean', config: {}, inputs: [drawn, mean], weights: [] };
  return [...layers.slice(0, place + 1), used, ...layers.slice(place + 1).map(reading)];
}

/** A node's layers, with `Sample` and `Noise` standing for what is drawn. */
function layersOf({ node, emission }: EmittedNode, weights: NamedValues): readonly PortableLayer[] {
  const made = emission.layers.map((layer) => portable(layer, node, weights));
  const { sample, noise } = emission;
  if (sample) {
    const { mean, spread, form, noise: wired } = sample;
    made.push(portable({ ...bare(node, 'Sample'), config: { spread: form }, inputs: wired ? [mean, spread, wired] : [mean, spread] }, node, weights));
  }
  if (noise) made.push(portable({ ...bare(node, 'Noise'), config: { ...noise } }, node, weights));
  return made;
}

const bare = (node: ShapedNode, className: string): KerasLayer => ({ name: node.id, className, config: {}, inputs: [], weights: [] });

function portable(layer: KerasLayer, node: ShapedNode, weights: NamedValues): PortableLayer {
  return {
    name: layer.name,
    className: layer.className,
    config: layer.config,
    inputs: layer.inputs,
    outputShapes: [shapeOf(layer, node)],
    weights: layer.weights.map((name) => {
      const key = `${node.id}/${name}`;
      const found = Object.hasOwn(weights, key) ? weights[key] : undefined;
      if (!found) throw new Error(`weight ${key} is missing`);
      return { name, ...found };
    }),
    node: node.id,
    alwaysTraining: false,
  };
}

/** A layer that ends a port has the port's shape; the others of a node are of the same shape, but for the whole labels before a one-hot code. */
function shapeOf(layer: KerasLayer, node: ShapedNode): readonly number[] {
  if (layer.feed === 'labels') return [];
  const port = Object.keys(node.outputs).find((name) => layer.name === `${node.id}_${name}` || layer.name.startsWith(`${node.id}_${name}_`));
  return (node.outputs[port ?? 'out'] ?? Object.values(node.outputs)[0])?.shape ?? [];
}

function termsOf({ node, emission }: EmittedNode): readonly PortableLossTerm[] {
  if (!emission.loss) return [];
  const inputs = emission.loss.inputs as Readonly<Record<string, readonly KerasRef[]>>;
  const at = (port: string): KerasRef => {
    const [ref] = inputs[port] ?? [];
    if (!ref) throw new Error(`loss '${node.id}' lacks port ${port}`);
    return ref;
  };
  if (node.kind === 'classificationLoss') {
    const { form, weight } = node.params as NodeParams<'classificationLoss'>;
    return [{ kind: 'classification', form, prediction: at('prediction'), labels: at('labels'), weight }];
  }
  const params = node.params as NodeParams<'loss'>;
  const { reconstruction: form, features, batch, weight } = params;
  const terms: PortableLossTerm[] = [{ kind: 'reconstruction', form, prediction: at('prediction'), target: at('target'), features, batch, weight }];
  if (params.kl) {
    const { spread: spreadForm, freeBits, klSign, klDimensions: dimensions, klBatch, beta, betaSchedule, betaEpochs } = params;
    const sign = klSign === 'minusHalf' ? 1 : -1;
    const refs = { mean: at('mean'), spread: at('spread') };
    terms.push({ kind: 'kl', ...refs, spreadForm, freeBits, sign, dimensions, batch: klBatch, weight, beta, betaSchedule, betaEpochs });
  }
  return terms;
}
