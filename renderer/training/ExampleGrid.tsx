import type { DataPreviewFacts } from '../../shared/protocol/contract.ts';
import { sizeOf } from '../../shared/nodes/tensorSpec.ts';
import { useText } from '../text/useText.ts';
import { brightnessRange, lookOf } from './examplePixels.ts';
import { ExamplePicture } from './ExamplePicture.tsx';
import { ExamplePlot } from './ExamplePlot.tsx';

/** Some examples: pictures, points in a plane, lines over time, or their figures. */
export function ExampleGrid({ facts }: { readonly facts: DataPreviewFacts }) {
  const { t } = useText();
  const {
    shape,
    range,
    classes,
    examples: { values, labels },
    indices,
  } = facts;
  const look = lookOf(shape),
    length = sizeOf(shape);
  const [low, high] = brightnessRange(range, values);
  const nameOf = (place: number): string => {
    const label = labels?.[place];
    return label === undefined ? '' : (classes?.[label] ?? String(label));
  };
  if (look === 'dot') return <ExamplePlot values={values} width={length} labels={labels} classes={classes} />;
  return (
    // The keyboard scrolls it too.
    <ul
      tabIndex={0}
      className="grid max-h-[28rem] grid-cols-[repeat(auto-fill,minmax(3.5rem,1fr))] gap-2 overflow-y-auto"
      aria-label={t('training.browser.examples')}
    >
      {Array.from(indices, (index, place) => {
        const own = values.subarray(place * length, (place + 1) * length);
        const title = t('training.browser.example', { index, label: nameOf(place) || '–' });
        return (
          <li key={index} className="flex min-w-0 flex-col items-center gap-0.5" title={title}>
            {look === 'figures' ? (
              <code className="w-full truncate rounded bg-raised p-1 text-xs">{Array.from(own.subarray(0, 6), (value) => value.toPrecision(2)).join(' ')}</code>
            ) : (
              <ExamplePicture values={own} shape={shape} low={low} high={high} label={title} />
            )}
            <span className="max-w-full truncate text-xs text-ink-muted">{nameOf(place)}</span>
          </li>
        );
      })}
    </ul>
  );
}
