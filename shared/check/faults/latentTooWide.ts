import { sizeOf } from '../../nodes/tensorSpec.ts';
import { issue } from '../issue.ts';
import { titleIn } from './fault.ts';
import type { Fault } from './fault.ts';

/** latent-too-wide: more latent values than input values, and nothing (activity penalty, dropout, noise) that keeps the network from copying. */
export const latentTooWide: Fault = (scene) => {
  const {
    view,
    anatomy: { input, latent, encoder },
  } = scene;
  const given = input === null ? undefined : view.spec({ node: input, port: 'out' });
  const code = latent ? view.spec(latent) : undefined;
  if (!latent || !given || !code || sizeOf(code.shape) <= sizeOf(given.shape)) return [];
  const heldBack = encoder.some((id) => {
    const node = view.node(id);
    return (
      node?.kind === 'dropout' || node?.kind === 'gaussianNoise' || Number(node?.params['activityL1'] ?? 0) > 0 || Number(node?.params['activityL2'] ?? 0) > 0
    );
  });
  return heldBack
    ? []
    : [issue('latent-too-wide', { node: latent.node }, { node: titleIn(scene, latent.node), found: sizeOf(code.shape), expected: sizeOf(given.shape) })];
};
