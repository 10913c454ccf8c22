import { useEffect } from 'react';
import { registerCommands, useCommandStore } from '../stores/commandStore.ts';
import { appCommands } from './appCommands.ts';
import { commandFor, focusPlace } from './shortcuts.ts';

/** Registers the shell's commands and listens for every command's keys. */
export function useShortcuts(): void {
  useEffect(() => registerCommands(appCommands), []);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const command = commandFor(event, focusPlace(event.target), Object.values(useCommandStore.getState().commands));
      if (!command) return;
      event.preventDefault();
      command.run();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
