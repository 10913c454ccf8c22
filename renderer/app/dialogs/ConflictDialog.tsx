import { Copy, FolderOpen, Save } from 'lucide-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { Issue } from '../../../shared/check/issue.ts';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import { useDocument, useDocumentStore } from '../../stores/documentStore.ts';
import { useMoment } from '../../text/useMoment.ts';
import { useText } from '../../text/useText.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { IssueList } from '../../ui/IssueList.tsx';
import { takeMine, takeTheirs } from '../project/projectActions.ts';
import { copyName } from '../project/projectLines.ts';
import { useAnswer } from '../useAnswer.ts';
import { useDialogStore } from './dialogStore.ts';
import { GraphThumbnail } from './GraphThumbnail.tsx';
import { closeDialog, openDialog } from './openDialog.ts';

/** Asks how two states of one project are kept: this page's, and what was saved elsewhere since it was opened here. None of the answers loses either. */
export function ConflictDialog() {
  const { t } = useText();
  const moment = useMoment();
  const mine = useDocument();
  const name = useDocumentStore(({ place }) => place.project) ?? '';
  const { value: theirs } = useAnswer('projects.open', { name });
  const [issues, setIssues] = useState<readonly Issue[]>([]),
    [busy, setBusy] = useState(false);
  const { afterwards, set } = useDialogStore();
  const cancel = (): void => {
    set({ afterwards: null });
    closeDialog();
  };
  const decide = async (act: (project: string) => Promise<readonly Issue[]>, then: (() => void) | null): Promise<void> => {
    setBusy(true);
    const found = await act(name);
    setBusy(false);
    setIssues(found);
    if (found.length > 0) return;
    cancel();
    then?.();
  };
  const saveApart = (): void => {
    set({ suggestedName: copyName(name, [name]) });
    openDialog('saveAs');
  };
  return (
    <Dialog
      open
      onClose={cancel}
      title={t('app.conflict', { name })}
      description={t('app.conflict.about')}
      footer={<Button onClick={cancel}>{t('app.cancel')}</Button>}
    >
      <div className="mb-4 grid grid-cols-2 gap-3">
        <Side title={t('app.conflict.mine')} document={mine} />
        {theirs ? <Side title={t('app.conflict.theirs', { when: moment(theirs.savedAt) })} document={theirs.document} /> : null}
      </div>
      <div className="flex flex-col gap-2">
        <Choice icon={<Copy size={16} />} title={t('app.conflict.another')} disabled={busy} onClick={saveApart} />
        <Choice icon={<Save size={16} />} title={t('app.conflict.takeMine')} disabled={busy} onClick={() => void decide(takeMine, afterwards)} />
        <Choice icon={<FolderOpen size={16} />} title={t('app.conflict.takeTheirs')} disabled={busy} onClick={() => void decide(takeTheirs, null)} />
      </div>
      {issues.length > 0 ? (
        <div className="mt-3">
          <IssueList issues={issues} />
        </div>
      ) : null}
    </Dialog>
  );
}

function Side({ title, document }: { readonly title: string; readonly document: GraphDoc }) {
  const { t } = useText();
  return (
    <figure className="min-w-0 rounded-lg border border-line">
      <div className="h-24 rounded-t-lg bg-raised p-2">
        <GraphThumbnail document={document} className="h-full w-full" />
      </div>
      <figcaption className="px-3 py-2">
        <span className="block truncate font-medium">{title}</span>
        <span className="block truncate text-ink-muted">
          {t('app.conflict.nodes', { name: document.name || t('app.untitled'), count: Object.keys(document.nodes).length })}
        </span>
      </figcaption>
    </figure>
  );
}

interface ChoiceProps {
  readonly icon: ReactElement;
  readonly title: string;
  readonly disabled: boolean;
  onClick(): void;
}

function Choice({ icon, title, disabled, onClick }: ChoiceProps) {
  return (
    <button
      type="button"
      disabled={disabled}
      onClick={onClick}
      className="flex min-h-10 cursor-default items-center gap-3 rounded-lg border border-line px-3 py-2 text-left hover:border-accent hover:bg-raised disabled:opacity-45"
    >
      <span className="text-ink-muted" aria-hidden>
        {icon}
      </span>
      {title}
    </button>
  );
}
