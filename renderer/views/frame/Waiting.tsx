import { CircleAlert, Hourglass } from 'lucide-react';
import type { Issue } from '../../../shared/check/issue.ts';
import { describeIssue } from '../../../shared/messages/describeIssue.ts';
import { useText } from '../../text/useText.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import type { ReadPlace, Unreadable } from '../run/readStamp.ts';
import { NothingYet } from './NothingYet.tsx';

export interface WaitingProps {
  readonly place: ReadPlace | Unreadable;
  /** Why the engine refused to read the run. */
  readonly issues?: readonly Issue[];
  /** Why this model has nothing of what the view shows. */
  readonly absent?: { readonly title: string; readonly hint: string } | null;
}

/** What stands in a view's place until there is something to show: why there is nothing, and what helps. */
export function Waiting({ place, issues = [], absent = null }: WaitingProps) {
  const { t, language } = useText();
  const icon = <Hourglass size={16} />;
  if (place === 'not-kept')
    return (
      <EmptyState icon={icon} title={t('view.notKept')}>
        {t('view.notKeptHint')}
      </EmptyState>
    );
  if (typeof place === 'string') return <NothingYet awaits="checkpoint" />;
  if (absent)
    return (
      <EmptyState icon={icon} title={absent.title}>
        {absent.hint}
      </EmptyState>
    );
  const [first] = issues;
  if (!first) return <EmptyState icon={icon} title={t('view.reading')} />;
  const { message, hint } = describeIssue(first, language);
  return (
    <EmptyState icon={<CircleAlert size={16} />} title={message}>
      {hint}
    </EmptyState>
  );
}
