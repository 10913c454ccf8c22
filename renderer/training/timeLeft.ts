import type { TextKey } from '../text/texts.ts';

export interface TimeWords {
  readonly key: Extract<TextKey, `training.time.${string}`>;
  readonly values: Readonly<Record<string, number>>;
}

/** A time to go, in seconds, as words: two units at most, and no more exact than an estimate is. */
export function timeWords(seconds: number): TimeWords {
  if (!Number.isFinite(seconds) || seconds < 0) return { key: 'training.time.unknown', values: {} };
  if (seconds < 1) return { key: 'training.time.moment', values: {} };
  if (seconds < 60) return { key: 'training.time.seconds', values: { seconds: Math.round(seconds) } };
  const minutes = Math.round(seconds / 60);
  if (seconds < 600) return { key: 'training.time.minutesSeconds', values: { minutes: Math.floor(seconds / 60), seconds: Math.floor(seconds % 60) } };
  if (minutes < 60) return { key: 'training.time.minutes', values: { minutes } };
  if (minutes < 48 * 60) return { key: 'training.time.hoursMinutes', values: { hours: Math.floor(minutes / 60), minutes: minutes % 60 } };
  return { key: 'training.time.days', values: { days: Math.round(minutes / 1440) } };
}

/** How long ago a moment was, in words. */
export function agoWords(at: string, now: number): TimeWords {
  const minutes = Math.floor((now - Date.parse(at)) / 60_000);
  if (!Number.isFinite(minutes) || minutes < 1) return { key: 'training.time.justNow', values: {} };
  if (minutes < 60) return { key: 'training.time.minutesAgo', values: { minutes } };
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? { key: 'training.time.hoursAgo', values: { hours } } : { key: 'training.time.daysAgo', values: { days: Math.floor(hours / 24) } };
}
