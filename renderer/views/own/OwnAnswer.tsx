import { useMemo, useRef, useState } from 'react';
import type { Outcome } from '../../../shared/check/issue.ts';
import type { Client } from '../../../shared/protocol/client.ts';
import type { CallResult, RunPlace } from '../../../shared/protocol/contract.ts';
import type { Values } from '../../../shared/protocol/tensors.ts';
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
import { ClassShares } from './ClassShares.tsx';
import { storedValues } from './modelValues.ts';
import { CodeList } from './CodeList.tsx';

export interface OwnAnswerProps {
  readonly place: ReadPlace;
  readonly facts: ModelFacts;
  /** Normalised as the run's data. */
  readonly example: Float32Array;
}

interface Answer extends CallResult<'inspect'> {
  readonly made: Values | null;
}
interface Question {
  readonly examples: Values;
  readonly labels: Int32Array | null;
  readonly decodes: boolean;
}

async function readAnswer(client: Client, place: RunPlace, { examples, labels, decodes }: Question): Promise<Outcome<Answer>> {
  const inspected = await client.call('inspect', { ...place, examples, labels });
  if (!inspected.value || !decodes) return { value: inspected.value && { ...inspected.value, made: null }, issues: inspected.issues };
  const made = await client.call('reconstruct', { ...place, examples, labels });
  return { value: made.value && { ...inspected.value, made: made.value }, issues: made.issues };
}

/** What the model makes of an example of the user's own: the picture as the model sees it, its reconstruction and code, its class probabilities. */
export function OwnAnswer({ place, facts, example }: OwnAnswerProps) {
  const { t } = useText();
  const [label, setLabel] = useState(0);
  const version = useRef({ example, number: 0 });
  if (version.current.example !== example) version.current = { example, number: version.current.number + 1 };
  const classes = facts.conditionClasses;
  const examples = useMemo(() => ({ shape: [1, ...facts.dataShape], values: example }), [facts, example]);
  const decodes = facts.latentShape !== null && facts.outputShape !== null;
  const labels = classes === null ? null : Int32Array.of(label);
  const readout = useReadout(place, `${version.current.number} ${label}`, (client, at) => readAnswer(client, at, { examples, labels, decodes }));
  const answer = readout.value;
  const made = answer?.made ? rowOf(answer.made, 0) : null;
  // Standardised values are no picture to look at: they are shown as they would be stored.
  const shown = (values: Float32Array): Float32Array => (values.length === example.length ? storedValues(values, facts) : values);
  const stated = facts.standardisation?.storedRange ?? facts.range;
  const error = made ? meanSquaredError(made, example) : null;
  return (
    <div className="flex min-w-0 flex-1 basis-80 flex-wrap items-start gap-4" data-testid="view-own-answer">
      <figure className="flex flex-col gap-1">
        <ExamplePicture values={shown(example)} shape={facts.dataShape} stated={stated} size={144} label={t('view.asSeen')} />
        <figcaption className="text-xs text-ink-muted">{t('view.asSeen')}</figcaption>
      </figure>
      {made && answer?.made ? (
        <figure className="flex flex-col gap-1">
          <ExamplePicture
            values={shown(made)}
            shape={drawnShape(answer.made.shape.slice(1), facts.dataShape)}
            stated={stated}
            size={144}
            label={`${t('view.reconstruction')}, ${t('view.meanSquaredError')} ${shortNumber(error)}`}
          />
          <figcaption className="max-w-48 text-xs text-ink-muted tabular-nums">
            {t('view.reconstruction')} · {t('view.meanSquaredError')} {shortNumber(error)}
          </figcaption>
        </figure>
      ) : null}
      {answer?.mean ? <CodeList mean={answer.mean.values} stdDev={answer.stdDev?.values ?? null} /> : null}
      {answer?.probabilities ? <ClassShares shares={rowOf(answer.probabilities, 0)} names={facts.classes} /> : null}
      {answer ? null : <Waiting place={place} issues={refusalOf(readout)} />}
      {answer && !answer.made && !answer.probabilities ? <Waiting place={place} absent={{ title: t('view.noLatent'), hint: t('view.noLatentHint') }} /> : null}
      {decodes && classes !== null ? (
        <Select
          label={t('view.class')}
          shown
          value={`${label}`}
          options={Array.from({ length: classes }, (_, index) => ({ value: `${index}`, title: facts.classes?.[index] ?? `${index}` }))}
          onChange={(value) => setLabel(Number(value))}
          className="w-48"
        />
      ) : null}
    </div>
  );
}
