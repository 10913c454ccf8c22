import { useText } from '../../text/useText.ts';
import { useMoment } from '../../text/useMoment.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { replaceDocument } from '../project/projectActions.ts';
import { discardDraft, showAgain } from '../project/resumePage.ts';
import { useDialogStore } from './dialogStore.ts';
import type { FoundDraft } from './dialogStore.ts';
import { closeDialog } from './openDialog.ts';

/** Offers unsaved changes that an earlier page left behind. Not answering keeps them. */
export function RecoveryDialog() {
  const { t } = useText();
  const moment = useMoment();
  const { drafts, set } = useDialogStore();
  const remove = (draft: FoundDraft): void => {
    const rest = drafts.filter((each) => each !== draft);
    set({ drafts: rest });
    if (rest.length === 0) closeDialog();
  };
  // The draft goes only once this page's own draft holds the changes: the next save or autosave.
  const open = (draft: FoundDraft): void =>
    replaceDocument(() => {
      void showAgain(draft, draft.project).then(() => discardDraft(draft));
      set({ drafts: drafts.filter((each) => each !== draft) });
    });
  const discard = (draft: FoundDraft): void => {
    remove(draft);
    void discardDraft(draft);
  };
  return (
    <Dialog
      open
      onClose={closeDialog}
      title={t('app.recovery')}
      description={t('app.recovery.about')}
      footer={<Button onClick={closeDialog}>{t('app.recovery.later')}</Button>}
    >
      <ul className="divide-y divide-line rounded-md border border-line">
        {drafts.map((draft) => (
          <li key={`${draft.page} ${draft.project ?? ''}`} className="flex items-center gap-2 px-3 py-2">
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">{draft.document.name || t('app.untitled')}</p>
              <p className="truncate text-ink-muted">
                {draft.project === null ? t('app.recovery.noProject') : t('app.recovery.ofProject', { name: draft.project })} · {moment(draft.savedAt)}
              </p>
            </div>
            <Button look="primary" onClick={() => open(draft)}>
              {t('app.recovery.open')}
            </Button>
            <Button look="quiet" onClick={() => discard(draft)}>
              {t('app.recovery.discard')}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
