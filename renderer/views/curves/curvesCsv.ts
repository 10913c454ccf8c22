import type { LossFigures } from '../../../shared/run/runEvent.ts';
import { csvText } from '../chart/csvText.ts';
import type { CurvePart, CurveRun } from './curveLines.ts';
import { metrics } from './curveLines.ts';

/** Every figure of the runs as CSV, by the names given: a row a tick (running means), an epoch and its validation. A loss that broke down stays in, as NaN or Infinity. */
export function curvesCsv(runs: readonly CurveRun[], names: readonly string[]): string {
  const header = ['run', 'part', 'epoch', 'step', ...metrics, 'learning_rate', 'beta', 'examples_per_second', 'seconds'];
  const rows = runs.flatMap(({ run, state, ticks }, index) => {
    const name = names[index] ?? run;
    const row = (
      part: CurvePart,
      at: { readonly epoch: number; readonly step: number },
      figures: LossFigures,
      rest: readonly (number | null)[] = [null, null, null, null],
    ) => [name, part, at.epoch, at.step, ...metrics.map((metric) => figures[metric]), ...rest];
    return [
      ...ticks.map((tick) => row('batch', tick, tick.figures)),
      ...state.epochs.flatMap((epoch) => [
        row('train', epoch, epoch, [epoch.learningRate, epoch.beta, epoch.examplesPerSecond, epoch.seconds]),
        ...(epoch.validation ? [row('validation', epoch, epoch.validation)] : []),
      ]),
    ];
  });
  return csvText([header, ...rows]);
}
