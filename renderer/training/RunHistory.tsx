import { ChevronRight, History } from 'lucide-react';
import type { HistoryLine } from '../../shared/protocol/hostCalls.ts';
import { useText } from '../text/useText.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { differingSettings } from './differingSettings.ts';
import { useDocumentRuns } from './documentRuns.ts';
import { RunLine } from './RunLine.tsx';

/** The runs of the open document, newest first: look at one, lay others over it, go on with it, name it, delete it. Below them those of documents without a project. */
export function RunHistory() {
  const { t } = useText();
  const { lines, others } = useDocumentRuns();
  return (
    <div role="region" aria-label={t('training.history')} data-testid="training-history" className="flex h-full flex-col overflow-y-auto bg-panel">
      {lines === null || lines.length === 0 ? (
        <div className="min-h-48 flex-1">
          <EmptyState icon={<History size={16} />} title={t(lines ? 'training.history.empty' : 'training.browser.loading')}>
            {lines && t('training.history.emptyHelp')}
          </EmptyState>
        </div>
      ) : (
        <RunLines lines={lines} />
      )}
      {others.length > 0 && (
        <details className="group border-t border-line" data-testid="training-others">
          <summary className="flex min-h-8 cursor-default items-center gap-2 px-3 text-ink-muted hover:bg-raised hover:text-ink">
            <ChevronRight size={16} aria-hidden className="-ms-1 shrink-0 group-open:rotate-90" />
            {t('training.history.others')}
            <span className="tabular-nums">{others.length}</span>
          </summary>
          <RunLines lines={others} />
        </details>
      )}
    </div>
  );
}

function RunLines({ lines }: { readonly lines: readonly HistoryLine[] }) {
  const again = useDocumentRuns((state) => state.again);
  const differing = differingSettings(lines.map(({ settings }) => settings));
  return (
    <ul className="divide-y divide-line">
      {lines.map((line) => (
        <RunLine key={line.folder} line={line} differing={differing} changed={again} />
      ))}
    </ul>
  );
}
