import { expect, test } from 'vitest';
import { agoWords, timeWords } from './timeLeft.ts';

test.each([
  [0.2, 'moment', {}],
  [12.4, 'seconds', { seconds: 12 }],
  [59.4, 'seconds', { seconds: 59 }],
  [60, 'minutesSeconds', { minutes: 1, seconds: 0 }],
  [119.9, 'minutesSeconds', { minutes: 1, seconds: 59 }],
  [600, 'minutes', { minutes: 10 }],
  [3569, 'minutes', { minutes: 59 }],
  [3600, 'hoursMinutes', { hours: 1, minutes: 0 }],
  [3599, 'hoursMinutes', { hours: 1, minutes: 0 }],
  [5400, 'hoursMinutes', { hours: 1, minutes: 30 }],
  [300_000, 'days', { days: 3 }],
  [Number.NaN, 'unknown', {}],
  [Infinity, 'unknown', {}],
  [-1, 'unknown', {}],
] as const)('%d s', (seconds, word, values) => {
  expect(timeWords(seconds)).toEqual({ key: `training.time.${word}`, values });
});

test('never says 60 seconds or 60 minutes', () => {
  for (let seconds = 0; seconds < 200_000; seconds += 0.7) {
    const { values } = timeWords(seconds);
    expect(Math.max(values.seconds ?? 0, values.minutes ?? 0)).toBeLessThanOrEqual(60);
    if (seconds >= 60) expect(values.seconds ?? 0).toBeLessThan(60);
    if (seconds >= 600) expect(values.minutes ?? 0).toBeLessThan(60);
  }
});

test.each([
  [30, 'justNow', {}],
  [300, 'minutesAgo', { minutes: 5 }],
  [7300, 'hoursAgo', { hours: 2 }],
  [200_000, 'daysAgo', { days: 2 }],
] as const)('%d s ago', (seconds, word, values) => {
  const at = '2026-01-01T00:00:00.000Z';
  expect(agoWords(at, Date.parse(at) + seconds * 1000)).toEqual({ key: `training.time.${word}`, values });
});
