import { sizeOf } from '../nodes/tensorSpec.ts';
import type { TrainingSettings } from '../graph/document.ts';
import type { Plan, ShapedNode, Source } from './stages.ts';
import type { TensorSpec } from '../nodes/tensorSpec.ts';

/** What a run will take, before its first step. */
export interface CostEstimate {
  /** Number of weights, moving averages included. */
  readonly parameters: number;
  /** Weights, their gradients and the optimiser's slots, in bytes. */
  readonly weightBytes: number;
  /** Values kept for the backward pass and their gradients, for one batch, in bytes. */
  readonly activationBytes: number;
  /** Floating-point operations of one training step (forward, and twice that for backward). */
  readonly flopsPerStep: number;
}

const bytesPerValue = 4;
/** Copies of each trainable weight that an optimiser keeps. */
const slots: Readonly<Record<TrainingSettings['optimiser']['kind'], number>> = { sgd: 0, momentum: 1, rmsprop: 1, adam: 2, adamw: 2 };

/** Estimates a plan's cost; see `costOf`. */
export function estimateCost(plan: Plan): CostEstimate {
  return costOf(plan.nodes, plan.training);
}

/** Cost of training `nodes` with these settings. Multiply-adds count as two operations; nodes without weights as one operation a value. */
export function costOf(nodes: readonly ShapedNode[], training: TrainingSettings): CostEstimate {
  const specs = new Map(nodes.flatMap(({ id, outputs }) => Object.entries(outputs).map(([port, spec]) => [`${id}/${port}`, spec] as const)));
  const arriving = ({ node, port }: Source): TensorSpec | undefined => specs.get(`${node}/${port}`);
  let parameters = 0,
    trained = 0,
    values = 0,
    flops = 0;
  for (const node of nodes) {
    const made = Object.values(node.outputs).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    const first = node.inputs['in']?.[0];
    values += made;
    flops += made;
    for (const { shape, trainable } of node.weights) {
      const size = sizeOf(shape);
      parameters += size;
      if (trainable && !node.frozen) trained += size;
      if (shape.length >= 2) flops += 2 * size * applications(node, first && arriving(first));
    }
  }
  return {
    parameters,
    weightBytes: bytesPerValue * (parameters + trained * (1 + slots[training.optimiser.kind])),
    activationBytes: 2 * bytesPerValue * values * training.batchSize,
    flopsPerStep: 3 * flops * training.batchSize,
  };
}

/** How many times one example goes through a node's kernel: pixels of a convolution, steps of a recurrence, rows of a Dense layer. */
function applications(node: ShapedNode, input: TensorSpec | undefined): number {
  const arriving = input?.shape ?? [],
    leaving = node.outputs['out']?.shape ?? [];
  switch (node.kind) {
    case 'embedding':
      return 0;
    case 'conv2d':
      return sizeOf(leaving.slice(0, -1));
    case 'simpleRnn':
    case 'lstm':
    case 'gru':
      return arriving[0] ?? 1;
    default:
      return sizeOf(arriving.slice(0, -1));
  }
}
