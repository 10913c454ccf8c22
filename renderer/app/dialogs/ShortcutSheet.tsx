import { useCommandStore } from '../../stores/commandStore.ts';
import type { Command } from '../../stores/commandStore.ts';
import { texts } from '../../text/texts.ts';
import type { TextKey } from '../../text/texts.ts';
import { useText } from '../../text/useText.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { useCommandTitle } from '../useCommandTitle.ts';
import { closeDialog } from './openDialog.ts';

const isTextKey = (key: string): key is TextKey => Object.hasOwn(texts, key);

/** Every shortcut there is, by room. */
export function ShortcutSheet() {
  const { t } = useText();
  const title = useCommandTitle();
  const commands = useCommandStore((state) => state.commands);
  const rooms = Map.groupBy(
    Object.values(commands).filter(({ shortcuts }) => shortcuts?.length),
    ({ id }) => id.split('.')[0] ?? '',
  );
  const roomTitle = (room: string): string => {
    const key = `${room}.name`;
    return isTextKey(key) ? t(key) : room;
  };
  return (
    <Dialog open onClose={closeDialog} title={t('app.shortcutSheet')} description={t('app.shortcutSheet.about')} size="medium">
      {/* Focusable, so that the keyboard can scroll the sheet. */}
      <div role="group" aria-label={t('app.shortcutSheet')} tabIndex={0} className="columns-1 gap-8 outline-offset-4 sm:columns-2">
        {[...rooms].map(([room, own]) => (
          <section key={room} className="mb-5 break-inside-avoid">
            <h3 className="mb-1.5 font-semibold">{roomTitle(room)}</h3>
            <ul>
              {own.map((command) => (
                <ShortcutLine key={command.id} command={command} title={title(command)} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function ShortcutLine({ command, title }: { readonly command: Command; readonly title: string }) {
  return (
    <li className="flex min-h-7 items-center justify-between gap-3 border-b border-line last:border-0">
      <span className="min-w-0">{title}</span>
      <span className="flex shrink-0 gap-2">
        {command.shortcuts?.map((shortcut) => (
          <Kbd key={shortcut} shortcut={shortcut} className="text-ink-muted" />
        ))}
      </span>
    </li>
  );
}
