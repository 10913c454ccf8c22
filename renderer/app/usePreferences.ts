import { useEffect } from 'react';
import { useViewStore } from '../stores/viewStore.ts';
import type { Theme } from '../stores/viewStore.ts';
import { setLanguage } from '../text/useText.ts';

/** Puts the chosen theme on <html>; `system` follows the machine, also when that changes. Gives back how to stop following. */
export function applyTheme(theme: Theme): () => void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    document.documentElement.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
  };
  apply();
  if (theme !== 'system') return () => {};
  dark.addEventListener('change', apply);
  return () => dark.removeEventListener('change', apply);
}

/** Keeps the page in the chosen language and theme. */
export function usePreferences(): void {
  const language = useViewStore((state) => state.language),
    theme = useViewStore((state) => state.theme);
  useEffect(() => void setLanguage(language), [language]);
  useEffect(() => applyTheme(theme), [theme]);
}
