import { CircleCheck, CircleDot, CircleDashed, CirclePause, CircleStop, TriangleAlert, Unplug } from 'lucide-react';
import type { RunStatus } from '../../shared/run/runState.ts';
import { useText } from '../text/useText.ts';
import { Badge } from '../ui/Badge.tsx';
import type { Tone } from '../ui/Badge.tsx';

const looks = {
  waiting: { icon: CircleDashed, tone: 'accent' },
  training: { icon: CircleDot, tone: 'accent' },
  paused: { icon: CirclePause, tone: 'warning' },
  done: { icon: CircleCheck, tone: 'good' },
  early: { icon: CircleCheck, tone: 'good' },
  stopped: { icon: CircleStop, tone: 'neutral' },
  diverged: { icon: TriangleAlert, tone: 'error' },
  lost: { icon: Unplug, tone: 'error' },
} as const satisfies Record<RunStatus, { readonly icon: unknown; readonly tone: Tone }>;

/** How a run stands, by an icon and a word. */
export function StatusBadge({ status }: { readonly status: RunStatus }) {
  const { t } = useText();
  const { icon: Icon, tone } = looks[status];
  return <Badge tone={tone}><Icon size={16} aria-hidden className="-ms-1" />{t(`training.status.${status}`)}</Badge>;
}
