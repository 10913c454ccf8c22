import { Redo2, Undo2 } from 'lucide-react';
import { useDocumentStore } from '../../stores/documentStore.ts';
import { useText } from '../../text/useText.ts';
import { IconButton } from '../../ui/IconButton.tsx';

export function UndoButtons() {
  const { t } = useText();
  const canUndo = useDocumentStore(({ history }) => history.past.length > 0),
    canRedo = useDocumentStore(({ history }) => history.future.length > 0);
  const undo = useDocumentStore((state) => state.undo),
    redo = useDocumentStore((state) => state.redo);
  return (
    <div className="flex shrink-0 items-center">
      <IconButton label={t('app.undo')} shortcut="Mod+Z" icon={<Undo2 size={16} />} disabled={!canUndo} onClick={undo} />
      <IconButton label={t('app.redo')} shortcut="Mod+Shift+Z" icon={<Redo2 size={16} />} disabled={!canRedo} onClick={redo} />
    </div>
  );
}
