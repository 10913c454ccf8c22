import { useText } from '../../text/useText.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { IssueList } from '../../ui/IssueList.tsx';
import { useDialogStore } from './dialogStore.ts';
import { closeDialog } from './openDialog.ts';

/** Everything that is wrong with a file that was to be opened. */
export function RefusedFileDialog() {
  const { t } = useText();
  const file = useDialogStore((state) => state.refusedFile);
  return (
    <Dialog
      open
      onClose={closeDialog}
      reading
      title={t('app.refusedFile', { name: file?.name ?? '' })}
      description={t('app.refusedFile.about')}
      footer={
        <Button look="primary" onClick={closeDialog}>
          {t('app.done')}
        </Button>
      }
    >
      <IssueList issues={file?.issues ?? []} />
    </Dialog>
  );
}
