import { History } from 'lucide-react';
import { useState } from 'react';
import { hasErrors } from '../../../shared/check/issue.ts';
import { useDocumentStore } from '../../stores/documentStore.ts';
import { useMoment } from '../../text/useMoment.ts';
import { useText } from '../../text/useText.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { IssueList } from '../../ui/IssueList.tsx';
import { tell } from '../../ui/tell.ts';
import { useClient } from '../connection.ts';
import { restoreVersion } from '../project/projectActions.ts';
import { useAnswer } from '../useAnswer.ts';
import { closeDialog } from './openDialog.ts';

/** A project's named versions: keep one, go back to one. Going back keeps what it replaces as a version, too. */
export function VersionsDialog() {
  const { t } = useText();
  const project = useDocumentStore((state) => state.place.project) ?? '';
  const client = useClient();
  const moment = useMoment();
  const { value, issues, again } = useAnswer('versions.list', { name: project });
  const [title, setTitle] = useState(''),
    [busy, setBusy] = useState(false);
  const keep = async (): Promise<void> => {
    const kept = await client.call('versions.save', { name: project, title: title.trim(), document: useDocumentStore.getState().history.present });
    tell(kept.issues);
    if (!kept.value) return;
    setTitle('');
    again();
  };
  const restore = async (id: string): Promise<void> => {
    setBusy(true);
    const found = await restoreVersion(project, id);
    setBusy(false);
    tell(found);
    if (!hasErrors(found)) closeDialog();
  };
  return (
    <Dialog open onClose={closeDialog} title={t('app.versionsOf', { name: project })} description={t('app.versions.about')}>
      <form
        className="mb-4 flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
      >
        <label className="min-w-0 flex-1">
          <span className="mb-1 block text-ink-muted">{t('app.versionTitle')}</span>
          <input
            autoFocus
            value={title}
            onChange={({ target }) => setTitle(target.value)}
            maxLength={200}
            className="h-8 w-full rounded-md border border-line bg-panel px-2"
          />
        </label>
        <Button look="primary" type="submit" className="min-h-8" disabled={title.trim() === ''}>
          {t('app.keepVersion')}
        </Button>
      </form>
      {issues.length > 0 ? <IssueList issues={issues} /> : null}
      {value && value.length > 0 ? (
        <ul className="divide-y divide-line rounded-md border border-line">
          {value.map((version) => (
            <li key={version.id} className="flex items-center gap-3 px-3 py-2">
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{version.title || t('app.versionUntitled')}</span>
                <span className="text-ink-muted">{moment(version.savedAt)}</span>
              </span>
              <Button disabled={busy} aria-label={`${t('app.restore')}: ${version.title || t('app.versionUntitled')}`} onClick={() => void restore(version.id)}>
                {t('app.restore')}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {value?.length === 0 ? <EmptyState icon={<History size={16} />} title={t('app.noVersions')} /> : null}
    </Dialog>
  );
}
