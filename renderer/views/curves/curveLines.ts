import type { LossFigures } from '../../../shared/run/runEvent.ts';
import type { RunState } from '../../../shared/run/runState.ts';
import type { Tick } from './tickHistory.ts';

export const metrics = ['loss', 'reconstruction', 'kl', 'classification', 'penalty'] as const satisfies readonly (keyof LossFigures)[];
export type Metric = (typeof metrics)[number];

/** train: an epoch's mean over training; validation: after it, on held-out examples; batch: running means within epochs. */
export type CurvePart = 'train' | 'validation' | 'batch';
export type CurveAxis = 'epoch' | 'step';

export interface CurveRun {
  readonly run: string;
  readonly state: RunState;
  readonly ticks: readonly Tick[];
}

export interface CurveLine {
  readonly run: string;
  readonly metric: Metric;
  readonly part: CurvePart;
  /** Ascending. */
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
}

/** Terms of the loss that a run has figures of, in their fixed order. */
export function metricsOf({ epochs, batch }: Pick<RunState, 'epochs' | 'batch'>): readonly Metric[] {
  const figures: LossFigures | undefined = epochs.at(-1) ?? batch?.figures;
  return figures ? metrics.filter((metric) => figures[metric] !== null) : [];
}

/** A run's curves, one line a metric and part; lines without a point are left out. A figure that is no number is a gap. */
export function curveLines(
  { run, state, ticks }: CurveRun,
  { shown, axis }: { readonly shown: readonly Metric[]; readonly axis: CurveAxis },
): readonly CurveLine[] {
  const stepsPerEpoch = Math.max(1, state.start?.stepsPerEpoch ?? 1);
  const at = (step: number): number => (axis === 'step' ? step : step / stepsPerEpoch);
  const number = (value: number | null | undefined): number | null => (value !== null && value !== undefined && Number.isFinite(value) ? value : null);
  return shown.flatMap((metric) => {
    const line = (part: CurvePart, points: readonly (readonly [number, number | null])[]): CurveLine => ({
      run,
      metric,
      part,
      x: points.map(([x]) => x),
      y: points.map(([, y]) => y),
    });
    return [
      line(
        'batch',
        ticks.map(({ step, figures }) => [at(step), number(figures[metric])]),
      ),
      line(
        'train',
        state.epochs.map((epoch) => [at(epoch.step), number(epoch[metric])]),
      ),
      line(
        'validation',
        state.epochs.map((epoch) => [at(epoch.step), number(epoch.validation?.[metric])]),
      ),
    ].filter(({ y }) => y.some((value) => value !== null));
  });
}

/** Lines over one common ascending x; null where a line has no point there. What is not above zero has no place on a logarithmic scale. */
export function alignLines(lines: readonly Pick<CurveLine, 'x' | 'y'>[], { isLog }: { readonly isLog: boolean }): readonly [number[], ...(number | null)[][]] {
  const x = [...new Set(lines.flatMap((line) => line.x))].sort((a, b) => a - b);
  const placeOf = new Map(x.map((value, index) => [value, index]));
  const columns = lines.map((line) => {
    const column: (number | null)[] = Array.from({ length: x.length }, () => null);
    for (const [index, at] of line.x.entries()) {
      const place = placeOf.get(at),
        value = line.y[index] ?? null;
      if (place !== undefined && value !== null && (!isLog || value > 0)) column[place] = value;
    }
    return column;
  });
  return [x, ...columns];
}
