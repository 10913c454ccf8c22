import { useId, useState } from 'react';
import type { Issue } from '../../../shared/check/issue.ts';
import { useDocumentStore } from '../../stores/documentStore.ts';
import { useText } from '../../text/useText.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { IssueList } from '../../ui/IssueList.tsx';
import { saveUnder } from '../project/projectActions.ts';
import { useDialogStore } from './dialogStore.ts';
import { closeDialog } from './openDialog.ts';

/** Asks for the name of a project. */
export function SaveAsDialog() {
  const { t } = useText();
  const id = useId();
  const own = useDocumentStore(({ history, place }) => place.project ?? history.present.name);
  const { afterwards, suggestedName, set } = useDialogStore();
  const [name, setName] = useState(suggestedName ?? own),
    [issues, setIssues] = useState<readonly Issue[]>([]),
    [busy, setBusy] = useState(false);
  // What was to follow the save is forgotten where there is none.
  const cancel = (): void => {
    set({ afterwards: null, suggestedName: null });
    closeDialog();
  };
  const submit = async (): Promise<void> => {
    setBusy(true);
    const found = await saveUnder(name.trim(), null);
    setBusy(false);
    setIssues(found);
    if (found.length > 0) return;
    cancel();
    afterwards?.();
  };
  return (
    <Dialog
      open
      onClose={cancel}
      size="small"
      title={t('app.saveAsTitle')}
      footer={
        <>
          <Button onClick={cancel}>{t('app.cancel')}</Button>
          <Button look="primary" disabled={busy || name.trim() === ''} type="submit" form={id}>
            {t('app.save')}
          </Button>
        </>
      }
    >
      <form
        id={id}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <label className="mb-1 block text-ink-muted" htmlFor={`${id}-name`}>
          {t('app.projectName')}
        </label>
        <input
          id={`${id}-name`}
          autoFocus
          value={name}
          onChange={({ target }) => setName(target.value)}
          onFocus={({ target }) => target.select()}
          maxLength={80}
          className="h-8 w-full rounded-md border border-line bg-panel px-2"
        />
      </form>
      {issues.length > 0 ? (
        <div className="mt-3">
          <IssueList issues={issues} />
        </div>
      ) : null}
    </Dialog>
  );
}
