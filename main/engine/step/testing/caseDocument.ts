import { documentVersion, trainingSchema } from '../../../../shared/graph/document.ts';
import type { EdgeRecord, GraphDoc, NodeRecord } from '../../../../shared/graph/document.ts';
import { dataReferenceSchema } from '../../../../shared/data/dataReference.ts';
import { defaultParams } from '../../../../shared/graph/nodeParams.ts';
import { definitionOf } from '../../../../shared/nodes/catalogue.ts';
import type { NodeKind } from '../../../../shared/nodes/catalogue.ts';
import type { AnyParams } from '../../../../shared/nodes/defineNode.ts';
import type { ParamSpec, ParamValue } from '../../../../shared/nodes/params.ts';
import { sizeOf } from '../../../../shared/nodes/tensorSpec.ts';
import type { Batch } from '../../data/dataset.ts';
import { caseValues } from '../../kinds/reference/caseValues.ts';
import { kindCases } from '../../kinds/reference/kindCases.ts';
import type { CaseInput, KindCase } from '../../kinds/reference/kindCases.ts';
import { createDraw, normals, uniforms } from '../../kinds/reference/seededDraw.ts';

/** A model that trains a case's node, and batches for it. */
export interface CaseModel {
  readonly document: GraphDoc;
  readonly batches: readonly Batch[];
}

/** Features of an example, unless the case's node is itself the input. */
const features = 6;
/** The id of the case's node. */
export const subjectNode = 'node';

/** A graph being drawn. */
interface Sketch {
  add(id: string, kind: NodeKind, params?: AnyParams, frozen?: boolean): string;
  wire(from: string, to: string): void;
}

/**
 * The cases of a kind as models: those of the kind's own tests, and for every option, flag and off-by-default number that none of them meets one more.
 * Cases whose wires no document can draw (class numbers in rows) are left out.
 */
export function drawableCases(kind: NodeKind): readonly KindCase[] {
  const cases = kindCases(kind)
    .filter(({ inputs }) => Object.values(inputs).every((wires) => wires.every(({ values, shape }) => values !== 'ids' || shape.length === 0)))
    .map((one) => ({ ...one, params: trainable(one.params) }));
  const [first] = cases;
  if (!first) throw new Error(`no case of ${kind} can be drawn`);
  // A sequence of one step, where a kind reads sequences: nothing to unroll.
  const [sequence, ...rest] = Object.hasOwn(first.params, 'returnSequences') ? (first.inputs.in ?? []) : [];
  const short =
    sequence && rest.length === 0 ? [{ ...first, id: `${kind}-one-step`, inputs: { in: [{ ...sequence, shape: [1, ...sequence.shape.slice(1)] }] } }] : [];
  const missing = unmetOptions(kind, cases).map(({ param, value }) => ({
    ...first,
    id: `${kind}-${param}=${String(value)}`,
    params: { ...first.params, [param]: value },
  }));
  return [...cases, ...short, ...missing];
}

/** A KL term with its sign turned is refused. Softmax over one value is 1 whatever comes: its gradient is rounding, and no two ways round alike. */
function trainable(params: AnyParams): AnyParams {
  const widths = params.activation === 'softmax' ? ['units', 'filters'].filter((name) => params[name] === 1) : [];
  return { ...params, ...(params.klSign === 'plusHalf' ? { klSign: 'minusHalf' } : {}), ...Object.fromEntries(widths.map((name) => [name, 2])) };
}

/** Parameters that say where a weight or a β starts or goes, not what a step computes; an input that no data feeds, and a KL term with its sign turned, which no run takes. */
const outsideTheStep: ReadonlySet<string> = new Set(['kernelInitialiser', 'recurrentInitialiser', 'betaSchedule', 'feed', 'klSign']);

/** What of a kind's parameters none of the cases meets. */
export function unmetOptions(kind: NodeKind, cases: readonly KindCase[]): readonly { readonly param: string; readonly value: ParamValue }[] {
  return Object.entries(definitionOf(kind).params).flatMap(([param, spec]) => {
    if (outsideTheStep.has(param)) return [];
    const met = new Set(cases.map(({ params }) => params[param]));
    return worthMeeting(spec, met)
      .filter((value) => !met.has(value))
      .map((value) => ({ param, value }));
  });
}

function worthMeeting(spec: ParamSpec, met: ReadonlySet<ParamValue | undefined>): readonly ParamValue[] {
  if (spec.type === 'choice') return spec.options;
  if (spec.type === 'flag') return [true, false];
  // A number that is off by default switches something on.
  return spec.type === 'number' && spec.default === 0 && met.size < 2 ? [0, Math.min(0.02, spec.max)] : [];
}

/** Draws the model of a case: what its ports need made by trained layers from the data, what it gives led to a loss. */
export function caseModel(kindCase: KindCase, batches = 3): CaseModel {
  const { kind, params, inputs } = kindCase;
  const nodes: Record<string, NodeRecord> = {};
  const edges: EdgeRecord[] = [];
  const sketch: Sketch = {
    add(id, of, own = {}, frozen = false) {
      const stored = Object.fromEntries(
        Object.entries({ ...defaultParams(definitionOf(of)), ...own }).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
      );
      nodes[id] = { kind: of, version: definitionOf(of).version, params: stored, ...(frozen ? { frozen } : {}) };
      return id;
    },
    wire(from, to) {
      const [node = '', port = 'out'] = from.split('.'),
        [target = '', at = 'in'] = to.split('.');
      edges.push({ id: `w${edges.length}`, from: { node, port }, to: { node: target, port: at } });
    },
  };
  const outputs = caseValues(kindCase).outputs;
  const size = kind === 'input' ? sizeOf(outputs.out?.shape ?? []) : features;
  // 1. The data, unless the node is where it enters.
  sketch.add(subjectNode, kind, params, kindCase.frozen);
  const x = kind === 'input' ? sketch.add('x', 'flatten') : sketch.add('x', 'input', { shape: [size] });
  if (kind === 'input') sketch.wire(subjectNode, x);
  // 2. What arrives at each port.
  let classes = typeof params.classes === 'number' ? params.classes : 0;
  for (const [port, wires] of Object.entries(inputs)) {
    wires.forEach((input, at) => {
      if (input.values === 'ids') classes = Math.max(2, input.below ?? 2);
      const source = drawSource(sketch, `${port}${at}`, input);
      sketch.wire(source, `${subjectNode}.${port}`);
      if (kind === 'output') drawHead(sketch, [{ from: source, rank: input.shape.length }], size);
    });
  }
  // 3. What it gives, to a loss.
  const given = Object.entries(outputs).map(([port, { shape, dtype }]) => ({
    from: `${subjectNode}.${port}`,
    rank: dtype === 'int32' ? -1 : shape.length,
    classes,
  }));
  if (['noise', 'labels', 'embedding'].includes(kind)) given.push({ from: x, rank: 1, classes });
  if (given.length > 0) drawHead(sketch, given, size);
  const drawn: GraphDoc = {
    format: 'hourglass',
    version: documentVersion,
    name: kindCase.id,
    goal: 'free',
    nodes,
    edges,
    groups: [],
    notes: [],
    training: trainingSchema.parse({ batchSize: kindCase.batch, optimiser: { learningRate: 1e-3 } }),
    data: dataReferenceSchema.parse({ kind: 'moons' }),
    layout: { nodes: {}, notes: {} },
  };
  return { document: drawn, batches: Array.from({ length: batches }, (_, at) => drawBatch(kindCase, { at, size, classes })) };
}

/** A source of a case's input: Dense from the data, in the wanted shape and range; class numbers from the labels. */
function drawSource({ add, wire }: Sketch, id: string, { shape, values, below, through }: CaseInput): string {
  if (values === 'ids') return add(`${id}-labels`, 'labels', { classes: Math.max(2, below ?? 2), encoding: 'integer' });
  let last = add(`${id}-made`, 'dense', { units: sizeOf(shape) });
  wire('x', last);
  const then = (name: string, kind: NodeKind, params: AnyParams): void => {
    const next = add(`${id}-${name}`, kind, params);
    wire(last, next);
    last = next;
  };
  if (shape.length !== 1) then('shaped', 'reshape', { shape });
  if (values === 'positive') then('positive', 'activation', { activation: 'softplus' });
  if (values === 'unit') {
    then('unit', 'activation', { activation: 'sigmoid' });
    // Behind a Clip a probability is no longer known as a sigmoid's: losses take the clipped form.
    then('bare', 'clip', { min: 0.05, max: 0.95 });
  }
  if (through) then('through', 'activation', { activation: through });
  return last;
}

/** Flat, side by side, through Dense, against the data. A rank of −1: class numbers, through an Embedding. */
function drawHead({ add, wire }: Sketch, given: readonly { readonly from: string; readonly rank: number; readonly classes?: number }[], size: number): void {
  const flat = given.map(({ from, rank, classes = 2 }, at) => {
    if (rank === 1) return from;
    const next = rank < 0 ? add(`flat${at}`, 'embedding', { vocabulary: Math.max(2, classes), units: 3 }) : add(`flat${at}`, 'flatten');
    wire(from, next);
    return next;
  });
  const head = add('head', 'dense', { units: size });
  if (flat.length === 1) wire(flat[0] ?? '', head);
  else {
    const together = add('together', 'concatenate');
    for (const from of flat) wire(from, together);
    wire(together, head);
  }
  add('against', 'loss', { reconstruction: 'mse', kl: false });
  wire(head, 'against.prediction');
  wire('x', 'against.target');
}

function drawBatch({ id, batch, weighted }: KindCase, { at, size, classes }: { readonly at: number; readonly size: number; readonly classes: number }): Batch {
  const draw = createDraw(id, 'labels', at);
  return {
    size: batch,
    x: normals(batch * size, id, 'x', at),
    labels: classes > 0 ? Int32Array.from({ length: batch }, () => draw.int(0, classes - 1)) : null,
    weights: weighted ? uniforms(batch, id, 'weights', at).map((u) => 0.5 + u) : null,
    indices: Int32Array.from({ length: batch }, (_, index) => at * batch + index),
  };
}
