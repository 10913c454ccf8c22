import { History } from 'lucide-react';
import { useDocumentStore } from '../stores/documentStore.ts';
import { useRunStore } from '../stores/runStore.ts';
import { useText } from '../text/useText.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { differingSettings } from './differingSettings.ts';
import { RunLine } from './RunLine.tsx';
import { useAnswer } from './useAnswer.ts';

/** The runs of the open project, newest first: look at one, lay others over it, go on with it, name it, delete it. */
export function RunHistory() {
  const { t } = useText();
  const project = useDocumentStore((state) => state.place.project);
  // Asked anew whenever a run begins, ends an epoch or ends.
  const stamp = useRunStore(({ runs }) =>
    Object.values(runs)
      .map(({ status, epochs }) => `${status}${epochs.length}`)
      .join(),
  );
  const { outcome, again } = useAnswer('history.list', { project }, 200, stamp);
  const lines = outcome?.value ?? [];
  const differing = differingSettings(lines.map(({ settings }) => settings));
  return (
    <div role="region" aria-label={t('training.history')} data-testid="training-history" className="h-full overflow-y-auto bg-panel">
      {lines.length === 0 && (
        <EmptyState icon={<History size={16} />} title={t(outcome ? 'training.history.empty' : 'training.browser.loading')}>
          {outcome && t('training.history.emptyHelp')}
        </EmptyState>
      )}
      <ul className="divide-y divide-line">
        {lines.map((line) => (
          <RunLine key={line.folder} line={line} differing={differing} changed={again} />
        ))}
      </ul>
    </div>
  );
}
