import type { GraphDoc, NodeRecord } from '../graph/document.ts';
import type { Fix } from './issue.ts';

/**
 * The wire that a port of a loss or a Sample node lacks, where the graph leaves no choice: the target is the only Input, labels are the only Labels,
 * mean and spread those of the only Split. A KL term where nothing at all could be a posterior is switched off instead.
 */
export function wireMissing(document: GraphDoc, to: { readonly node: string; readonly port: string }): Fix | undefined {
  const kind = document.nodes[to.node]?.kind;
  if (kind === 'loss' && to.port === 'target') return connectOnly(document, to, (node) => node.kind === 'input' && node.params['feed'] !== 'none', 'out');
  if (kind === 'classificationLoss' && to.port === 'labels') return connectOnly(document, to, (node) => node.kind === 'labels', 'out');
  if ((kind !== 'loss' && kind !== 'sample') || (to.port !== 'mean' && to.port !== 'spread')) return undefined;
  const random = Object.values(document.nodes).some((node) => ['split', 'sample', 'noise'].includes(node.kind));
  if (kind === 'loss' && !random && document.goal !== 'vae')
    return { title: 'kl-off', commands: [{ do: 'setParam', node: to.node, param: 'kl', value: false }] };
  return connectOnly(document, to, (node) => node.kind === 'split', to.port);
}

function connectOnly(
  document: GraphDoc,
  to: { readonly node: string; readonly port: string },
  fits: (node: NodeRecord) => boolean,
  port: string,
): Fix | undefined {
  const [only, ...others] = Object.keys(document.nodes).filter((id) => fits(document.nodes[id] ?? { kind: '', version: 1, params: {} }));
  if (only === undefined || others.length > 0) return undefined;
  const taken = new Set(document.edges.map(({ id }) => id));
  let id = 'fix-wire';
  for (let count = 2; taken.has(id); count++) id = `fix-wire-${count}`;
  return { title: 'connect', commands: [{ do: 'connect', id, from: { node: only, port }, to: { node: to.node, port: to.port } }] };
}
