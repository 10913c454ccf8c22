import type { Plan } from '../../../shared/check/stages.ts';
import type { RunEvent } from '../../../shared/run/runEvent.ts';
import { betaFactor, rateFactor } from './schedules.ts';

export type ControlEvent = Extract<RunEvent, { event: 'control' }>;

/** What is in force in one step: the user's changes so far, times the schedules. */
export interface ControlsInForce {
  readonly learningRate: number;
  /** Scheduled β by loss node that has a KL term. */
  readonly betas: Readonly<Record<string, number>>;
  /** β without its schedule: validation uses it, so that epochs compare. */
  readonly fullBetas: Readonly<Record<string, number>>;
}

/** The user's changes to a running model, by step; a pure function of what was logged, so that a resumed run meets them again. */
export interface ControlTimeline {
  /** Adds a change that acts from `step` on. */
  add(control: ControlEvent): void;
  /** Of the changes that act at `step`, the one made last counts: a wish made anew in a stretch that was lost outlives the older one that comes later in it. */
  inForce(step: number): ControlsInForce;
}

/** `logged`: what was changed before, in the order in which it was asked for. */
export function createControlTimeline(plan: Plan, stepsPerEpoch: number, logged: readonly ControlEvent[]): ControlTimeline {
  const controls = [...logged];
  const klNodes = plan.nodes.filter((node) => node.kind === 'loss' && node.params.kl === true);
  const latest = (step: number, key: 'learningRate' | 'beta'): number | undefined =>
    controls.findLast((control) => control.step <= step && control[key] !== undefined)?.[key];
  return {
    add: (control) => {
      controls.push(control);
    },
    inForce(step) {
      const epochs = step / stepsPerEpoch;
      const beta = latest(step, 'beta');
      const fullBetas = Object.fromEntries(klNodes.map((node) => [node.id, beta ?? Number(node.params.beta)]));
      const betas = Object.fromEntries(klNodes.map((node) => [node.id, (fullBetas[node.id] ?? 1) * betaFactor(node.params, epochs)]));
      const rate = latest(step, 'learningRate') ?? plan.training.optimiser.learningRate;
      return { learningRate: rate * rateFactor(plan.training.schedule, epochs), betas, fullBetas };
    },
  };
}
