import { analyseDocument } from '../../../../shared/check/analyse.ts';
import type { Plan } from '../../../../shared/check/stages.ts';
import { dataReferenceSchema } from '../../../../shared/data/dataReference.ts';
import { documentVersion, trainingSchema } from '../../../../shared/graph/document.ts';
import type { EdgeRecord, GraphDoc, NodeRecord } from '../../../../shared/graph/document.ts';
import { defaultParams } from '../../../../shared/graph/nodeParams.ts';
import { definitionOf, nodeKinds } from '../../../../shared/nodes/catalogue.ts';
import type { NodeKind } from '../../../../shared/nodes/catalogue.ts';
import type { AnyParams } from '../../../../shared/nodes/defineNode.ts';
import { floats, sameShape, sizeOf } from '../../../../shared/nodes/tensorSpec.ts';
import type { TensorSpec } from '../../../../shared/nodes/tensorSpec.ts';
import type { Batch } from '../../data/dataset.ts';
import { kindCases } from '../../kinds/reference/kindCases.ts';
import { createDraw, normals } from '../../kinds/reference/seededDraw.ts';
import type { SeededDraw } from '../../kinds/reference/seededDraw.ts';

/** A tensor of a graph being drawn, and the port it comes from. */
interface Wire {
  readonly from: string;
  readonly spec: TensorSpec;
}

const features = 6,
  batch = 4;
/** Nodes that are drawn on their own: they begin or end a graph. */
const ends: ReadonlySet<NodeKind> = new Set(['input', 'labels', 'noise', 'embedding', 'loss', 'classificationLoss', 'output']);
const middles = nodeKinds.filter((kind) => !ends.has(kind));

/**
 * A seeded graph of 3 to 8 nodes, of whatever kinds fit on each other, with the parameters of those kinds' test cases, from the data to a loss against it;
 * and batches for it. Redrawn until analysis finds no error in it.
 */
export function randomModel(seed: number): { readonly plan: Plan; readonly batches: readonly Batch[] } {
  for (let attempt = 0; attempt < 50; attempt++) {
    const { plan } = analyseDocument(drawDocument(createDraw('graph', seed, attempt)), null);
    if (plan) return { plan, batches: Array.from({ length: 3 }, (_, at) => drawBatch(seed, at)) };
  }
  throw new Error(`no graph of seed ${seed} can be trained`);
}

function drawDocument(draw: SeededDraw): GraphDoc {
  const nodes: Record<string, NodeRecord> = {};
  const edges: EdgeRecord[] = [];
  const add = (kind: NodeKind, params: AnyParams, inputs: Readonly<Record<string, readonly Wire[]>>): Wire | null => {
    const all = { ...defaultParams(definitionOf(kind)), ...params };
    const request = { params: all, inputs: Object.fromEntries(Object.entries(inputs).map(([port, wires]) => [port, wires.map(({ spec }) => spec)])) };
    const answer = definitionOf(kind).shape(request);
    if ('problems' in answer) return null;
    const given = Object.entries(answer.outputs);
    if (given.some(([, spec]) => sizeOf(spec.shape) > 300)) return null;
    const id = `n${Object.keys(nodes).length}`;
    nodes[id] = {
      kind,
      version: definitionOf(kind).version,
      params: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value])),
    };
    for (const [port, wires] of Object.entries(inputs)) {
      for (const { from } of wires) {
        const [node = '', at = ''] = from.split('.');
        edges.push({ id: `w${edges.length}`, from: { node, port: at }, to: { node: id, port } });
      }
    }
    // 1. Of two heads a Sample makes one tensor.
    if (kind === 'split') {
      const [mean, spread] = given.map(([port, spec]) => ({ from: `${id}.${port}`, spec }));
      return mean && spread ? add('sample', { spread: all.spread ?? 'logVariance' }, { mean: [mean], spread: [spread] }) : null;
    }
    const [first] = given;
    return first ? { from: `${id}.${first[0]}`, spec: first[1] } : null;
  };
  const must = (wire: Wire | null): Wire => wire ?? { from: 'n0.out', spec: floats([features]) };
  // 2. From the data, node on node.
  const x = must(add('input', { shape: [features] }, {}));
  const start = draw.pick<readonly number[]>([[features], [features], [2, 3], [6, 1], [6, 6, 1], [4, 4, 2]]);
  let last = sameShape(start, x.spec.shape) ? x : must(add('dense', { units: sizeOf(start) }, { in: [x] }));
  if (start.length > 1) last = must(add('reshape', { shape: start }, { in: [last] }));
  const made: Wire[] = [x, last];
  const wanted = draw.int(3, 8);
  for (let tries = 0; made.length < wanted + 2 && tries < 20; tries++) {
    const kind = draw.pick(middles);
    const { params } = draw.pick(kindCases(kind));
    const next =
      kind === 'sample' || (kind === 'math' && ['log', 'sqrt', 'exp'].includes(String(params.fn)))
        ? null
        : add(kind, tamed(params), inputsOf(kind, last, made, draw));
    if (!next) continue;
    made.push(next);
    last = next;
  }
  // 3. Back to the data.
  if (last.spec.shape.length !== 1) last = must(add('flatten', {}, { in: [last] }));
  const head = must(add('dense', { units: features }, { in: [last] }));
  add('loss', { reconstruction: draw.pick(['mse', 'mae', 'mse']), kl: false }, { prediction: [head], target: [x] });
  return {
    format: 'hourglass',
    version: documentVersion,
    name: 'random',
    goal: 'free',
    nodes,
    edges,
    groups: [],
    notes: [],
    training: trainingSchema.parse({
      batchSize: batch,
      // Not Adam: it makes a whole step of a gradient that is rounding, as that of a bias whose shift a batch norm behind it takes out again.
      optimiser: { kind: draw.pick(['sgd', 'momentum']), learningRate: 1e-3 },
      clip: { kind: draw.pick(['none', 'norm', 'globalNorm', 'value']), limit: 0.5 },
    }),
    data: dataReferenceSchema.parse({ kind: 'moons' }),
    layout: { nodes: {}, notes: {} },
  };
}

/** A merge takes up to two more tensors of the shapes it has met. */
function inputsOf(kind: NodeKind, last: Wire, made: readonly Wire[], draw: SeededDraw): Readonly<Record<string, readonly Wire[]>> {
  if (!['add', 'multiply', 'concatenate'].includes(kind)) return { in: [last] };
  const others = made.filter(({ from, spec }) => from !== last.from && sameShape(spec.shape, last.spec.shape));
  return { in: [last, ...(others.length > 0 ? [draw.pick(others)] : [])] };
}

/** Softmax over one value gives rounding for a gradient. */
function tamed(params: AnyParams): AnyParams {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, ['units', 'filters'].includes(name) && value === 1 ? 2 : value]));
}

function drawBatch(seed: number, at: number): Batch {
  return {
    size: batch,
    x: normals(batch * features, 'graph', seed, at),
    labels: null,
    weights: null,
    indices: Int32Array.from({ length: batch }, (_, index) => at * batch + index),
  };
}
