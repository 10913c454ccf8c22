import type { Plan } from '../../../shared/check/stages.ts';
import type { RunState } from '../../../shared/run/runState.ts';
import type { PreparedData } from '../data/dataset.ts';
import type { ModelCard } from './exportFormat.ts';

export interface CardRequest {
  readonly plan: Plan;
  readonly data: PreparedData;
  readonly state: RunState;
  /** The run's name, as its folder has it. */
  readonly run: string;
  readonly checkpointEpoch: number;
  /** Version of Hourglass that writes. */
  readonly hourglass: string;
  readonly licence: string | null;
}

/** What goes with every file of a run. All numbers are finite, so that they survive JSON. */
export function modelCard({ plan, data, state, run, checkpointEpoch, hourglass, licence }: CardRequest): ModelCard {
  const { standardisation: standard, facts } = data;
  return {
    name: plan.name,
    run: state.start?.run ?? run,
    checkpointEpoch,
    hourglass,
    seed: plan.training.seed,
    data: { name: facts.name, hash: facts.hash },
    normalisation: {
      kind: plan.data.normalise,
      range: standard ? rangeOf(standard.storedRange, standard.mean, standard.scale) : data.range,
      storedRange: standard?.storedRange ?? facts.storedRange,
      ...(standard ? { mean: [...standard.mean], scale: [...standard.scale] } : {}),
    },
    classes: facts.classes,
    licence,
  };
}

/** The least and the greatest that a stored value can become. */
function rangeOf([low, high]: readonly [number, number], mean: Float32Array, scale: Float32Array): readonly [number, number] {
  let least = Infinity,
    most = -Infinity;
  for (const [feature, middle] of mean.entries()) {
    const by = scale[feature] ?? 1;
    least = Math.min(least, (low - middle) * by);
    most = Math.max(most, (high - middle) * by);
  }
  return [least, most];
}
