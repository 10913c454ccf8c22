import { useText } from '../text/useText.ts';

interface ExamplePlotProps {
  readonly values: Float32Array;
  /** Numbers of one example; the first two are drawn. */
  readonly width: number;
  readonly labels: Int32Array | null;
  readonly classes: readonly string[] | null;
}

/** Marks told apart by form as well as by place, so that colour alone says nothing. */
const marks = ['●', '▲', '■', '◆', '✚', '★', '○', '△', '□', '◇'];

/** Points in a plane, each marked by its class. */
export function ExamplePlot({ values, width, labels, classes }: ExamplePlotProps) {
  const { t } = useText();
  const points = Array.from({ length: Math.floor(values.length / width) }, (_, place) => ({
    x: values[place * width] ?? 0,
    y: values[place * width + 1] ?? 0,
    label: labels?.[place] ?? 0,
  }));
  const bounds = (of: (point: { readonly x: number; readonly y: number }) => number): readonly [number, number] => {
    const all = points.map(of);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    return high > low ? [low, high] : [low - 1, high + 1];
  };
  const [left, right] = bounds(({ x }) => x),
    [low, high] = bounds(({ y }) => y);
  return (
    <figure className="m-0">
      <svg
        role="img"
        aria-label={t('training.browser.plot', { count: points.length })}
        viewBox="0 0 400 280"
        className="w-full rounded-md border border-line bg-surface"
      >
        {points.map(({ x, y, label }, place) => (
          <text
            key={place}
            x={12 + ((x - left) / (right - left)) * 376}
            y={268 - ((y - low) / (high - low)) * 256}
            fontSize={10}
            textAnchor="middle"
            dominantBaseline="central"
            className={label % 2 === 0 ? 'fill-accent' : 'fill-ink'}
          >
            {marks[label % marks.length]}
          </text>
        ))}
      </svg>
      {classes && (
        <figcaption className="mt-1 flex flex-wrap gap-x-3 text-xs text-ink-muted">
          {classes.map((name, label) => (
            <span key={name}>
              {marks[label % marks.length]} {name}
            </span>
          ))}
        </figcaption>
      )}
    </figure>
  );
}
