import { Menu } from '@base-ui/react/menu';
import { Menubar } from '@base-ui/react/menubar';
import { Check } from 'lucide-react';
import { Fragment } from 'react';
import { isEnabled, useCommandStore } from '../../stores/commandStore.ts';
import type { Command, MenuName } from '../../stores/commandStore.ts';
import type { TextKey } from '../../text/texts.ts';
import { useText } from '../../text/useText.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { useCommandTitle } from '../useCommandTitle.ts';
import { menuSections } from './menuSections.ts';

const menus: readonly (readonly [MenuName, TextKey])[] = [
  ['file', 'app.fileMenu'],
  ['edit', 'app.editMenu'],
  ['view', 'app.viewMenu'],
  ['run', 'app.runMenu'],
  ['help', 'app.helpMenu'],
];

/** The menu bar, derived from the commands. */
export function MenuBar() {
  const { t } = useText();
  return (
    <Menubar className="flex items-center" aria-label={t('app.menuBar')}>
      {menus.map(([name, title]) => (
        <Menu.Root key={name}>
          <Menu.Trigger className="h-7 cursor-default rounded-md px-2 text-ink select-none hover:bg-raised data-popup-open:bg-raised">{t(title)}</Menu.Trigger>
          <Menu.Portal>
            <Menu.Positioner className="z-50 outline-none" sideOffset={4} align="start">
              <Menu.Popup className="max-h-(--available-height) min-w-56 overflow-y-auto rounded-lg border border-line bg-panel py-1 text-ink shadow-(--shadow) outline-none">
                <MenuSections name={name} />
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      ))}
    </Menubar>
  );
}

function MenuSections({ name }: { readonly name: MenuName }) {
  const commands = useCommandStore((state) => state.commands);
  const sections = menuSections(Object.values(commands), name);
  return sections.map(([section, own], index) => (
    <Fragment key={section}>
      {index > 0 ? <Menu.Separator className="mx-2 my-1 h-px bg-line" /> : null}
      {own.map((command) => (
        <MenuEntry key={command.id} command={command} />
      ))}
    </Fragment>
  ));
}

const row =
  'grid min-h-7 cursor-default grid-cols-[1rem_1fr_auto] items-center gap-2 px-2.5 py-1 outline-none select-none data-disabled:opacity-45 data-highlighted:bg-accent-soft';

function MenuEntry({ command }: { readonly command: Command }) {
  const title = useCommandTitle()(command);
  const [shortcut] = command.shortcuts ?? [];
  const words = (
    <>
      <span className="col-start-2">{title}</span>
      {shortcut ? <Kbd shortcut={shortcut} className="pl-6 text-ink-muted" /> : null}
    </>
  );
  if (!command.checked)
    return (
      <Menu.Item className={row} disabled={!isEnabled(command)} onClick={() => command.run()}>
        {words}
      </Menu.Item>
    );
  return (
    <Menu.CheckboxItem className={row} disabled={!isEnabled(command)} checked={command.checked()} onClick={() => command.run()} closeOnClick>
      <Menu.CheckboxItemIndicator className="col-start-1">
        <Check size={16} />
      </Menu.CheckboxItemIndicator>
      {words}
    </Menu.CheckboxItem>
  );
}
