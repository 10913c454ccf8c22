import type { Text } from '../../messages/language.ts';
import type { ParamValue } from '../../nodes/params.ts';
import { sizeOf } from '../../nodes/tensorSpec.ts';
import { originOf, sameSource } from '../graphView.ts';
import { issue } from '../issue.ts';
import type { Fix, Issue } from '../issue.ts';
import type { PosteriorReading } from '../posterior.ts';
import { startRepair } from '../repair.ts';
import type { ShapedNode, Source } from '../stages.ts';
import { titleIn } from './fault.ts';
import type { Fault, Scene } from './fault.ts';

const hasKl = ({ params }: ShapedNode): boolean => params['kl'] === true;

/** kl-missing: a posterior is drawn from, or the graph is meant as a VAE, and no loss measures its divergence. */
export const klMissing: Fault = (scene) => {
  const { losses, posteriors, document, view } = scene;
  const [first] = losses;
  const [posterior] = posteriors;
  const drawn = posteriors.filter(({ z }) => z !== null);
  if (!first || (drawn.length === 0 && document.goal !== 'vae')) return [];
  const measuring = losses.filter(hasKl);
  if (measuring.length === 0) return [issue('kl-missing', { node: first.id }, { node: first.title }, posterior && switchOn(scene, first, posterior))];
  // Of several posteriors, some may be measured and others not. Where none is, kl-not-posterior says what is measured instead.
  const missed = drawn.filter(({ mean }) => mean && !measuring.some(({ id }) => sameSource(originAt(scene, id, 'mean'), originOf(view, mean))));
  return missed.length === drawn.length ? [] : missed.map(({ node }) => issue('kl-missing', { node }, { node: titleIn(scene, node) }));
};

function switchOn({ view }: Scene, loss: ShapedNode, { mean, spread, form }: PosteriorReading): Fix | undefined {
  if (!mean || !spread || sameSource(originOf(view, mean), originOf(view, spread))) return undefined;
  const repair = startRepair(view, 'kl-on');
  repair.set(loss.id, 'kl', true);
  repair.set(loss.id, 'spread', form);
  repair.connect(mean, { node: loss.id, port: 'mean' });
  repair.connect(spread, { node: loss.id, port: 'spread' });
  return repair.fix();
}

function originAt({ view }: Scene, node: string, port: string): Source | null {
  const source = view.feeding(node, port);
  return source && originOf(view, source);
}

/** kl-not-posterior: the KL term reads tensors other than the heads that z is drawn from, or something that no layer made. */
export const klNotPosterior: Fault = (scene) =>
  scene.losses.filter(hasKl).flatMap((loss): readonly Issue[] => {
    const { view } = scene;
    const drawn = scene.posteriors.filter(({ z, mean, spread }) => z && mean && spread);
    const mean = originAt(scene, loss.id, 'mean'),
      spread = originAt(scene, loss.id, 'spread');
    if (!mean || !spread) return [];
    const origin = (source: Source | null): Source | null => source && originOf(view, source);
    const [nearest] = drawn.toSorted((a, b) => Number(sameSource(origin(b.mean), mean)) - Number(sameSource(origin(a.mean), mean)));
    if (!nearest)
      return (['mean', 'spread'] as const).flatMap((port) => (isMade(scene, port === 'mean' ? mean : spread) ? [] : [foreign(scene, loss, port, null)]));
    if (!sameSource(origin(nearest.mean), mean)) return [foreign(scene, loss, 'mean', nearest)];
    return sameSource(origin(nearest.spread), spread) ? [] : [foreign(scene, loss, 'spread', nearest)];
  });

/** A layer with weights, or a Split, made it; a bare Input, Labels or Noise is no posterior. */
function isMade({ view }: Scene, { node }: Source): boolean {
  return [node, ...view.before(node)].some((id) => (view.node(id)?.weights.length ?? 0) > 0);
}

function foreign(scene: Scene, loss: ShapedNode, port: 'mean' | 'spread', posterior: PosteriorReading | null): Issue {
  const source = scene.view.feeding(loss.id, port);
  const repair = startRepair(scene.view, 'kl-rewire');
  if (posterior?.mean && posterior.spread) {
    repair.connect(posterior.mean, { node: loss.id, port: 'mean' });
    repair.connect(posterior.spread, { node: loss.id, port: 'spread' });
  }
  return issue(
    'kl-not-posterior',
    { node: loss.id, port },
    { node: loss.title, source: source ? titleIn(scene, source.node) : '' },
    posterior ? repair.fix() : undefined,
  );
}

/** spread-form-mismatch: what one node gives as log σ², another reads as log σ. */
export const spreadForm: Fault = ({ view, posteriors }) => {
  const readers = view.nodes.filter(({ kind, params }) => kind === 'sample' || (kind === 'loss' && params['kl'] === true));
  return readers.flatMap((reader): readonly Issue[] => {
    const source = view.feeding(reader.id, 'spread');
    const origin = source && originOf(view, source);
    const maker = origin && view.node(origin.node);
    const byHand = posteriors.find(
      (posterior) => posterior.by === 'hand' && origin && posterior.spread && sameSource(originOf(view, posterior.spread), origin),
    );
    const sampler = view.nodes.find(({ id, kind }) => {
      const read = kind === 'sample' ? view.feeding(id, 'spread') : null;
      return reader.kind === 'loss' && read && origin && sameSource(originOf(view, read), origin);
    });
    const given = maker?.kind === 'split' && origin?.port === 'spread' ? maker : (sampler ?? (byHand && view.node(byHand.node)));
    const found = given?.kind === 'split' || given?.kind === 'sample' ? given.params['spread'] : byHand?.form;
    if (!given || found === undefined || found === reader.params['spread']) return [];
    return [
      issue(
        'spread-form-mismatch',
        { node: reader.id, param: 'spread' },
        { node: reader.title, source: given.title, found: String(found), expected: String(reader.params['spread']) },
        { title: 'set-spread-form', commands: [{ do: 'setParam', node: reader.id, param: 'spread', value: found }] },
      ),
    ];
  });
};

/** kl-sign-flipped, kl-not-averaged, reduction-mismatch: the loss's own parameters. */
export const klReductions: Fault = (scene) =>
  scene.losses.filter(hasKl).flatMap((loss): readonly Issue[] => {
    const { id, title, params } = loss;
    const set = (title: 'kl-sign' | 'average-kl' | 'set-reductions', values: Readonly<Record<string, ParamValue>>): Fix => ({
      title,
      commands: Object.entries(values).flatMap(([param, value]) => (params[param] === value ? [] : [{ do: 'setParam' as const, node: id, param, value }])),
    });
    const issues: Issue[] = [];
    if (params['klSign'] === 'plusHalf')
      issues.push(issue('kl-sign-flipped', { node: id, param: 'klSign' }, { node: title }, set('kl-sign', { klSign: 'minusHalf' })));
    const batch = scene.document.training.batchSize;
    if (params['klBatch'] === 'sum' && params['batch'] === 'mean') {
      issues.push(issue('kl-not-averaged', { node: id, param: 'klBatch' }, { node: title, batch }, set('average-kl', { klBatch: 'mean' })));
    }
    const overFeatures = params['features'] !== params['klDimensions'],
      overBatch = params['batch'] === 'sum' && params['klBatch'] === 'mean';
    if (overFeatures || overBatch) {
      issues.push(
        issue(
          'reduction-mismatch',
          { node: id, param: overFeatures ? 'features' : 'batch' },
          {
            node: title,
            reconstruction: reductions(params['features'], params['batch']),
            kl: reductions(params['klDimensions'], params['klBatch']),
            factor: factorOf(scene, loss, overBatch ? 1 / batch : 1),
          },
          set('set-reductions', { features: 'sum', batch: 'mean', klDimensions: 'sum', klBatch: 'mean' }),
        ),
      );
    }
    return issues;
  });

/** `sum, mean`: over the values of an example, then over the batch. */
function reductions(...over: readonly (ParamValue | undefined)[]): Text {
  const zh = over.map((one) => (one === 'sum' ? '求和' : '平均'));
  return { en: over.join(', '), zh: zh.join('，') };
}

/** By how much β is in effect multiplied: the number of features where only the reconstruction is averaged over them, its inverse for the KL. */
function factorOf({ view }: Scene, loss: ShapedNode, start: number): string {
  const size = (port: string): number => {
    const source = view.feeding(loss.id, port);
    return source ? sizeOf(view.spec(source)?.shape ?? []) : 1;
  };
  const { features, klDimensions } = loss.params;
  return String(Number(((start * (features === 'mean' ? size('prediction') : 1)) / (klDimensions === 'mean' ? size('mean') : 1)).toPrecision(3)));
}
