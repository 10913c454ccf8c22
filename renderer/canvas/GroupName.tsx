import { useText } from '../text/useText.ts';
import { useCanvasStore } from './canvasStore.ts';
import { editNow } from './editNow.ts';
import { InlineName } from './InlineName.tsx';

/** A group's name, edited in place when asked. */
export function GroupName({ flowId, id, name }: { readonly flowId: string; readonly id: string; readonly name: string }) {
  const { t } = useText();
  const editing = useCanvasStore((state) => state.editing === flowId);
  const done = (): void => useCanvasStore.getState().set({ editing: null });
  if (editing)
    return (
      <InlineName
        value={name}
        label={t('canvas.groupName')}
        onCancel={done}
        onDone={(next) => {
          editNow([{ do: 'setGroup', id, name: next }]);
          done();
        }}
      />
    );
  return (
    <div className="card-title truncate font-semibold" title={name}>
      {name || t('canvas.group')}
    </div>
  );
}
