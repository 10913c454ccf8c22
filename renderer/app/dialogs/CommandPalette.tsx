import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useViewStore } from '../../stores/viewStore.ts';
import { useText } from '../../text/useText.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { closeDialog } from './openDialog.ts';
import { paletteSections, withRecent } from './paletteSections.ts';
import { usePaletteItems } from './usePaletteItems.ts';
import type { PaletteItem } from './usePaletteItems.ts';

/** Finds what can be done by name, and does it: by room, and what was chosen last first. */
export function CommandPalette() {
  const { t } = useText();
  const id = useId();
  const [query, setQuery] = useState(''),
    [active, setActive] = useState(0);
  const items = usePaletteItems();
  const { recentCommands, set } = useViewStore();
  const sections = useMemo(() => paletteSections(items, query, recentCommands), [items, query, recentCommands]);
  const shown = useMemo(() => sections.flatMap((section) => section.items), [sections]);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }), [active]);
  const choose = (item: PaletteItem | undefined): void => {
    if (!item) return;
    set({ dialog: null, recentCommands: withRecent(recentCommands, item.id) });
    item.run();
  };
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (step !== undefined) setActive((now) => Math.min(shown.length - 1, Math.max(0, now + step)));
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(shown[active]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) closeDialog();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-ink/20 dark:bg-surface/60" />
        <Dialog.Popup
          aria-label={t('app.commandPalette')}
          className="fixed top-[12vh] left-1/2 z-40 flex max-h-[70vh] w-[36rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 flex-col overflow-hidden rounded-xl border border-line bg-panel text-ink shadow-(--shadow)"
        >
          <label className="flex h-11 shrink-0 items-center gap-2.5 border-b border-line px-4">
            <Search size={16} className="text-ink-muted" aria-hidden />
            <input
              autoFocus
              role="combobox"
              aria-expanded
              aria-autocomplete="list"
              aria-controls={id}
              aria-activedescendant={shown[active] ? `${id}-${active}` : undefined}
              aria-label={t('app.commandPalette')}
              placeholder={t('app.palettePrompt')}
              value={query}
              onChange={({ target }) => {
                setQuery(target.value);
                setActive(0);
              }}
              onKeyDown={press}
              className="h-full flex-1 bg-transparent text-sm outline-none"
            />
          </label>
          <div ref={list} id={id} role="listbox" aria-label={t('app.commandPalette')} className="min-h-0 flex-1 overflow-y-auto pb-1.5">
            {sections.map((section) => (
              <div key={section.room} role="group" aria-label={t(`app.paletteRoom.${section.room}`)}>
                <div aria-hidden className="px-4 pt-2.5 pb-1 text-xs font-semibold text-ink-muted">
                  {t(`app.paletteRoom.${section.room}`)}
                </div>
                {section.items.map((item) => {
                  const index = shown.indexOf(item);
                  return (
                    <div
                      key={item.id}
                      id={`${id}-${index}`}
                      role="option"
                      tabIndex={-1}
                      aria-selected={index === active}
                      onPointerMove={() => setActive(index)}
                      onClick={() => choose(item)}
                      className="mx-1.5 flex min-h-8 cursor-default items-center gap-3 rounded-md px-2.5 aria-selected:bg-accent-soft"
                    >
                      <span className="min-w-0 flex-1 truncate">{item.title}</span>
                      {item.shortcut ? <Kbd shortcut={item.shortcut} className="shrink-0 text-ink-muted" /> : null}
                    </div>
                  );
                })}
              </div>
            ))}
          </div>
          {shown.length === 0 ? (
            <p role="status" className="px-4 pb-5 text-center text-ink-muted">
              {t('app.nothingFound')}
            </p>
          ) : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
