import { hasErrors } from '../../shared/check/issue.ts';
import { canConnect, portAt } from '../../shared/graph/canConnect.ts';
import type { Side } from '../../shared/graph/canConnect.ts';
import { createNode, freeId } from '../../shared/graph/createDocument.ts';
import type { End, GraphDoc, NodeRecord } from '../../shared/graph/document.ts';
import { defaultParams, definitionFor, paramsInRange } from '../../shared/graph/nodeParams.ts';
import { definitionOf, nodeKinds } from '../../shared/nodes/catalogue.ts';
import type { NodeKind } from '../../shared/nodes/catalogue.ts';
import type { TensorSpec } from '../../shared/nodes/tensorSpec.ts';

/** A kind that could stand at the loose end of a wire, and the port of it that would take the wire. */
export interface Fit {
  readonly kind: NodeKind;
  readonly port: string;
}

/**
 * The kinds that fit the loose end of a wire begun at `end`, a port of `side`, each with its first port that takes the wire; in the order of the
 * palette. `spec`: what arrives, where the wire comes from an output of known shape; a kind whose shape rule refuses it for a reason that
 * no parameter mends (a convolution on a vector) does not fit.
 */
export function fittingKinds(document: GraphDoc, end: End, side: Side, spec?: TensorSpec): readonly Fit[] {
  if (!portAt(document, end, side)) return [];
  return nodeKinds.flatMap((kind) => {
    const id = freeId(document, kind);
    const definition = definitionOf(kind),
      params = defaultParams(definition);
    // A new node has no wires yet, so the nodes at the two ends tell all.
    const both: GraphDoc = { ...document, nodes: { ...pick(document, end.node), [id]: createNode(kind) }, edges: [] };
    const ports = side === 'outputs' ? definition.inputs(params) : definition.outputs(params);
    const port = ports.find(({ name }) => {
      const here = { node: id, port: name };
      return (
        !hasErrors(side === 'outputs' ? canConnect(both, end, here) : canConnect(both, here, end)) &&
        (side === 'inputs' || !spec || takes(createNode(kind), name, spec))
      );
    });
    return port ? [{ kind, port: port.name }] : [];
  });
}

const pick = (document: GraphDoc, id: string): GraphDoc['nodes'] => {
  const node = document.nodes[id];
  return node ? { [id]: node } : {};
};

/** Whether a node whose only required input is this port could take such a tensor, with some parameters. */
export function takes(node: NodeRecord, port: string, spec: TensorSpec): boolean {
  const definition = definitionFor(node.kind);
  if (!definition) return false;
  const params = paramsInRange(definition, node);
  const required = definition.inputs(params).filter(({ optional }) => !optional);
  if (required.length !== 1 || required[0]?.name !== port) return true;
  const inputs = Object.fromEntries(definition.inputs(params).map(({ name }) => [name, name === port ? [spec] : []]));
  const answer = definition.shape({ params, inputs });
  return !('problems' in answer) || answer.problems.every(({ param }) => param !== undefined);
}
