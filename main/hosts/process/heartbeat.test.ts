import { expect, test } from 'vitest';
import { createTurnedClock } from '../../../shared/fixtures/turnedClock.ts';
import { startHeartbeat } from './heartbeat.ts';

const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });

test('one sign of life is asked for at a time; silence is told once, and so is its end', async () => {
  const clock = createTurnedClock();
  const asked: ((answered: boolean) => void)[] = [];
  const told: boolean[] = [];
  const end = startHeartbeat({
    clock,
    everyMs: 1000,
    silentAfterMs: 10_000,
    ping: () =>
      new Promise((resolve) => {
        asked.push(resolve);
      }),
    onDidChange: (isAnswering) => told.push(isAnswering),
  });
  for (let beat = 0; beat < 5; beat++) {
    asked.at(-1)?.(true);
    await settled();
    clock.turn(1000);
  }
  expect(asked).toHaveLength(6);
  expect(told).toEqual([]);
  clock.turn(9000);
  expect(told).toEqual([]);
  clock.turn(60_000);
  expect(told).toEqual([false]);
  expect(asked).toHaveLength(6);
  asked.at(-1)?.(true);
  await settled();
  expect(told).toEqual([false, true]);
  end();
  clock.turn(60_000);
  expect(asked).toHaveLength(6);
});

test('a ping that is refused is no sign of life', async () => {
  const clock = createTurnedClock();
  const told: boolean[] = [];
  const asked: ((answered: boolean) => void)[] = [];
  const end = startHeartbeat({
    clock,
    everyMs: 100,
    silentAfterMs: 300,
    ping: () =>
      new Promise((resolve) => {
        asked.push(resolve);
      }),
    onDidChange: (isAnswering) => told.push(isAnswering),
  });
  clock.turn(400);
  asked[0]?.(false);
  await settled();
  expect(told).toEqual([false]);
  clock.turn(100);
  asked[1]?.(true);
  await settled();
  expect(told).toEqual([false, true]);
  end();
});
