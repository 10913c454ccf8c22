import { costOf } from '../estimateCost.ts';
import { issue } from '../issue.ts';
import type { Fault } from './fault.ts';

const gibibyte = 2 ** 30;
const show = (bytes: number): number => Number((bytes / gibibyte).toPrecision(3));

/** cost-beyond-memory: weights, gradients, optimiser slots and one batch's activations against the memory there is. */
export const costBeyondMemory: Fault = ({ view, needed, document: { training }, memoryBytes }) => {
  const { parameters, weightBytes, activationBytes } = costOf(
    view.nodes.filter(({ id }) => needed.has(id)),
    training,
  );
  if (weightBytes + activationBytes <= memoryBytes) return [];
  return [
    issue(
      'cost-beyond-memory',
      {},
      {
        needed: show(weightBytes + activationBytes),
        parameters,
        activations: show(activationBytes),
        batch: training.batchSize,
        available: show(memoryBytes),
      },
    ),
  ];
};
