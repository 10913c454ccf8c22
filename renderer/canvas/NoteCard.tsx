import { NodeResizer } from '@xyflow/react';
import type { NodeProps } from '@xyflow/react';
import { memo, useEffect, useRef } from 'react';
import { useText } from '../text/useText.ts';
import { useDocumentStore } from '../stores/documentStore.ts';
import { useCanvasStore } from './canvasStore.ts';
import { editNow } from './editNow.ts';
import { homeOf } from './focus.ts';
import type { NoteFlowNode } from './flowNodes.ts';

/** A note: plain text on the canvas, moved, resized and edited in place. One burst of typing is one undo entry. */
export const NoteCard = memo(function NoteCard({ id, data: { note }, selected }: NodeProps<NoteFlowNode>) {
  const { t } = useText();
  const editing = useCanvasStore((state) => state.editing === id);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (editing) area.current?.focus();
  }, [editing]);
  const { set } = useCanvasStore.getState();
  return (
    <div data-testid="canvas-note" className={`note ${selected ? 'card-selected' : ''}`} onDoubleClick={() => set({ editing: id })}>
      <NodeResizer isVisible={selected === true} minWidth={96} minHeight={48} />
      {editing ? (
        <textarea
          ref={area}
          aria-label={t('canvas.noteText')}
          value={note.text}
          maxLength={20_000}
          className="nodrag nowheel nopan h-full w-full resize-none border-0 bg-transparent text-xs leading-snug text-ink outline-none"
          onChange={(event) => editNow([{ do: 'setNote', id: note.id, text: event.target.value }], `note ${note.id}`)}
          onBlur={() => {
            useDocumentStore.getState().endGesture();
            set({ editing: null });
          }}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === 'Escape') homeOf(event.currentTarget)?.focus({ preventScroll: true });
          }}
        />
      ) : (
        <p className="m-0 h-full overflow-hidden text-xs leading-snug whitespace-pre-wrap">
          {note.text || <span className="text-ink-muted italic">{t('canvas.noteEmpty')}</span>}
        </p>
      )}
    </div>
  );
});
