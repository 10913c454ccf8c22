import { CircleAlert, Hourglass } from 'lucide-react';
import { describeIssue } from '../../../shared/messages/describeIssue.ts';
import { useRunStore } from '../../stores/runStore.ts';
import { useText } from '../../text/useText.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useWatchedName } from '../run/useWatchedRun.ts';
import { endedEarly } from './endedEarly.ts';

const titles = { step: 'view.curvesSoon', checkpoint: 'view.noCheckpoint', epoch: 'view.firstEpoch' } as const;
const hints = { step: 'view.curvesSoonHint', checkpoint: 'view.noCheckpointHint', epoch: 'view.firstEpochHint' } as const;

/** What stands in a view's place while the watched run has nothing for it: what is waited for; where the run is over and nothing will come, why, and the way out. */
export function NothingYet({ awaits }: { readonly awaits: keyof typeof titles }) {
  const { t, language } = useText();
  const name = useWatchedName();
  const state = useRunStore(({ runs }) => (name === null ? undefined : runs[name]));
  if (!state?.start) return <EmptyState title={t('view.noRun')}>{t('view.noRunHint')}</EmptyState>;
  const ended = endedEarly(state);
  if (!ended)
    return (
      <EmptyState icon={<Hourglass size={16} />} title={t(titles[awaits])}>
        {t(hints[awaits])}
      </EmptyState>
    );
  const { message, hint } =
    'issue' in ended ? describeIssue(ended.issue, language) : { message: t(`view.ended.${ended.status}`), hint: t(`view.ended.${ended.status}Hint`) };
  return (
    <EmptyState icon={<CircleAlert size={16} />} title={message}>
      {hint}
    </EmptyState>
  );
}
