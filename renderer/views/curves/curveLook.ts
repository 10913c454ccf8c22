import type { ChartLine } from '../chart/chartLine.ts';
import type { CurveLine, CurvePart, Metric } from './curveLines.ts';
import { metrics } from './curveLines.ts';

const parts = ['train', 'validation', 'batch'] as const satisfies readonly CurvePart[];

/**
 * How lines look. Of one run: a colour a term of the loss, validation dashed. Of several: a colour a run, a dash a term and part.
 * Running means within epochs are always thin and dotted.
 */
export function curveLook(lines: readonly CurveLine[], runs: readonly string[], title: (line: CurveLine) => string): readonly ChartLine[] {
  const shown: Metric[] = metrics.filter((metric) => lines.some((line) => line.metric === metric));
  return lines.map((line): ChartLine => {
    const dashOfPart = parts.indexOf(line.part);
    const isBatch = line.part === 'batch';
    return {
      key: `${line.run} ${line.metric} ${line.part}`,
      title: title(line),
      colour: runs.length > 1 ? runs.indexOf(line.run) : metrics.indexOf(line.metric),
      dash: isBatch ? 2 : runs.length > 1 ? shown.indexOf(line.metric) * 2 + (dashOfPart === 1 ? 1 : 0) + (shown.indexOf(line.metric) > 0 ? 1 : 0) : dashOfPart,
      width: isBatch ? 1 : 2,
      pointSize: isBatch ? 0 : line.x.length <= 60 ? 5 : 0,
    };
  });
}
