import { CircleCheck, CircleDot, CircleDashed, CircleHelp, CirclePause, CircleStop, TriangleAlert, Unplug } from 'lucide-react';
import type { RunStatus } from '../../shared/run/runState.ts';
import { useText } from '../text/useText.ts';
import { Badge } from '../ui/Badge.tsx';
import type { Tone } from '../ui/Badge.tsx';

/** How a run stands as far as the page can tell. silent: it was in progress, and nothing has been heard of it since. */
export type ShownStatus = RunStatus | 'silent';

const looks = {
  waiting: { icon: CircleDashed, tone: 'accent' },
  training: { icon: CircleDot, tone: 'accent' },
  paused: { icon: CirclePause, tone: 'warning' },
  done: { icon: CircleCheck, tone: 'good' },
  early: { icon: CircleCheck, tone: 'good' },
  stopped: { icon: CircleStop, tone: 'neutral' },
  diverged: { icon: TriangleAlert, tone: 'error' },
  lost: { icon: Unplug, tone: 'error' },
  silent: { icon: CircleHelp, tone: 'warning' },
} as const satisfies Record<ShownStatus, { readonly icon: unknown; readonly tone: Tone }>;

/** How a run stands, by an icon and a word. */
export function StatusBadge({ status }: { readonly status: ShownStatus }) {
  const { t } = useText();
  const { icon: Icon, tone } = looks[status];
  return (
    <Badge tone={tone}>
      <Icon size={16} aria-hidden className="-ms-1" />
      {t(`training.status.${status}`)}
    </Badge>
  );
}
