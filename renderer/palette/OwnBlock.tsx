import { Blocks, Pencil, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { insertBlock } from '../canvas/clipboardActions.ts';
import { blockDragType } from '../canvas/dragTypes.ts';
import { InlineName } from '../canvas/InlineName.tsx';
import { say } from '../canvas/say.ts';
import { useText } from '../text/useText.ts';
import { notify } from '../ui/tell.ts';
import { useBlockStore } from './blockStore.ts';
import type { SavedBlock } from './blockStore.ts';

const tool =
  'inline-flex size-6 shrink-0 items-center justify-center rounded text-ink-muted opacity-0 hover:text-ink focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100';

/** One of the user's own blocks: added with a click, Enter or a drag; renamed and deleted, which can be undone. */
export function OwnBlock({ block }: { readonly block: SavedBlock }) {
  const { t } = useText();
  const [editing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const done = (name: string | null): void => {
    if (name !== null) useBlockStore.getState().rename(block.id, name);
    setEditing(false);
    // The field took the keyboard and is gone.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) button.current?.focus();
    });
  };
  const remove = (): void => {
    // The keyboard goes on to the block that takes its place, else to the search.
    const line = button.current?.parentElement;
    const next =
      (line?.nextElementSibling ?? line?.previousElementSibling)?.querySelector('button') ??
      document.querySelector<HTMLElement>('[data-testid="palette"] input');
    const back = useBlockStore.getState().remove(block.id);
    next?.focus({ preventScroll: true });
    say('palette.saidRemoved', { name: block.name });
    notify({ title: t('palette.saidRemoved', { name: block.name }), key: `block-${block.id}`, action: { title: t('canvas.undo'), run: back } });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'F2' && event.key !== 'Delete') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'F2') setEditing(true);
    else remove();
  };
  if (editing)
    return (
      <div className="flex h-7 items-center gap-2 px-2">
        <Blocks size={16} aria-hidden className="shrink-0 text-ink-muted" />
        <InlineName value={block.name} label={t('palette.nameOfBlock')} onDone={done} onCancel={() => done(null)} />
      </div>
    );
  return (
    <div className="group flex items-center rounded focus-within:bg-raised hover:bg-raised">
      <button
        ref={button}
        type="button"
        draggable
        aria-label={t('palette.addKind', { name: block.name })}
        title={block.name}
        className="flex h-7 min-w-0 flex-1 cursor-grab items-center gap-2 rounded px-2 text-left active:cursor-grabbing"
        onDragStart={(event) => {
          event.dataTransfer.setData(blockDragType, block.id);
          event.dataTransfer.effectAllowed = 'copy';
        }}
        onKeyDown={onKeyDown}
        onClick={() => insertBlock(block.id)}
      >
        <Blocks size={16} aria-hidden className="shrink-0 text-ink-muted" />
        <span className="truncate">{block.name}</span>
      </button>
      <button
        type="button"
        aria-label={t('palette.renameBlock', { name: block.name })}
        title={t('palette.renameBlock', { name: block.name })}
        className={tool}
        onClick={() => setEditing(true)}
      >
        <Pencil size={16} aria-hidden />
      </button>
      <button
        type="button"
        aria-label={t('palette.removeBlock', { name: block.name })}
        title={t('palette.removeBlock', { name: block.name })}
        className={tool}
        onClick={remove}
      >
        <Trash2 size={16} aria-hidden />
      </button>
    </div>
  );
}
