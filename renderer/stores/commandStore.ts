import { create } from 'zustand';
import type { TextKey } from '../text/texts.ts';
import type { Text } from '../../shared/messages/language.ts';

/** Where a command stands in the menu bar. */
export type MenuName = 'file' | 'edit' | 'view' | 'run' | 'help';

/** One thing a user can do. Menus, command palette, shortcuts and the shortcut sheet are derived from these. */
export interface Command {
  /** `<room>.<verb>`, unique. */
  readonly id: string;
  /** What it is called: a key, or a text of the catalogue. */
  readonly title: TextKey | Text;
  /** `Mod+Shift+S`: Mod is ⌘ on a Mac, Ctrl elsewhere; letters and digits in capitals, or a `KeyboardEvent.key`. The first is the one shown. */
  readonly shortcuts?: readonly string[];
  /** Its menu and the section in it (sections stand in the order they first appear). Without one it is in the command palette only. */
  readonly menu?: { readonly name: MenuName; readonly section: string };
  /** Works also while a text field has the focus. Otherwise keys belong to the field (undo among them). */
  readonly inText?: boolean;
  /** Works also while the focus is in something open beside the page, e.g. the figures of the running model. */
  readonly anywhere?: boolean;
  /** Its keys count only while the focus is inside an element with this `data-room`, or nowhere. Default: anywhere. */
  readonly room?: string;
  /** Left out of the command palette, e.g. because it is the palette. */
  readonly hidden?: boolean;
  /** Whether its keys mean it now: false while they belong to what has the focus, such as Enter to a button. Menus and the palette do not ask; true where left out. */
  keysFree?(): boolean;
  /** Whether it can be done now; true where left out. */
  enabled?(): boolean;
  /** For switches: whether it is on. */
  checked?(): boolean;
  run(): void;
}

interface CommandState {
  readonly commands: Readonly<Record<string, Command>>;
  /** Adds or replaces commands by id. Gives back how to take them out. */
  register(commands: readonly Command[]): () => void;
}

/** Every command of the page, in the order in which rooms registered them. */
export const useCommandStore = create<CommandState>((set) => ({
  commands: {},
  register(added) {
    set(({ commands }) => ({ commands: { ...commands, ...Object.fromEntries(added.map((command) => [command.id, command])) } }));
    return () => set(({ commands }) => ({ commands: Object.fromEntries(Object.entries(commands).filter(([, command]) => !added.includes(command))) }));
  },
}));

/** Adds a room's commands. */
export const registerCommands = (commands: readonly Command[]): (() => void) => useCommandStore.getState().register(commands);

export const isEnabled = (command: Command): boolean => command.enabled?.() ?? true;

/** Does a command by id, if it can be done now; false where it cannot. */
export function runCommand(id: string): boolean {
  const command = useCommandStore.getState().commands[id];
  if (!command || !isEnabled(command)) return false;
  command.run();
  return true;
}
