import { useText } from '../text/useText.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { deleteRun } from './runLibrary.ts';

/** Asks before a run is deleted: there is no way back. */
export function DeleteRunDialog({
  open,
  name,
  folder,
  onClose,
  changed,
}: {
  readonly open: boolean;
  readonly name: string;
  readonly folder: string;
  onClose(): void;
  changed(): void;
}) {
  const { t } = useText();
  const remove = (): void => {
    onClose();
    void deleteRun(folder).then(changed);
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      size="small"
      title={t('training.history.deleteAsk', { name })}
      footer={
        <>
          <Button onClick={onClose}>{t('training.history.keep')}</Button>
          <Button look="danger" onClick={remove}>
            {t('training.history.delete')}
          </Button>
        </>
      }
    >
      <p>{t('training.history.deleteHelp')}</p>
    </Dialog>
  );
}
