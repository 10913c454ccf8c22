import { useDocumentStore } from '../../stores/documentStore.ts';
import { useText } from '../../text/useText.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { save } from '../project/projectActions.ts';
import { useDialogStore } from './dialogStore.ts';
import { closeDialog } from './openDialog.ts';

/** Asks what becomes of unsaved changes before another document takes their place. */
export function UnsavedDialog() {
  const { t } = useText();
  const name = useDocumentStore((state) => state.history.present.name);
  const { afterwards, set } = useDialogStore();
  const goOn = (): void => {
    closeDialog();
    set({ afterwards: null });
    afterwards?.();
  };
  // A document without a project is asked for its name first; what was asked for comes after that.
  const saveFirst = async (): Promise<void> => {
    if (await save()) goOn();
  };
  const cancel = (): void => {
    set({ afterwards: null });
    closeDialog();
  };
  return (
    <Dialog
      open
      onClose={cancel}
      size="small"
      title={t('app.unsavedTitle', { name: name || t('app.untitled') })}
      description={t('app.unsavedAbout')}
      footer={
        <>
          <Button onClick={cancel}>{t('app.cancel')}</Button>
          <Button look="danger" onClick={goOn}>
            {t('app.discardChanges')}
          </Button>
          <Button look="primary" onClick={() => void saveFirst()}>
            {t('app.save')}
          </Button>
        </>
      }
    >
      <p>{t('app.unsavedQuestion')}</p>
    </Dialog>
  );
}
