import { definitionOf } from '../nodes/catalogue.ts';
import type { TensorSpec } from '../nodes/tensorSpec.ts';
import { issue } from './issue.ts';
import type { Issue, Outcome } from './issue.ts';
import type { ShapedGraph, ShapedNode, WiredGraph, WiredNode } from './stages.ts';

/**
 * Carries shapes, types and value ranges along the wires.
 * Partial beside an error: nodes behind the fault have no outputs and raise no issue of their own.
 */
export function inferShapes(wired: WiredGraph): Outcome<ShapedGraph> {
  const nodes: Record<string, ShapedNode> = {};
  const issues: Issue[] = [];
  for (const id of wired.order) {
    const node = wired.nodes[id];
    if (!node) continue;
    // 1. Gather what arrives; where something is missing, an earlier issue already says why.
    const inputs = arriving(node, nodes);
    if (!inputs) {
      nodes[id] = { ...node, outputs: {}, weights: [] };
      continue;
    }
    // 2. Ask the node's own shape rule.
    const definition = definitionOf(node.kind);
    const request = { params: node.params, inputs };
    const answer = definition.shape(request);
    if ('problems' in answer) {
      for (const { code, port, param, values } of answer.problems) {
        issues.push(
          issue(code, { node: id, ...(port === undefined ? {} : { port }), ...(param === undefined ? {} : { param }) }, { node: node.title, ...values }),
        );
      }
      nodes[id] = { ...node, outputs: {}, weights: [] };
      continue;
    }
    // 3. Only a node whose shapes are known has weights.
    nodes[id] = { ...node, outputs: answer.outputs, weights: definition.weights(request) };
  }
  return { value: { wired, nodes } as ShapedGraph, issues };
}

/** The specs at each port, or null where a required port is unfed or a source has no shape yet. */
function arriving(node: WiredNode, nodes: Readonly<Record<string, ShapedNode>>): Record<string, readonly TensorSpec[]> | null {
  const inputs: Record<string, readonly TensorSpec[]> = {};
  for (const { name, optional } of definitionOf(node.kind).inputs(node.params)) {
    const sources = node.inputs[name] ?? [];
    if (sources.length === 0 && !optional) return null;
    const specs: TensorSpec[] = [];
    for (const source of sources) {
      const spec = nodes[source.node]?.outputs[source.port];
      if (!spec) return null;
      specs.push(spec);
    }
    inputs[name] = specs;
  }
  return inputs;
}
