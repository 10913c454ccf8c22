import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { Point } from '../../shared/graph/edit.ts';
import { useText } from '../text/useText.ts';
import { returnToCanvas } from './focus.ts';
import { textAnswers } from './searchNodes.ts';

export interface PickItem {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly hint: string;
  /** Texts that a query is matched against. */
  readonly search: readonly string[];
  readonly icon?: ReactNode;
}

interface PickListProps {
  /** Its top left corner, in pixels of the window; moved so that it stays in the window. */
  readonly screen: Point;
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly PickItem[];
  onPick(id: string): void;
  onClose(): void;
}

/** A list with a field that narrows it: typed into, walked with the arrows, chosen with Enter. */
export function PickList({ screen, title, placeholder, items, onPick, onClose }: PickListProps) {
  const { t } = useText();
  const id = useId();
  const box = useRef<HTMLDivElement>(null),
    input = useRef<HTMLInputElement>(null),
    list = useRef<HTMLUListElement>(null);
  const [query, setQuery] = useState('');
  const [place, setPlace] = useState(0);
  const before = useRef<Element | null>(null),
    picked = useRef(false);
  const shown = items.filter(({ title: name, search }) => query === '' || textAnswers([name, ...search], query));
  const current = Math.min(place, Math.max(shown.length - 1, 0));

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(8, Math.min(screen.x, window.innerWidth - width - 8))}px`;
    element.style.top = `${Math.max(8, Math.min(screen.y, window.innerHeight - height - 8))}px`;
  }, [screen]);
  useEffect(() => {
    before.current ??= document.activeElement;
    input.current?.focus();
    const away = (event: PointerEvent): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) onClose();
    };
    document.addEventListener('pointerdown', away, true);
    return () => {
      document.removeEventListener('pointerdown', away, true);
      // What was picked on the canvas takes the focus itself.
      const taken = picked.current && before.current?.closest('.hourglass-canvas');
      if (!taken && before.current instanceof HTMLElement && !box.current?.isConnected) focusHome(before.current);
    };
  }, [onClose]);
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const pickItem = (item: PickItem | undefined): void => {
    if (!item) return;
    picked.current = true;
    onPick(item.id);
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setPlace(Math.max(0, Math.min(shown.length - 1, current + step)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      pickItem(shown[current]);
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      onClose();
    }
  };
  return (
    <div
      ref={box}
      role="dialog"
      aria-label={title}
      data-testid="canvas-picker"
      className="fixed z-50 flex w-72 flex-col rounded-lg border border-line bg-panel p-1.5 text-ink shadow-(--shadow)"
      onKeyDown={onKeyDown}
    >
      <div className="px-1.5 pb-1 text-xs font-semibold text-ink-muted">{title}</div>
      <input
        ref={input}
        role="combobox"
        aria-label={title}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown.length > 0 ? `${id}-${current}` : undefined}
        placeholder={placeholder}
        value={query}
        autoComplete="off"
        className="h-8 rounded border border-line bg-surface px-2 placeholder:text-ink-muted"
        onChange={(event) => {
          setQuery(event.target.value);
          setPlace(0);
        }}
      />
      <ul ref={list} id={`${id}-list`} role="listbox" aria-label={t('canvas.choices')} className="m-0 mt-1 max-h-72 list-none overflow-auto p-0">
        {shown.map((item, index) => (
          <li
            key={item.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === current}
            title={item.hint || undefined}
            className={`flex min-h-7 cursor-default items-center gap-2 rounded px-2 py-1 ${index === current ? 'bg-accent-soft' : ''}`}
            onPointerMove={() => setPlace(index)}
            onClick={() => pickItem(item)}
          >
            {item.icon}
            <span className="min-w-0 flex-1 truncate">{item.title}</span>
            <span className="shrink-0 text-xs text-ink-muted">{item.detail}</span>
          </li>
        ))}
      </ul>
      {shown.length === 0 ? <p className="m-0 px-2 py-2 text-ink-muted">{t('canvas.nothingFits')}</p> : null}
    </div>
  );
}

/** What had the focus before may be gone with an edit. */
function focusHome(before: HTMLElement): void {
  if (before.isConnected && before !== document.body) before.focus({ preventScroll: true });
  else returnToCanvas();
}
