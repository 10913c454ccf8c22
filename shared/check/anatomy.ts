import { between, dominatorsBetween } from '../graph/walks.ts';
import { sizeOf } from '../nodes/tensorSpec.ts';
import { isDataInput, passesOn, viewGraph } from './graphView.ts';
import type { GraphView } from './graphView.ts';
import { findPosteriors } from './posterior.ts';
import type { PosteriorReading } from './posterior.ts';
import type { Anatomy, ShapedGraph, Source } from './stages.ts';

/** Which tensors play which part. A graph with several losses is read by the first one of each kind, in execution order. */
export function findAnatomy(shaped: ShapedGraph): Anatomy {
  const view = viewGraph(shaped);
  return readAnatomy(view, findPosteriors(view));
}

/** The same for a graph whose view and posteriors are already at hand. */
export function readAnatomy(view: GraphView, posteriors: readonly PosteriorReading[]): Anatomy {
  const firstFed = (kind: string): Source | null =>
    view.nodes
      .filter((node) => node.kind === kind)
      .map(({ id }) => view.feeding(id, 'prediction'))
      .find((source) => source !== null) ?? null;
  const reconstruction = firstFed('loss'),
    classes = firstFed('classificationLoss');
  const input = inputOf(view, reconstruction ?? classes);
  const [posterior] = posteriors;
  const latent = posterior?.z ?? (input && reconstruction ? bottleneck(view, input, reconstruction) : null);
  const inside = (from: string, to: string): readonly string[] => {
    const members = new Set(between(view.sources, from, to));
    return view.nodes.flatMap(({ id }) => (members.has(id) ? [id] : []));
  };
  return {
    input,
    posterior:
      posterior?.mean && posterior.spread
        ? { mean: posterior.mean, spread: posterior.spread, form: posterior.form, sample: posterior.by === 'sample' ? posterior.node : null }
        : null,
    latent,
    reconstruction,
    classes,
    encoder: input && latent ? inside(input, latent.node) : [],
    decoder: latent && reconstruction ? inside(latent.node, reconstruction.node).filter((id) => id !== latent.node) : [],
  };
}

/** The Input that data feeds and the prediction depends on; else the first that data feeds. */
function inputOf(view: GraphView, prediction: Source | null): string | null {
  const fed = view.nodes.filter(isDataInput).map(({ id }) => id);
  const needed = prediction ? view.before(prediction.node) : new Set<string>();
  return fed.find((id) => needed.has(id)) ?? fed[0] ?? null;
}

/**
 * An autoencoder's code: the smallest tensor that every path from input to reconstruction passes, both ends excluded.
 * Of equally small ones the first, carried on over nodes that only pass its values on (an activation, a normalisation). Null where no such tensor is or its shape is unknown.
 */
function bottleneck(view: GraphView, input: string, reconstruction: Source): Source | null {
  const passed = dominatorsBetween(view.sources, input, reconstruction.node)
    .slice(1, -1)
    .flatMap((id) => {
      const node = view.node(id);
      const [port, ...others] = Object.keys(node?.outputs ?? {});
      const spec = port === undefined ? undefined : node?.outputs[port];
      return port !== undefined && spec && others.length === 0 ? [{ source: { node: id, port }, size: sizeOf(spec.shape) }] : [];
    });
  const least = Math.min(...passed.map(({ size }) => size));
  let place = passed.findIndex(({ size }) => size === least);
  const node = (index: number) => view.node(passed[index]?.source.node ?? '');
  while (passed[place + 1]?.size === least && passesOn(node(place + 1)) && node(place + 1)?.kind !== 'reshape' && node(place + 1)?.kind !== 'flatten')
    place += 1;
  return passed[place]?.source ?? null;
}
