import { useCallback } from 'react';
import type { Command } from '../stores/commandStore.ts';
import { useText } from '../text/useText.ts';

/** What a command is called in the current language. */
export function useCommandTitle(): (command: Command) => string {
  const { t, pick } = useText();
  return useCallback(({ title }) => (typeof title === 'string' ? t(title) : pick(title)), [t, pick]);
}
