import type { ShapedGraph } from '../../shared/check/stages.ts';
import { titleOf } from '../../shared/graph/titles.ts';
import type { AnyNodeDefinition, AnyParams } from '../../shared/nodes/defineNode.ts';
import { showShape } from '../../shared/nodes/tensorSpec.ts';
import type { PortLine } from './PortTable.tsx';

/** The ports of a node with what arrives and what leaves; an input port with several wires has a line for each. */
export function portLines(definition: AnyNodeDefinition, params: AnyParams, id: string, { nodes, wired }: ShapedGraph): readonly PortLine[] {
  const node = nodes[id];
  const into = definition.inputs(params).flatMap((port): PortLine[] => {
    const sources = node?.inputs[port.name] ?? [];
    if (sources.length === 0) return [{ port, side: 'in', from: null, shape: null }];
    return sources.map((source) => {
      const spec = nodes[source.node]?.outputs[source.port];
      return { port, side: 'in', from: titleOf(wired.document, source.node), shape: spec ? showShape(spec.shape) : null };
    });
  });
  const out = definition.outputs(params).map((port): PortLine => {
    const spec = node?.outputs[port.name];
    return { port, side: 'out', from: null, shape: spec ? showShape(spec.shape) : null };
  });
  return [...into, ...out];
}
