import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useDocument } from '../stores/documentStore.ts';
import { useText } from '../text/useText.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { placesOf } from './boxes.ts';
import { centreOnNode } from './canvasActions.ts';
import { useCanvasStore } from './canvasStore.ts';
import { selectNow } from './editNow.ts';
import { searchNodes } from './searchNodes.ts';
import { useScene } from './useScene.ts';

/** Finds nodes on the canvas by name, kind or shape, and steps through them. */
export function CanvasSearch() {
  const open = useCanvasStore((state) => state.search !== null);
  return open ? <SearchBar /> : null;
}

function SearchBar() {
  const { t } = useText();
  const query = useCanvasStore((state) => state.search ?? '');
  const { set } = useCanvasStore.getState();
  const scene = useScene();
  const document = useDocument();
  const [place, setPlace] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const found = useMemo(() => {
    const places = placesOf(document);
    return searchNodes(scene, query, (id) => places[id] ?? { x: 0, y: 0 });
  }, [scene, document, query]);
  useEffect(() => input.current?.focus(), []);
  const go = (next: number): void => {
    const index = found.length === 0 ? 0 : (next + found.length) % found.length;
    const id = found[index];
    setPlace(index);
    if (id === undefined) return;
    selectNow({ nodes: [id] });
    centreOnNode(id);
  };
  const close = (): void => set({ search: null });
  return (
    <div role="search" className="absolute top-3 right-3 z-10 flex items-center gap-1 rounded-lg border border-line bg-panel p-1 shadow-(--shadow)">
      <input
        ref={input}
        type="search"
        aria-label={t('canvas.search')}
        placeholder={t('canvas.searchHint')}
        value={query}
        className="h-7 w-48 rounded border border-line bg-surface px-2 text-ink placeholder:text-ink-muted"
        onChange={(event) => {
          set({ search: event.target.value });
          setPlace(-1);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) go(place + (event.shiftKey ? -1 : 1));
        }}
      />
      <span aria-live="polite" className="min-w-20 px-1 text-center text-xs text-ink-muted tabular-nums">
        {query === '' ? '' : found.length === 0 ? t('canvas.foundNone') : t('canvas.found', { place: Math.max(place, 0) + 1, count: found.length })}
      </span>
      <IconButton label={t('canvas.previous')} icon={<ChevronUp size={16} />} onClick={() => go(place - 1)} />
      <IconButton label={t('canvas.next')} icon={<ChevronDown size={16} />} onClick={() => go(place + 1)} />
      <IconButton label={t('canvas.close')} icon={<X size={16} />} onClick={close} />
    </div>
  );
}
