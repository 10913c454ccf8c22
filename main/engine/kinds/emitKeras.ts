import type { NodeKind } from '../../../shared/nodes/catalogue.ts';
import type { Plan, ShapedNode } from '../../../shared/check/stages.ts';
import type { KerasEmission, KerasRef, KerasRequest } from './kerasEmission.ts';
import { engineKinds } from './engineKinds.ts';

/** One node's emission with its refs resolved. */
export interface EmittedNode {
  readonly node: ShapedNode;
  readonly emission: KerasEmission;
}

/** A plan in Keras's terms, node by node in plan order; each layer stands behind what it reads. */
export function emitKeras(plan: Plan): readonly EmittedNode[] {
  const nodes = new Map(plan.nodes.map((node) => [node.id, node]));
  const made = new Map<string, KerasRef>();
  return plan.nodes.map((node) => {
    const emission = emitNode(node, nodes, made);
    for (const [port, ref] of Object.entries(emission.outputs)) made.set(`${node.id}/${port}`, ref);
    return { node, emission };
  });
}

function emitNode(node: ShapedNode, nodes: ReadonlyMap<string, ShapedNode>, made: ReadonlyMap<string, KerasRef>): KerasEmission {
  const missing = (what: string): never => {
    throw new Error(`node '${node.id}' (${node.kind}) reads ${what}, which was not emitted`);
  };
  const inputs = Object.fromEntries(
    Object.entries(node.inputs).map(([port, sources]) => [
      port,
      sources.map((source) => made.get(`${source.node}/${source.port}`) ?? missing(`${source.node}/${source.port}`)),
    ]),
  );
  const inputShape = (port = 'in'): readonly number[] => {
    const source = node.inputs[port]?.[0];
    return (source && nodes.get(source.node)?.outputs[source.port]?.shape) ?? missing(`port ${port}`);
  };
  // The plan's parameters were parsed against this kind's specs by check.
  const emit: (request: KerasRequest<never>) => KerasEmission = engineKinds[node.kind satisfies NodeKind].keras;
  return emit({ node, params: node.params as never, inputs, inputShape });
}
