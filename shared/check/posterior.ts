import type { SpreadForm } from '../nodes/spread.ts';
import { definitionOf } from '../nodes/catalogue.ts';
import { isDataInput, originOf, readsData } from './graphView.ts';
import type { GraphView } from './graphView.ts';
import type { ShapedNode, Source } from './stages.ts';

/** A posterior as far as a graph draws one; what is missing in it is null. */
export interface PosteriorReading {
  /**
   * sample: a Sample node draws from it. hand: noise, math, Multiply (and Add) spell the sampling out.
   * kl: a loss measures it, nothing draws from it. split: two heads, nothing draws from them.
   */
  readonly by: 'sample' | 'hand' | 'kl' | 'split';
  /** The node to point at: Sample, Multiply, Loss or Split. */
  readonly node: string;
  readonly mean: Source | null;
  readonly spread: Source | null;
  readonly form: SpreadForm;
  /** The tensor drawn from it; null where nothing is drawn that reaches the reconstruction. */
  readonly z: Source | null;
  /** hand only: output of the weighted node that σ is computed from. */
  readonly head: Source | null;
  /** hand only: the nodes that a Sample node would replace. */
  readonly parts: readonly string[];
}

const formOf = (node: ShapedNode): SpreadForm => (node.params['spread'] === 'logStd' ? 'logStd' : 'logVariance');
const undrawn = { z: null, head: null, parts: [] } as const;

/** Every posterior of a graph in execution order, those that are drawn from first. */
export function findPosteriors(view: GraphView): readonly PosteriorReading[] {
  const predictions = view.nodes.flatMap(({ id, kind }) => (kind === 'loss' ? (view.feeding(id, 'prediction') ?? []) : []));
  const reaching = new Set(predictions.flatMap(({ node }) => [node, ...view.before(node)]));
  const drawn = view.nodes
    .filter(({ id }) => reaching.has(id))
    .flatMap((node) => (node.kind === 'sample' ? readSample(view, node, true) : node.kind === 'multiply' ? (readByHand(view, node) ?? []) : []));
  return drawn.length > 0 ? drawn : findDeclared(view);
}

function readSample(view: GraphView, node: ShapedNode, reaches: boolean): PosteriorReading {
  const mean = view.feeding(node.id, 'mean'),
    spread = view.feeding(node.id, 'spread');
  return { ...undrawn, by: 'sample', node: node.id, mean, spread, form: formOf(node), z: reaches ? { node: node.id, port: 'out' } : null };
}

/** Posteriors that are named but never drawn from on the way to a reconstruction: by an idle Sample node, by a KL term, or by a Split. */
function findDeclared(view: GraphView): readonly PosteriorReading[] {
  const idle = view.nodes.filter(({ kind }) => kind === 'sample').map((node) => readSample(view, node, false));
  if (idle.length > 0) return idle;
  const measured = view.nodes
    .filter(({ kind, params }) => kind === 'loss' && params['kl'] === true)
    .flatMap((node): PosteriorReading[] => {
      const mean = view.feeding(node.id, 'mean'),
        spread = view.feeding(node.id, 'spread');
      return mean && spread ? [{ ...undrawn, by: 'kl', node: node.id, mean, spread, form: formOf(node) }] : [];
    });
  if (measured.length > 0) return measured;
  return view.nodes
    .filter(({ kind }) => kind === 'split')
    .map((node) => ({
      ...undrawn,
      by: 'split',
      node: node.id,
      mean: { node: node.id, port: 'mean' },
      spread: { node: node.id, port: 'spread' },
      form: formOf(node),
    }));
}

/** Reads σ·ε, or μ + σ·ε, around a Multiply of random and data-dependent tensors; null where it is something else. */
function readByHand(view: GraphView, product: ShapedNode): PosteriorReading | null {
  const operands = product.inputs['in'] ?? [];
  const random = operands.filter(({ node }) => isRandom(view, node));
  const [scale, ...more] = operands.filter(({ node }) => readsData(view, node));
  if (random.length === 0 || !scale || more.length > 0) return null;
  const head = originOf(view, scale);
  if (!hasWeights(view, head)) return null;
  const width = readWidth(view, scale);
  // σ = exp(…) is a standard deviation; anything else times noise may be plain multiplicative noise, unless the user says it is a VAE.
  if (!width.exponential && view.shaped.wired.document.goal !== 'vae') return null;
  const sum = sumBehind(view, product.id);
  const z = { node: sum?.node ?? product.id, port: 'out' };
  const spread = width.exponential && isHead(view, width.source, head) ? width.source : null;
  const path = [
    ...chainTo(view, scale, spread ?? head),
    ...random.flatMap(({ node }) => [node, ...view.before(node)]),
    product.id,
    ...(sum ? [...sum.path, sum.node] : []),
  ];
  return { by: 'hand', node: product.id, mean: sum?.mean ?? null, spread, form: width.form, z, head, parts: [...new Set(path)] };
}

const hasWeights = (view: GraphView, { node }: Source): boolean => (view.node(node)?.weights.length ?? 0) > 0 || view.node(node)?.kind === 'split';

/** Only noise flows into it. */
function isRandom(view: GraphView, id: string): boolean {
  const roots = [id, ...view.before(id)].flatMap((node) => view.node(node) ?? []).filter(({ kind }) => definitionOf(kind).category === 'source');
  return roots.length > 0 && roots.every((root) => root.kind === 'noise' && !isDataInput(root));
}

/** σ = exp(½ s) or √exp(s): s is a log-variance. σ = exp(s): a log-std. */
function readWidth(view: GraphView, scale: Source): { readonly exponential: boolean; readonly source: Source; readonly form: SpreadForm } {
  const last = mathAt(view, scale);
  if (last?.fn === 'sqrt') {
    const inner = mathAt(view, last.from);
    if (inner?.fn === 'exp') return { exponential: true, source: inner.from, form: 'logVariance' };
  }
  if (last?.fn === 'exp') {
    const inner = mathAt(view, last.from);
    return inner?.fn === 'scale' && inner.factor === 0.5
      ? { exponential: true, source: inner.from, form: 'logVariance' }
      : { exponential: true, source: last.from, form: 'logStd' };
  }
  return { exponential: false, source: scale, form: 'logVariance' };
}

function mathAt(view: GraphView, { node }: Source): { readonly fn: unknown; readonly factor: unknown; readonly from: Source } | null {
  const found = view.node(node);
  const from = view.feeding(node, 'in');
  return found?.kind === 'math' && from ? { fn: found.params['fn'], factor: found.params['factor'], from } : null;
}

/** `source` is what `head` gives, at most rearranged, held within bounds or regularised: no arithmetic lies between. */
function isHead(view: GraphView, source: Source, head: Source): boolean {
  return chainTo(view, source, head).every((id) => view.node(id)?.kind !== 'math');
}

/** The nodes from `source` back to `head`, without the head's own. */
function chainTo(view: GraphView, source: Source, head: Source): readonly string[] {
  const chain: string[] = [];
  for (
    let at: Source | null = source;
    at && !(at.node === head.node && at.port === head.port) && chain.length <= view.nodes.length;
    at = view.feeding(at.node, 'in')
  )
    chain.push(at.node);
  return chain;
}

/** The Add that brings the mean to a product, directly or behind nodes that rearrange or clip it, with the nodes between. */
function sumBehind(view: GraphView, product: string): { readonly node: string; readonly mean: Source; readonly path: readonly string[] } | null {
  const path: string[] = [];
  for (let at: Source = { node: product, port: 'out' }; path.length <= view.nodes.length; ) {
    const [reader, ...others] = view.readers(at);
    if (!reader || others.length > 0) return null;
    const node = view.node(reader.node);
    if (node?.kind === 'add') {
      const rest = (node.inputs['in'] ?? []).filter(({ node: id }) => id !== at.node);
      const [mean] = rest;
      return mean && rest.length === 1 && readsData(view, mean.node) ? { node: node.id, mean, path } : null;
    }
    if (node?.kind !== 'clip' && node?.kind !== 'reshape' && node?.kind !== 'flatten') return null;
    path.push(node.id);
    at = { node: node.id, port: 'out' };
  }
  return null;
}
