import { useCallback } from 'react';
import { useText } from './useText.ts';

/** Writes a moment (ISO 8601) as the user's clock has it: the time for today, else the date with it. */
export function useMoment(): (iso: string) => string {
  const { language } = useText();
  return useCallback(
    (iso) => {
      const at = new Date(iso),
        isToday = at.toDateString() === new Date().toDateString();
      return at.toLocaleString(
        language === 'zh' ? 'zh-CN' : 'en-GB',
        isToday ? { hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
      );
    },
    [language],
  );
}
