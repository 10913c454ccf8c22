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

test('one whose answers take long is not called silent for it, until it is silent for longer; patience wears off', async () => {
  const clock = createTurnedClock();
  const told: boolean[] = [];
  let answer: (answered: boolean) => void = () => {};
  const end = startHeartbeat({
    clock,
    everyMs: 1000,
    silentAfterMs: 3000,
    ping: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
    onDidChange: (isAnswering) => told.push(isAnswering),
  });
  const after = async (ms: number): Promise<void> => {
    clock.turn(ms);
    answer(true);
    await settled();
  };
  await after(2500);
  // The next is asked for at 3 s; 5 s are allowed to it.
  clock.turn(5000);
  expect(told).toEqual([]);
  clock.turn(1000);
  expect(told).toEqual([false]);
  answer(true);
  await settled();
  for (let beat = 0; beat < 40; beat++) await after(1000);
  told.length = 0;
  clock.turn(5000);
  expect(told).toEqual([false]);
  end();
});
