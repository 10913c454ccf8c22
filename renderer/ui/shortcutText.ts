/** Whether this machine's keyboards say ⌘ where others say Ctrl. */
export const isMac: boolean = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.platform);

const macSigns: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' };
const signs: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Delete: 'Del', Escape: 'Esc' };

/** The keys of a shortcut (`Mod+Shift+S`) as the keyboard of this machine has them printed. @param mac whether it is a Mac's */
export function shortcutKeys(shortcut: string, mac: boolean = isMac): readonly string[] {
  return splitShortcut(shortcut).map((key) => (mac ? macSigns[key] : key === 'Mod' ? 'Ctrl' : undefined) ?? signs[key] ?? key);
}

/** `Mod+Shift+S` in parts; `Mod++` ends with the key `+`. */
export function splitShortcut(shortcut: string): readonly string[] {
  if (shortcut === '+') return ['+'];
  return shortcut.endsWith('++') ? [...shortcut.slice(0, -2).split('+'), '+'] : shortcut.split('+');
}

/** The shortcut as `aria-keyshortcuts` wants it. */
export function ariaShortcut(shortcut: string, mac: boolean = isMac): string {
  return splitShortcut(shortcut)
    .map((key) => (key === 'Mod' ? (mac ? 'Meta' : 'Control') : key))
    .join('+');
}
