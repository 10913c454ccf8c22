import { describe, expect, it } from 'vitest';
import { createLatest } from './createLatest.ts';

/** A clock turned by hand, and jobs ended by hand. */
function bench(gapMs: number) {
  let time = 0;
  const timers: { at: number; work: () => void }[] = [];
  const latest = createLatest({
    gapMs,
    now: () => time,
    later: (work, ms) => {
      const timer = { at: time + ms, work };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
  });
  const done: string[] = [];
  const ends: (() => void)[] = [];
  const job = (name: string) => (): Promise<void> =>
    new Promise((resolve) => {
      done.push(name);
      ends.push(resolve);
    });
  const turn = (ms: number): void => {
    time += ms;
    for (const timer of timers.filter(({ at }) => at <= time)) {
      timers.splice(timers.indexOf(timer), 1);
      timer.work();
    }
  };
  const end = async (): Promise<void> => {
    ends.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { latest, done, job, turn, end };
}

describe('createLatest', () => {
  it('does one job at a time and of those that came meanwhile only the last', async () => {
    const { latest, done, job, end } = bench(0);
    for (const name of ['a', 'b', 'c', 'd']) latest.ask(job(name));
    expect(done).toEqual(['a']);
    await end();
    expect(done).toEqual(['a', 'd']);
    await end();
    expect(done).toEqual(['a', 'd']);
  });

  it('keeps the gap between two starts, however short the jobs', async () => {
    const { latest, done, job, turn, end } = bench(100);
    latest.ask(job('a'));
    await end();
    latest.ask(job('b'));
    latest.ask(job('c'));
    turn(99);
    expect(done).toEqual(['a']);
    turn(1);
    expect(done).toEqual(['a', 'c']);
  });

  it('forgets what waits when stopped', async () => {
    const { latest, done, job, turn, end } = bench(100);
    latest.ask(job('a'));
    latest.ask(job('b'));
    latest.stop();
    await end();
    turn(500);
    expect(done).toEqual(['a']);
  });
});
