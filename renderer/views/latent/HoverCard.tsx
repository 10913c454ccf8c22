import { useText } from '../../text/useText.ts';
import { shortNumber } from '../chart/shortNumber.ts';
import { ExamplePicture } from '../paint/ExamplePicture.tsx';
import { rowOf } from '../paint/valueRows.ts';
import type { ReadPlace } from '../run/readStamp.ts';
import type { ModelFacts } from '../run/useRunFacts.ts';
import type { Spot } from './camera.ts';
import type { LatentCodes } from './latentCodes.ts';
import { useExample } from './useExample.ts';

export interface HoverCardProps {
  readonly place: ReadPlace;
  readonly facts: ModelFacts;
  readonly codes: LatentCodes;
  readonly point: number;
  /** Beside what it stands; null: in a corner. */
  readonly at: Spot | null;
}

/** The example of the point under the pointer: its picture, class and code. */
export function HoverCard({ place, facts, codes, point, at }: HoverCardProps) {
  const { t } = useText();
  const example = useExample(place, codes.split, codes.order?.[point] ?? null);
  const label = codes.labels?.[point];
  const name = label === undefined ? null : (codes.classes?.[label] ?? `${label}`);
  const code = rowOf(codes.mean, point);
  return (
    <div
      role="status"
      className="pointer-events-none absolute z-10 flex gap-2 rounded-md border border-line bg-panel p-1.5 shadow-(--shadow)"
      style={
        at ? { left: at.x, top: Math.max(4, at.y - 40), transform: at.x > 260 ? 'translateX(calc(-100% - 14px))' : 'translateX(14px)' } : { right: 8, top: 8 }
      }
    >
      {example ? (
        <ExamplePicture values={example.values} shape={example.shape.slice(1)} stated={facts.range} size={64} label={name ?? t('view.example')} />
      ) : null}
      <div className="text-xs tabular-nums">
        {name === null ? null : <p className="font-medium">{name}</p>}
        <p className="text-ink-muted">{codes.order ? t('view.exampleNumber', { number: (codes.order[point] ?? 0) + 1 }) : t('view.exampleUnknown')}</p>
        <p className="text-ink-muted">{Array.from(code.subarray(0, 4), (value, dimension) => `z${dimension + 1} ${shortNumber(value)}`).join('  ')}</p>
      </div>
    </div>
  );
}
