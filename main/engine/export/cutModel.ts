import { hasErrors, issue } from '../../../shared/check/issue.ts';
import type { Issue, Outcome } from '../../../shared/check/issue.ts';
import type { Plan, ShapedNode, Source } from '../../../shared/check/stages.ts';
import type { NodeKind } from '../../../shared/nodes/catalogue.ts';
import { sizeOf } from '../../../shared/nodes/tensorSpec.ts';
import { uniformHalfWidth } from '../../../shared/nodes/types/noise.ts';
import { deriveSeed } from '../../../shared/random/philox.ts';
import type { NamedValues } from '../files/safetensors.ts';
import { engineKinds } from '../kinds/engineKinds.ts';
import { kerasBase } from '../kinds/kerasConfig.ts';
import type { KerasEmission, KerasLayer, KerasRef, KerasRequest } from '../kinds/kerasEmission.ts';
import { portKey } from '../kinds/network.ts';
import { describeSource } from './describeSource.ts';
import { createLayerList } from './layerList.ts';
import type { LayerList, WantedLayer } from './layerList.ts';
import { aliased, modelPart, nodesOfPart } from './modelPart.ts';
import type { ModelPart } from './modelPart.ts';
import type { ExportPart, PortableModel, PortableWeight, SampleForm } from './portableModel.ts';

export interface CutRequest {
  readonly plan: Plan;
  /** A checkpoint's weights, by `<node>/<weight>`. */
  readonly weights: NamedValues;
  readonly part: ExportPart;
  readonly sample: SampleForm;
}

/**
 * A part of a trained model as portable layers.
 * Issues: export-part-absent; export-uniform-sampled where the target would have to draw uniform noise; export-layer-unknown.
 */
export function cutModel(request: CutRequest): Outcome<PortableModel> {
  const { plan, weights, part, sample } = request;
  // 1. What the part reads and gives.
  const { value: cut, issues: absent } = modelPart(plan, part, sample);
  if (!cut) return { value: undefined, issues: absent };
  // 2. Its nodes as layers, in plan order.
  const list = createLayerList();
  const issues: Issue[] = [];
  const made = emitNodes({ plan, weights, sample, cut, list, issues });
  if (hasErrors(issues)) return { value: undefined, issues };
  // 3. What the outputs rest on, and nothing else.
  const outputs = cut.outputs.map(({ name, role, source }) => {
    const ref = refAt(made, aliased(cut, source));
    return { name, role, ref, shape: list.shapeOf(ref) };
  });
  const rolesInOrder = ['data', 'labels', 'latent', 'noise', 'uniform'];
  const { inputs, layers } = list.finish(outputs.map(({ ref }) => ref));
  const ordered = inputs.toSorted((a, b) => rolesInOrder.indexOf(a.role) - rolesInOrder.indexOf(b.role));
  return { value: { name: plan.name, part, sample, inputs: ordered, layers, outputs, source: describeSource(request) }, issues };
}

interface Emission {
  readonly plan: Plan;
  readonly weights: NamedValues;
  readonly sample: SampleForm;
  readonly cut: ModelPart;
  readonly list: LayerList;
  readonly issues: Issue[];
}

function refAt(made: ReadonlyMap<string, KerasRef>, source: Source): KerasRef {
  const ref = made.get(portKey(source));
  if (!ref) throw new Error(`${portKey(source)} was not emitted`);
  return ref;
}

/** Refs by `<node>/<port>`. Stops at the first node that cannot be written. */
function emitNodes(emission: Emission): ReadonlyMap<string, KerasRef> {
  const { plan, cut, list, sample, issues } = emission;
  const made = new Map<string, KerasRef>();
  const nodes = new Map(plan.nodes.map((node) => [node.id, node]));
  if (cut.latent) {
    const shape = nodes.get(cut.latent.node)?.outputs[cut.latent.port]?.shape ?? [];
    made.set(portKey(cut.latent), list.addInput({ name: 'latent', role: 'latent', shape, dtype: 'float32' }));
  }
  const needed = nodesOfPart(plan, cut, sample);
  // The data first: noise that the target draws takes its batch from it.
  const ordered = plan.nodes.filter(({ id }) => needed.has(id)).toSorted((a, b) => Number(b.kind === 'input') - Number(a.kind === 'input'));
  for (const node of ordered) {
    const inputs = Object.fromEntries(
      Object.entries(node.inputs).map(([port, sources]) => [
        port,
        sources.flatMap((source): readonly KerasRef[] => {
          const ref = made.get(portKey(aliased(cut, source)));
          return ref ? [ref] : [];
        }),
      ]),
    );
    const outputs = emitNode(emission, node, inputs);
    if (hasErrors(issues)) break;
    for (const [port, ref] of Object.entries(outputs)) if (!made.has(`${node.id}/${port}`)) made.set(`${node.id}/${port}`, ref);
  }
  return made;
}

/** Refs by output port; empty beside an issue. */
function emitNode(emission: Emission, node: ShapedNode, inputs: Readonly<Record<string, readonly KerasRef[]>>): Readonly<Record<string, KerasRef>> {
  const { list, weights, issues } = emission;
  if (node.kind === 'sample') return { out: emitSample(emission, node, inputs) };
  const emitted = askNode(node, inputs, list);
  if (emitted.noise) {
    const noise = emitNoise(emission, node, emitted.noise);
    return noise ? { out: noise } : {};
  }
  // A node's own layers are added under names that are free; refs that came in are told from them by their mark.
  const own = new Map<string, KerasRef>();
  const resolve = ([name, output]: KerasRef): KerasRef => {
    const ref = name.startsWith(fromOutside) ? ([name.slice(fromOutside.length), output] as const) : own.get(name);
    if (!ref) throw new Error(`node '${node.id}' reads its own '${name}' before it is there`);
    return [ref[0], output];
  };
  for (const layer of emitted.layers) {
    const ref =
      layer.className === 'InputLayer'
        ? list.addInput(inputOf(node, layer), node.id)
        : list.add({
            ...layer,
            inputs: layer.inputs.map(resolve),
            weights: layer.weights.map((name) => weightOf(weights, node, name)),
            node: node.id,
          });
    if (!ref) {
      issues.push(issue('export-layer-unknown', { node: node.id }, { node: node.title, layer: layer.className, format: 'Hourglass' }));
      return {};
    }
    own.set(layer.name, ref);
  }
  return Object.fromEntries(Object.entries(emitted.outputs).map(([port, ref]) => [port, resolve(ref)]));
}

/** No layer that a kind emits is called so. */
const fromOutside = '>';

function askNode(node: ShapedNode, inputs: Readonly<Record<string, readonly KerasRef[]>>, list: LayerList): KerasEmission {
  const marked = Object.fromEntries(
    Object.entries(inputs).map(([port, refs]) => [port, refs.map(([name, output]): KerasRef => [`${fromOutside}${name}`, output])]),
  );
  // The plan's parameters were parsed against this kind's specs by check.
  const emit: (request: KerasRequest<never>) => KerasEmission = engineKinds[node.kind satisfies NodeKind].keras;
  const inputShape = (port = 'in'): readonly number[] => {
    const [ref] = inputs[port] ?? [];
    return ref ? list.shapeOf(ref) : [];
  };
  return emit({ node, params: node.params as never, inputs: marked, inputShape });
}

function inputOf(node: ShapedNode, layer: KerasLayer): Parameters<LayerList['addInput']>[0] {
  return layer.feed === 'labels'
    ? { name: layer.name, role: 'labels', shape: [], dtype: 'int32' }
    : { name: layer.name, role: 'data', shape: node.outputs.out?.shape ?? [], dtype: 'float32' };
}

function weightOf(weights: NamedValues, node: ShapedNode, name: string): PortableWeight {
  const stored = Object.hasOwn(weights, `${node.id}/${name}`) ? weights[`${node.id}/${name}`] : undefined;
  if (!stored) throw new Error(`weight ${node.id}/${name} is missing`);
  return { name, shape: stored.shape, values: stored.values };
}

/** z = μ, or μ + exp(½ s)·ε (exp(s)·ε for a log standard deviation) with ε from outside or from the target's own generator. */
function emitSample(emission: Emission, node: ShapedNode, inputs: Readonly<Record<string, readonly KerasRef[]>>): KerasRef {
  const { list, sample } = emission;
  const [mean] = inputs.mean ?? [],
    [spread] = inputs.spread ?? [],
    [wired] = inputs.noise ?? [];
  if (!mean) throw new Error(`sample '${node.id}' has a mean`);
  if (sample === 'mean') return mean;
  if (!spread) throw new Error(`sample '${node.id}' has a spread`);
  const shape = list.shapeOf(mean);
  const epsilon =
    wired ?? (sample === 'noise' ? list.addInput({ name: 'epsilon', role: 'noise', shape, dtype: 'float32' }, node.id) : draw(emission, node, mean, 1));
  const half = then(list, node, 'half', 'Rescaling', { scale: node.params.spread === 'logStd' ? 1 : 0.5, offset: 0 }, [spread]);
  const deviation = then(list, node, 'deviation', 'Activation', { activation: 'exponential' }, [half]);
  const scaled = then(list, node, 'scaled', 'Multiply', {}, [deviation, epsilon]);
  return then(list, node, '', 'Add', {}, [mean, scaled]);
}

/** An input of standard draws, scaled; or, where the target samples, its own generator around zeros of the right shape. */
function emitNoise(emission: Emission, node: ShapedNode, noise: NonNullable<KerasEmission['noise']>): KerasRef | null {
  const { list, sample, issues } = emission;
  const { distribution, stdDev, shape } = noise;
  if (sample === 'sampled') {
    if (distribution === 'normal') return draw(emission, node, zerosFor(emission, node, shape), stdDev);
    issues.push(issue('export-uniform-sampled', { node: node.id }, { node: node.title }));
    return null;
  }
  const role = distribution === 'normal' ? 'noise' : 'uniform';
  const plain = stdDev === 1 && distribution === 'normal';
  const draws = list.addInput({ name: plain ? node.id : `${node.id}_draws`, role, shape, dtype: 'float32' }, node.id);
  if (plain) return draws;
  const half = uniformHalfWidth(stdDev);
  const config = distribution === 'normal' ? { scale: stdDev, offset: 0 } : { scale: 2 * half, offset: -half };
  return then(list, node, '', 'Rescaling', config, [draws]);
}

/** σ·ε of the target's own generator in the shape of `like`, also when the model is used. */
function draw({ list, plan }: Emission, node: ShapedNode, like: KerasRef, stdDev: number): KerasRef {
  const zero = then(list, node, 'zero', 'Rescaling', { scale: 0, offset: 0 }, [like]);
  const seed = (deriveSeed(plan.training.seed, 'export', node.id)[0] >>> 1) & 0x7fffffff;
  return then(list, node, 'epsilon', 'GaussianNoise', { stddev: stdDev, seed }, [zero], true);
}

/** Some tensor of `shape`: only its shape and its batch are used. An input's values, repeated and cut off. */
function zerosFor({ list, plan, cut }: Emission, node: ShapedNode, shape: readonly number[]): KerasRef {
  const [from] = list.inputs().filter(({ dtype }) => dtype === 'float32');
  if (!from) throw new Error(`nothing to draw noise '${node.id}' beside in ${plan.name} (${cut.outputs.map(({ name }) => name).join(', ')})`);
  const size = sizeOf(shape),
    width = sizeOf(from.shape);
  const times = Math.ceil(size / width);
  const flat = then(list, node, 'flat', 'Flatten', { data_format: 'channels_last' }, [[from.name, 0]]);
  const repeated = then(list, node, 'repeated', 'RepeatVector', { n: times }, [flat]);
  const column = then(list, node, 'column', 'Reshape', { target_shape: [times * width, 1] }, [repeated]);
  const cropped = then(list, node, 'cropped', 'Cropping1D', { cropping: [0, times * width - size] }, [column]);
  return then(list, node, 'shaped', 'Reshape', { target_shape: [...shape] }, [cropped]);
}

/** Adds a layer of a node's own making, named after the node and its part. */
function then(
  list: LayerList,
  node: ShapedNode,
  part: string,
  className: string,
  config: Readonly<Record<string, unknown>>,
  inputs: readonly KerasRef[],
  alwaysTraining = false,
): KerasRef {
  const name = part === '' ? node.id : `${node.id}_${part}`;
  const wanted: WantedLayer = { name, className, config: { ...kerasBase(node, name), ...config }, inputs, node: node.id, alwaysTraining };
  const ref = list.add(wanted);
  if (!ref) throw new Error(`${className} of '${node.id}' does not fit what it reads`);
  return ref;
}
