import type { NodeProps } from '@xyflow/react';
import { Minimize2 } from 'lucide-react';
import { memo } from 'react';
import { useText } from '../text/useText.ts';
import { setCollapsed } from './canvasActions.ts';
import { useCanvasStore } from './canvasStore.ts';
import { selectNow } from './editNow.ts';
import type { FrameFlowNode } from './flowNodes.ts';
import { GroupName } from './GroupName.tsx';

/** The labelled frame around a group. Its label moves and selects the members. */
export const GroupFrame = memo(function GroupFrame({ id, data: { group } }: NodeProps<FrameFlowNode>) {
  const { t } = useText();
  return (
    <div data-testid="canvas-frame" className="frame">
      <div
        className="frame-name flex h-7 w-fit max-w-full items-center gap-1 px-2 text-xs"
        onClick={() => selectNow({ nodes: group.members })}
        onDoubleClick={() => useCanvasStore.getState().set({ editing: id })}
      >
        <GroupName flowId={id} id={group.id} name={group.name} />
        <button
          type="button"
          aria-label={`${t('canvas.collapse')}: ${group.name}`}
          title={t('canvas.collapse')}
          className="nodrag inline-flex size-6 shrink-0 items-center justify-center rounded hover:bg-raised"
          onClick={(event) => {
            event.stopPropagation();
            setCollapsed(group.id, true);
          }}
        >
          <Minimize2 size={16} aria-hidden />
        </button>
      </div>
    </div>
  );
});
