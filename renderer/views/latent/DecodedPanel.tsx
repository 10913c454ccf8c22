import { X } from 'lucide-react';
import { useText } from '../../text/useText.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Select } from '../../ui/Select.tsx';
import { shortNumber } from '../chart/shortNumber.ts';
import { drawnShape } from '../paint/exampleForm.ts';
import { ExamplePicture } from '../paint/ExamplePicture.tsx';
import { rowOf } from '../paint/valueRows.ts';
import type { ReadPlace } from '../run/readStamp.ts';
import { refusalOf, useReadout } from '../run/useReadout.ts';
import type { ModelFacts } from '../run/useRunFacts.ts';
import { Waiting } from '../frame/Waiting.tsx';

export interface DecodedPanelProps {
  readonly place: ReadPlace;
  readonly facts: ModelFacts;
  readonly code: Float32Array;
  /** The class a conditional decoder is told. */
  readonly label: number;
  onLabel(label: number): void;
  onClose(): void;
}

/** What the decoder makes of the chosen code, again after each checkpoint. */
export function DecodedPanel({ place, facts, code, label, onLabel, onClose }: DecodedPanelProps) {
  const { t } = useText();
  const classes = facts.conditionClasses;
  const readout = useReadout(place, `${code.join(' ')} ${label}`, (client, at) =>
    client.call('decode', { ...at, codes: { shape: [1, code.length], values: code }, ...(classes === null ? {} : { labels: Int32Array.of(label) }) }),
  );
  const made = readout.value;
  return (
    <div
      role="region"
      aria-label={t('view.decoded')}
      className="flex w-44 shrink-0 flex-col gap-2 overflow-y-auto border-l border-line p-2"
      data-testid="view-decoded"
    >
      <div className="flex items-center justify-between">
        <span className="font-medium">{t('view.decoded')}</span>
        <IconButton label={t('app.close')} icon={<X size={16} />} onClick={onClose} side="left" />
      </div>
      {made ? (
        <ExamplePicture
          values={rowOf(made, 0)}
          shape={drawnShape(made.shape.slice(1), facts.dataShape)}
          stated={facts.range}
          size={112}
          label={t('view.decodedLabel', { code: Array.from(code.subarray(0, 8), shortNumber).join(', ') })}
        />
      ) : (
        <Waiting place={place} issues={refusalOf(readout)} />
      )}
      {classes === null ? null : (
        <Select
          label={t('view.class')}
          value={`${label}`}
          options={Array.from({ length: classes }, (_, index) => ({ value: `${index}`, title: facts.classes?.[index] ?? `${index}` }))}
          onChange={(value) => onLabel(Number(value))}
        />
      )}
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 text-xs tabular-nums">
        {Array.from(code.subarray(0, 64), (value, dimension) => [
          <dt key={`n${dimension}`} className="text-ink-muted">
            z{dimension + 1}
          </dt>,
          <dd key={`v${dimension}`} className="text-right">
            {shortNumber(value)}
          </dd>,
        ])}
      </dl>
    </div>
  );
}
