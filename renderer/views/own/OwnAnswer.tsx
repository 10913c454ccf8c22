import { useMemo, useRef, useState } from 'react';
import { useText } from '../../text/useText.ts';
import { Select } from '../../ui/Select.tsx';
import { shortNumber } from '../chart/shortNumber.ts';
import { Waiting } from '../frame/Waiting.tsx';
import { drawnShape } from '../paint/exampleForm.ts';
import { ExamplePicture } from '../paint/ExamplePicture.tsx';
import { meanSquaredError, rowOf } from '../paint/valueRows.ts';
import type { ReadPlace } from '../run/readStamp.ts';
import { refusalOf, useReadout } from '../run/useReadout.ts';
import type { ModelFacts } from '../run/useRunFacts.ts';

export interface OwnAnswerProps {
  readonly place: ReadPlace;
  readonly facts: ModelFacts;
  /** Normalised as the run's data. */
  readonly example: Float32Array;
}

/** What the model makes of an example of the user's own: the picture as the model sees it, and its reconstruction. */
export function OwnAnswer({ place, facts, example }: OwnAnswerProps) {
  const { t } = useText();
  const [label, setLabel] = useState(0);
  const version = useRef({ example, number: 0 });
  if (version.current.example !== example) version.current = { example, number: version.current.number + 1 };
  const classes = facts.conditionClasses;
  const examples = useMemo(() => ({ shape: [1, ...facts.dataShape], values: example }), [facts, example]);
  const decodes = facts.latentShape !== null && facts.outputShape !== null;
  const readout = useReadout(place, decodes ? `${version.current.number} ${label}` : null, (client, at) => (
    client.call('reconstruct', { ...at, examples, ...(classes === null ? {} : { labels: Int32Array.of(label) }) })));
  const made = readout.value ? rowOf(readout.value, 0) : null;
  const error = made ? meanSquaredError(made, example) : null;
  return (
    <div className="flex flex-wrap items-start gap-4" data-testid="view-own-answer">
      <figure className="flex flex-col gap-1">
        <ExamplePicture values={example} shape={facts.dataShape} stated={facts.range} size={144} label={t('view.asSeen')} />
        <figcaption className="text-xs text-ink-muted">{t('view.asSeen')}</figcaption>
      </figure>
      {made && readout.value ? (
        <figure className="flex flex-col gap-1">
          <ExamplePicture values={made} shape={drawnShape(readout.value.shape.slice(1), facts.dataShape)} stated={facts.range} size={144} label={`${t('view.reconstruction')}, ${t('view.meanSquaredError')} ${shortNumber(error)}`} />
          <figcaption className="text-xs text-ink-muted tabular-nums">{t('view.reconstruction')} · {t('view.meanSquaredError')} {shortNumber(error)}</figcaption>
        </figure>
      ) : null}
      {decodes && !made ? <Waiting place={place} issues={refusalOf(readout)} /> : null}
      {decodes && classes !== null ? <Select label={t('view.class')} shown value={`${label}`} options={Array.from({ length: classes }, (_, index) => ({ value: `${index}`, title: facts.classes?.[index] ?? `${index}` }))} onChange={(value) => setLabel(Number(value))} className="w-48" /> : null}
      {decodes ? null : <Waiting place={place} absent={{ title: t('view.noLatent'), hint: t('view.noLatentHint') }} />}
    </div>
  );
}
