import { isEnabled } from '../stores/commandStore.ts';
import type { Command } from '../stores/commandStore.ts';
import { isMac, splitShortcut } from '../ui/shortcutText.ts';

/** What of a key press decides which command it means. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** Where the focus is. */
export interface FocusPlace {
  /** In a field where keys write text. */
  readonly inText: boolean;
  /** In a dialog or an open menu: keys are theirs. */
  readonly inDialog: boolean;
  /** In something open beside the page that does not hold it (`data-beside`): keys are its own, but for commands that work anywhere. */
  readonly isBeside: boolean;
  /** The nearest `data-room`; null for none. */
  readonly room: string | null;
}

/** Whether a key press is a shortcut (`Mod+Shift+S`). Signs (`?`, `+`) match with or without Shift, as keyboards differ in where they have them. */
export function matchesShortcut(press: KeyPress, shortcut: string, mac: boolean = isMac): boolean {
  const keys = splitShortcut(shortcut),
    last = keys.at(-1) ?? '';
  const mod = mac ? press.metaKey : press.ctrlKey,
    other = mac ? press.ctrlKey : press.metaKey;
  if (mod !== keys.includes('Mod') || other || press.altKey !== keys.includes('Alt')) return false;
  const isSign = last.length === 1 && !/[A-Z0-9 ]/.test(last);
  if (!isSign && press.shiftKey !== keys.includes('Shift')) return false;
  // The code stands in where a layout writes another letter on the key (Cyrillic, or Alt on a Mac).
  return (
    press.key.toUpperCase() === last.toUpperCase() ||
    (/^[A-Z]$/.test(last) && press.code === `Key${last}` && !/^[a-z]$/i.test(press.key)) ||
    (last === 'Space' && press.key === ' ')
  );
}

/** The command that a key press means at a place, if it can be done. */
export function commandFor(press: KeyPress, place: FocusPlace, commands: readonly Command[], mac: boolean = isMac): Command | undefined {
  return commands.find(
    (command) =>
      (command.shortcuts ?? []).some((shortcut) => matchesShortcut(press, shortcut, mac)) &&
      !place.inDialog &&
      (!place.isBeside || command.anywhere === true) &&
      (!place.inText || command.inText === true) &&
      (command.room === undefined || place.room === null || place.room === command.room) &&
      isEnabled(command) &&
      (command.keysFree?.() ?? true),
  );
}

const textTypes = new Set(['text', 'search', 'number', 'email', 'url', 'tel', 'password', 'date', 'time']);

/** The place of an element that has the focus. */
export function focusPlace(target: EventTarget | null): FocusPlace {
  if (!(target instanceof Element)) return { inText: false, inDialog: false, isBeside: false, room: null };
  const inText =
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && textTypes.has(target.type)) ||
    (target instanceof HTMLElement && target.isContentEditable);
  const room = target.closest<HTMLElement>('[data-room]')?.dataset.room ?? null;
  const isBeside = target.closest('[data-beside]') !== null;
  return { inText, inDialog: !isBeside && target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null, isBeside, room };
}
