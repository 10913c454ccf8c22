import { definitionOf } from '../../nodes/catalogue.ts';
import { issue } from '../issue.ts';
import type { Issue } from '../issue.ts';
import type { ShapedNode } from '../stages.ts';
import { isEnd } from '../planRun.ts';
import { startRepair } from '../repair.ts';
import type { Fault, Scene } from './fault.ts';

/** input-unused, dead-branch: what no loss and no output needs. Silent while a loss or output is missing or lacks a wire, and about branches that lack one. */
export const deadBranch: Fault = (scene) => {
  const { view, needed } = scene;
  const ends = view.nodes.filter(({ kind }) => isEnd(kind));
  if (ends.length === 0 || ends.some(unfed)) return [];
  const dead = view.nodes.filter(({ id }) => !needed.has(id));
  // A wire that leads on, though an earlier issue had to leave it out, is being dealt with there.
  const ledOn = new Set(scene.document.edges.map(({ from }) => from.node));
  const lastOnes = dead.filter(({ id, outputs }) => Object.keys(outputs).length > 0 && !ledOn.has(id));
  return lastOnes.flatMap((last): readonly Issue[] => {
    if (last.kind === 'input')
      return [
        issue(
          'input-unused',
          { node: last.id },
          { node: last.title },
          noiseFix(scene, last) ?? { title: 'remove-node', commands: [{ do: 'removeNodes', ids: [last.id] }] },
        ),
      ];
    const branch = dead.filter(({ id }) => id === last.id || (view.before(last.id).has(id) && onlyFor(scene, id, last.id)));
    if (branch.some(unfed)) return [];
    const ids = branch.map(({ id }) => id);
    return [
      issue('dead-branch', { node: last.id }, { node: last.title, count: ids.length }, { title: 'remove-branch', commands: [{ do: 'removeNodes', ids }] }),
    ];
  });
};

/** Everything behind `id` ends in `last`. */
function onlyFor({ view }: Scene, id: string, last: string): boolean {
  return [...view.behind(id)].every((behind) => behind === last || view.behind(behind).has(last));
}

function unfed(node: ShapedNode): boolean {
  return definitionOf(node.kind)
    .inputs(node.params)
    .some(({ name, optional }) => !optional && !node.inputs[name]);
}

/** An unused Input of the latent's shape, beside a Sample node without noise of its own, is the ε somebody meant. */
function noiseFix({ view, needed }: Scene, input: ShapedNode): Issue['fix'] {
  const shape = input.outputs['out']?.shape;
  if (input.params['feed'] !== 'none' || !shape) return undefined;
  const sample = view.nodes.find(
    ({ id, kind, outputs }) => kind === 'sample' && needed.has(id) && !view.feeding(id, 'noise') && String(outputs['out']?.shape) === String(shape),
  );
  if (!sample) return undefined;
  const repair = startRepair(view, 'wire-noise');
  const noise = repair.add('noise', { shape }, input.id);
  repair.connect({ node: noise, port: 'out' }, { node: sample.id, port: 'noise' });
  repair.remove([input.id]);
  return repair.fix();
}
