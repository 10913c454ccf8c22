import { originOf, sameSource } from '../graphView.ts';
import type { GraphView } from '../graphView.ts';
import { issue } from '../issue.ts';
import type { Fix, Issue } from '../issue.ts';
import type { PosteriorReading } from '../posterior.ts';
import { startRepair } from '../repair.ts';
import type { ShapedNode, Source } from '../stages.ts';
import { titleIn } from './fault.ts';
import type { Fault, Scene } from './fault.ts';

/**
 * variance-head-missing: one head where a posterior needs two. Either mean and spread come from one tensor, or a hand-drawn σ is worked out from the
 * head that gives the mean, or a graph meant as a VAE has no posterior at all. sample-ignores-mean: σ·ε without the mean.
 */
export const varianceHead: Fault = (scene) => {
  const { view, posteriors, document, losses, anatomy } = scene;
  const found = posteriors.flatMap((posterior): readonly Issue[] => {
    const issues: Issue[] = [];
    const head = loneHead(view, posterior);
    if (head)
      issues.push(
        issue(
          'variance-head-missing',
          { node: head.node },
          { node: titleIn(scene, head.node) },
          posterior.by === 'hand' ? redrawn(scene, posterior) : split(view, head),
        ),
      );
    if (posterior.by === 'hand' && !posterior.mean)
      issues.push(issue('sample-ignores-mean', { node: posterior.node }, { node: titleIn(scene, posterior.node) }, redrawn(scene, posterior)));
    return issues;
  });
  if (found.length > 0 || posteriors.length > 0 || document.goal !== 'vae' || losses.length === 0) return found;
  const at = anatomy.latent?.node ?? anatomy.reconstruction?.node;
  return at === undefined ? [] : [issue('variance-head-missing', { node: at }, { node: titleIn(scene, at) }, posteriorAt(scene))];
};

/** The one tensor that has to serve as mean and spread; null where there are two. */
function loneHead(view: GraphView, { by, mean, spread, head }: PosteriorReading): Source | null {
  if (by === 'hand' && !spread) return !mean || sameSource(originOf(view, mean), head) ? head : null;
  return mean && spread && sameSource(originOf(view, mean), originOf(view, spread)) ? originOf(view, mean) : null;
}

const unitsOf = (node: ShapedNode | undefined): number | null => (node?.kind === 'dense' ? Number(node.params['units']) : null);

/** Puts a Split in the place of a Dense head: no wider than what it reads, since more dimensions would only repeat. */
function split(view: GraphView, head: Source): Fix | undefined {
  const node = view.node(head.node),
    before = view.feeding(head.node, 'in');
  const units = unitsOf(node),
    width = before && view.spec(before)?.shape.at(-1);
  if (!node || units === null || !before || !width) return undefined;
  const readers = view.readers(head);
  const form =
    readers.map(({ node: id }) => view.node(id)).find((reader) => reader && 'spread' in reader.params)?.params['spread'] === 'logStd'
      ? 'logStd'
      : 'logVariance';
  const repair = startRepair(view, 'add-variance-head');
  const heads = repair.add('split', { mode: 'heads', units: Math.min(units, width), spread: form }, node.id, 'instead');
  repair.connect(before, { node: heads, port: 'in' });
  for (const port of ['mean', 'spread'] as const) {
    repair.reroute(
      head,
      { node: heads, port },
      readers.filter((reader) => (reader.port === 'spread') === (port === 'spread')),
    );
  }
  repair.remove([node.id]);
  return repair.fix();
}

/** Puts Split and Sample in the place of a sampling drawn by hand; a symmetric Clip of z becomes the Split's clamp. */
function redrawn(scene: Scene, posterior: PosteriorReading): Fix | undefined {
  const { view, needed } = scene;
  const { head, z, parts, form } = posterior;
  const node = head && view.node(head.node),
    before = head && view.feeding(head.node, 'in');
  const units = unitsOf(node ?? undefined);
  if (!head || !z || !node || !before || units === null) return undefined;
  const clip = clipBehind(view, z);
  const drawn = clip ? { node: clip.node, port: 'out' } : z;
  const gone = new Set([...parts, node.id, ...(clip ? [clip.node] : [])]);
  // Somebody else reads an inner step: taking it away would break that.
  const inner = [...gone].filter((id) => id !== drawn.node).flatMap((id) => view.readers({ node: id, port: 'out' }));
  if (inner.some((reader) => !gone.has(reader.node) && needed.has(reader.node))) return undefined;
  const repair = startRepair(view, 'add-variance-head');
  const heads = repair.add('split', { mode: 'heads', units, spread: form, clip: clip?.bound ?? 0 }, node.id, 'instead');
  const sample = repair.add('sample', { spread: form }, posterior.node, 'instead');
  repair.connect(before, { node: heads, port: 'in' });
  for (const port of ['mean', 'spread']) repair.connect({ node: heads, port }, { node: sample, port });
  repair.reroute(drawn, { node: sample, port: 'out' }, view.readers(drawn));
  repair.remove([...gone]);
  return repair.fix();
}

function clipBehind(view: GraphView, z: Source): { readonly node: string; readonly bound: number } | null {
  const [reader, ...others] = view.readers(z);
  const node = reader && others.length === 0 ? view.node(reader.node) : undefined;
  const bound = Number(node?.params['max']);
  return node?.kind === 'clip' && bound > 0 && bound <= 100 && Number(node.params['min']) === -bound ? { node: node.id, bound } : null;
}

/** Opens the bottleneck of a plain autoencoder into a posterior. An unused Input that nothing feeds, narrower than the bottleneck, is taken for ε and gives the latent size. */
function posteriorAt({ view, anatomy, needed }: Scene): Fix | undefined {
  const { latent, reconstruction } = anatomy;
  const shape = latent && view.spec(latent)?.shape;
  const width = shape?.at(-1);
  if (!latent || !reconstruction || !shape || width === undefined) return undefined;
  const onward = view.readers(latent).filter(({ node }) => node === reconstruction.node || view.behind(node).has(reconstruction.node));
  const noise =
    shape.length === 1
      ? view.nodes.find(
          ({ id, kind, params, outputs }) =>
            kind === 'input' &&
            params['feed'] === 'none' &&
            !needed.has(id) &&
            outputs['out']?.shape.length === 1 &&
            (outputs['out'].shape[0] ?? Infinity) <= width,
        )
      : undefined;
  const units = noise?.outputs['out']?.shape[0] ?? width;
  const repair = startRepair(view, 'add-posterior');
  const heads = repair.add('split', { mode: 'heads', units }, latent.node);
  const sample = repair.add('sample', {}, latent.node);
  repair.connect(latent, { node: heads, port: 'in' });
  for (const port of ['mean', 'spread']) repair.connect({ node: heads, port }, { node: sample, port });
  repair.reroute(latent, { node: sample, port: 'out' }, onward);
  if (noise) {
    const source = repair.add('noise', { shape: [units] }, noise.id);
    repair.connect({ node: source, port: 'out' }, { node: sample, port: 'noise' });
    repair.remove([noise.id]);
  }
  return repair.fix();
}
