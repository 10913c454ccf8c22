import type { GraphView } from '../graphView.ts';
import type { ShapedNode, Source } from '../stages.ts';

/** The node whose `activation` decides a tensor's range, behind nodes that only rearrange or regularise; undefined where no activation does. */
export function boundingNode(view: GraphView, source: Source): ShapedNode | undefined {
  let at: Source | null = source;
  for (let step = 0; at && step <= view.nodes.length; step++) {
    const node = view.node(at.node);
    if (node && 'activation' in node.params) return node;
    const rearranges =
      node?.kind === 'flatten' ||
      node?.kind === 'reshape' ||
      node?.kind === 'dropout' ||
      node?.kind === 'clip' ||
      (node?.kind === 'split' && node.params['mode'] === 'halve');
    at = rearranges ? view.feeding(at.node, 'in') : null;
  }
  return undefined;
}
