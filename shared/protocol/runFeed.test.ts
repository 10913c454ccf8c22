import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { issue } from '../check/issue.ts';
import { createTurnedClock } from '../fixtures/turnedClock.ts';
import { runEvents } from '../fixtures/runEvents.ts';
import { applyEvent, initialRunState } from '../run/runState.ts';
import type { RunEvent } from '../run/runEvent.ts';
import type { RunState } from '../run/runState.ts';
import type { RunStep, SentStep } from './messages.ts';
import { createRunBoard } from './runBoard.ts';
import { createRunFeed } from './runFeed.ts';

/** A reader that folds what it is sent and says that it did when told to. */
function createReader(board: ReturnType<typeof createRunBoard>, clock = createTurnedClock()) {
  const sent: SentStep[] = [];
  let frames = 0,
    state: RunState = initialRunState;
  const feed = createRunFeed({
    clock,
    send: (steps) => {
      frames += 1;
      sent.push(...steps);
      for (const step of steps) state = 'state' in step ? step.state : applyEvent(state, step.event);
    },
  });
  const end = board.watch('run', feed.push);
  return { feed, sent, clock, end, frames: () => frames, state: () => state };
}

const tick = (step: number): RunEvent => ({
  event: 'batch',
  epoch: 1,
  step,
  batch: step,
  figures: { loss: step, reconstruction: null, kl: null, classification: null, penalty: null },
  examplesPerSecond: 1,
  secondsLeft: 1,
});
const epochOf = (board: ReturnType<typeof createRunBoard>): number => board.state('run')?.epochs.length ?? 0;
const isTick = (step: RunStep): boolean => 'event' in step && step.event.event === 'batch';

function openBoard() {
  const board = createRunBoard();
  board.open('run', initialRunState);
  return board;
}

describe('the feed of a run', () => {
  test('whoever joins, whenever, however slow: the same state in the end, nothing but ticks left out, every gap named (law, 300 sequences)', () => {
    fc.assert(
      fc.property(
        runEvents,
        fc.nat(60),
        fc.array(fc.record({ waitMs: fc.nat(150), credit: fc.boolean() }), { minLength: 1, maxLength: 20 }),
        (events, joinsAt, habits) => {
          const board = openBoard();
          const clock = createTurnedClock();
          const early = createReader(board, clock),
            slow = createReader(board, clock);
          let late: ReturnType<typeof createReader> | null = null;
          for (const [index, event] of events.entries()) {
            if (index === Math.min(joinsAt, events.length - 1)) late = createReader(board, clock);
            board.publish('run', event);
            const habit = habits[index % habits.length];
            clock.turn(habit?.waitMs ?? 0);
            early.feed.credit();
            late?.feed.credit();
            if (habit?.credit) slow.feed.credit();
          }
          // All catch up.
          for (const reader of [early, slow, late]) {
            for (let credit = 0; credit < 3; credit++) {
              clock.turn(200);
              reader?.feed.credit();
            }
          }
          const folded = events.reduce(applyEvent, initialRunState);
          for (const reader of [early, slow, late]) {
            if (!reader) continue;
            expect(reader.state()).toEqual(folded);
            // Sequence numbers are dense: each step names the one before it, and what is missing in between were ticks.
            expect(reader.sent.map(({ after }) => after)).toEqual([-1, ...reader.sent.slice(0, -1).map(({ sequence }) => sequence)]);
            const got = new Set(reader.sent.map(({ sequence }) => sequence));
            const from = reader.sent[0]?.sequence ?? 0;
            for (const [index, event] of events.entries()) if (index + 1 > from && event.event !== 'batch') expect(got.has(index + 1)).toBe(true);
          }
        },
      ),
      { numRuns: 300, seed: 20_261_120 },
    );
  });

  test('a thousand ticks within a second make about ten frames, and the last tick arrives', () => {
    const board = openBoard();
    const reader = createReader(board);
    for (let step = 1; step <= 1000; step++) {
      board.publish('run', tick(step));
      reader.clock.turn(1);
      reader.feed.credit();
    }
    reader.clock.turn(100);
    expect(reader.frames()).toBeGreaterThanOrEqual(10);
    expect(reader.frames()).toBeLessThanOrEqual(13);
    expect(reader.state().step).toBe(1000);
  });

  test('a reader that says nothing gets two frames; then one frame holds all epochs since and the last tick alone', () => {
    const board = openBoard();
    const reader = createReader(board);
    const epochs = fc
      .sample(runEvents, { numRuns: 200, seed: 7 })
      .flat()
      .filter(({ event }) => event === 'epoch')
      .slice(0, 50);
    for (const [index, epoch] of epochs.entries()) {
      for (let step = 0; step < 20; step++) board.publish('run', tick(index * 20 + step));
      board.publish('run', epoch);
      reader.clock.turn(1000);
    }
    board.publish('run', tick(5000));
    board.publish('run', tick(5001));
    expect(reader.frames()).toBe(2);
    const before = reader.sent.length;
    reader.feed.credit();
    expect(reader.frames()).toBe(3);
    expect(reader.sent.slice(before).filter(isTick)).toHaveLength(1);
    expect(reader.state().epochs).toHaveLength(epochOf(board));
    expect(reader.state().step).toBe(5001);
  });

  test('a tick that came too early is sent when its time has come, without another event', () => {
    const board = openBoard();
    const reader = createReader(board);
    board.publish('run', tick(1));
    board.publish('run', tick(2));
    reader.feed.credit();
    expect(reader.state().step).toBe(1);
    reader.clock.turn(99);
    expect(reader.state().step).toBe(1);
    reader.clock.turn(1);
    expect(reader.state().step).toBe(2);
  });

  test('a run that is put back tells its state to those who watch', () => {
    const board = openBoard();
    const reader = createReader(board);
    board.publish('run', tick(3));
    board.publish('run', { event: 'lost', step: 3, issue: issue('run-lost', {}, { reason: 'killed' }) });
    for (let credit = 0; credit < 4; credit++) reader.feed.credit();
    board.open('run', { ...initialRunState, step: 2 });
    expect(reader.state()).toEqual({ ...initialRunState, step: 2 });
    expect(board.list()).toHaveLength(1);
  });

  test('the board forgets the oldest of the runs that are over, never one in progress or watched', () => {
    const board = openBoard();
    board.open('watched', { ...initialRunState, status: 'done' });
    board.watch('watched', () => {});
    for (let index = 0; index < 150; index++) board.open(`run-${index}`, { ...initialRunState, status: 'done' });
    const names = board.list().map(({ run }) => run);
    expect(names).toContain('run');
    expect(names).toContain('watched');
    expect(names).toContain('run-149');
    expect(names).not.toContain('run-0');
    expect(names.length).toBeLessThanOrEqual(102);
  });
});
