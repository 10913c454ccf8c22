import { sameShape } from '../../nodes/tensorSpec.ts';
import { originOf, readsData, sameSource } from '../graphView.ts';
import type { Reader } from '../graphView.ts';
import { issue } from '../issue.ts';
import type { Fix, Issue } from '../issue.ts';
import type { PosteriorReading } from '../posterior.ts';
import { startRepair } from '../repair.ts';
import type { ShapedNode, Source } from '../stages.ts';
import { titleIn } from './fault.ts';
import type { Fault, Scene } from './fault.ts';

/**
 * What the decoder reads. posterior-never-sampled: two heads, or a KL term, but no z drawn from them. decoder-disconnected: no example reaches the
 * reconstruction. latent-input-without-source: an Input that nothing feeds takes part.
 */
export const decoderFeed: Fault = (scene) => {
  const { view, losses, posteriors, document, needed } = scene;
  const issues: Issue[] = [];
  const [undrawn] = posteriors.filter(({ z }) => z === null);
  const measured = view.nodes.some(({ kind, params }) => kind === 'loss' && params['kl'] === true);
  if (undrawn && losses.length > 0 && (document.goal === 'vae' || measured || undrawn.by === 'sample')) {
    issues.push(
      issue(
        'posterior-never-sampled',
        { node: undrawn.mean?.node ?? undrawn.node },
        { node: titleIn(scene, undrawn.mean?.node ?? undrawn.node) },
        drawFrom(scene, undrawn),
      ),
    );
  }
  for (const loss of losses) {
    const prediction = view.feeding(loss.id, 'prediction');
    if (!prediction || readsData(view, prediction.node) || unfinished(scene, prediction)) continue;
    issues.push(issue('decoder-disconnected', { node: loss.id, port: 'prediction' }, { node: loss.title }, undrawn && drawFrom(scene, undrawn)));
  }
  for (const input of view.nodes.filter((node) => needed.has(node.id) && unfedInput(node))) {
    issues.push(
      issue('latent-input-without-source', { node: input.id }, { node: input.title }, (undrawn && drawFrom(scene, undrawn)) ?? asNoise(scene, input)),
    );
  }
  return issues;
};

const unfedInput = (node: ShapedNode | undefined): boolean => node?.kind === 'input' && node.params['feed'] === 'none';

/** The way to the prediction starts at a port that nothing feeds yet, which is said already. */
function unfinished({ view }: Scene, prediction: Source): boolean {
  return [prediction.node, ...view.before(prediction.node)].every((id) => Object.keys(view.node(id)?.outputs ?? {}).length === 0);
}

/** Draws z from a posterior and gives it to the decoder: in the place of an Input that nothing feeds, or of the mean that the decoder reads now. */
function drawFrom(scene: Scene, posterior: PosteriorReading): Fix | undefined {
  const { view, anatomy } = scene;
  const { mean, spread, form } = posterior;
  const shape = mean && view.spec(mean)?.shape;
  if (!mean || !spread || !shape || sameSource(originOf(view, mean), originOf(view, spread))) return undefined;
  const target = anatomy.reconstruction?.node;
  const decodes = ({ node }: Reader): boolean => target !== undefined && (node === target || view.behind(node).has(target));
  const fromMean = view.readers(mean).filter((reader) => reader.port !== 'mean' && decodes(reader));
  const idleInput = view.nodes.find(
    (node) => unfedInput(node) && sameShape(node.outputs['out']?.shape ?? [], shape) && view.readers({ node: node.id, port: 'out' }).some(decodes),
  );
  const read: Source | null = fromMean.length > 0 ? mean : idleInput ? { node: idleInput.id, port: 'out' } : null;
  if (!read) return undefined;
  const repair = startRepair(view, 'add-sample');
  const sample = posterior.by === 'sample' ? posterior.node : repair.add('sample', { spread: form }, mean.node);
  if (posterior.by !== 'sample') {
    repair.connect(mean, { node: sample, port: 'mean' });
    repair.connect(spread, { node: sample, port: 'spread' });
  }
  repair.reroute(read, { node: sample, port: 'out' }, fromMean.length > 0 ? fromMean : view.readers(read));
  if (fromMean.length === 0 && idleInput) repair.remove([idleInput.id]);
  return repair.fix();
}

/** An unfed Input at the noise port of a Sample node is drawn from nowhere: a Noise node is what it stands for. */
function asNoise({ view }: Scene, input: ShapedNode): Fix | undefined {
  const out = { node: input.id, port: 'out' };
  const readers = view.readers(out);
  const shape = input.outputs['out']?.shape;
  if (!shape || readers.length === 0 || readers.some(({ port }) => port !== 'noise')) return undefined;
  const repair = startRepair(view, 'wire-noise');
  const noise = repair.add('noise', { shape }, input.id);
  repair.reroute(out, { node: noise, port: 'out' }, readers);
  repair.remove([input.id]);
  return repair.fix();
}
