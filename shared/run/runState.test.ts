import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { issue } from '../check/issue.ts';
import type { RunEvent } from './runEvent.ts';
import { applyEvent, initialRunState } from './runState.ts';
import type { RunState } from './runState.ts';

type Of<E extends RunEvent['event']> = Extract<RunEvent, { event: E }>;

const device = { name: 'wasm', description: 'WebAssembly', threads: 1 };
const figures = { loss: 10, reconstruction: 8, kl: 2, classification: null, penalty: null };

const start = (resumedAt: number | null = null): Of<'start'> => ({
  event: 'start',
  run: 'r',
  name: 'VAE',
  folder: '/runs/r',
  at: '2026-11-20T12:00:00Z',
  device,
  versions: { app: '1', node: '24', tensorflow: '2' },
  seed: 1,
  epochs: 3,
  stepsPerEpoch: 10,
  batchSize: 8,
  examples: { train: 80, validation: 10, test: 10 },
  data: { name: 'mnist', hash: 'h' },
  cost: { parameters: 5, trainedParameters: 5, memoryBytes: 100, secondsPerEpoch: null },
  resumedAt,
});
const epoch = (number: number): Of<'epoch'> => ({
  event: 'epoch',
  epoch: number,
  step: number * 10,
  ...figures,
  loss: 10 / number,
  validation: null,
  klPerDimension: null,
  gradientNorms: {},
  classes: null,
  learningRate: 0.001,
  beta: 1,
  examplesPerSecond: 40,
  seconds: 2,
});
const batch = (step: number): Of<'batch'> => ({
  event: 'batch',
  epoch: Math.floor(step / 10) + 1,
  step,
  batch: step % 10,
  figures,
  examplesPerSecond: 40,
  secondsLeft: 1,
});
const checkpoint = (step: number): Of<'checkpoint'> => ({
  event: 'checkpoint',
  epoch: Math.floor(step / 10),
  step,
  file: `checkpoints/${step}`,
  bytes: 1,
  runBytes: 2,
});
const control = (step: number): Of<'control'> => ({ event: 'control', step, beta: 4 });
const end = (reason: Of<'end'>['reason'], step: number): Of<'end'> => ({
  event: 'end',
  reason,
  epoch: Math.floor(step / 10),
  step,
  folder: '/runs/r',
  device,
  seconds: 4,
});

const after = (...events: readonly RunEvent[]): RunState => events.reduce(applyEvent, initialRunState);
const shortly = ({ status, epochs, controls, checkpoints, step, seconds, batch: tick }: RunState) => ({
  status,
  step,
  seconds,
  epochs: epochs.map((one) => one.epoch),
  controls: controls.map((one) => one.step),
  checkpoints: checkpoints.map((one) => one.step),
  tick: tick?.step ?? null,
});

describe('a run as its events tell it', () => {
  it('waits until it starts', () =>
    expect(shortly(initialRunState)).toEqual({ status: 'waiting', step: 0, seconds: 0, epochs: [], controls: [], checkpoints: [], tick: null }));

  it('gathers epochs, and forgets the tick when its epoch ends', () => {
    const inside = after(start(), batch(3), batch(7));
    expect(shortly(inside)).toEqual({ status: 'training', step: 7, seconds: 0, epochs: [], controls: [], checkpoints: [], tick: 7 });
    expect(shortly([epoch(1), checkpoint(10), batch(12)].reduce<RunState>(applyEvent, inside))).toEqual({
      status: 'training',
      step: 12,
      seconds: 2,
      epochs: [1],
      controls: [],
      checkpoints: [10],
      tick: 12,
    });
  });

  it('keeps an epoch’s figures and leaves out that they came as an event', () => {
    const [first] = after(start(), epoch(1)).epochs;
    expect(first).toEqual(Object.fromEntries(Object.entries(epoch(1)).filter(([key]) => key !== 'event')));
  });

  it('stays paused through the ticks of single steps, until it goes on', () => {
    expect(after(start(), batch(2), { event: 'paused', step: 3 }, batch(4)).status).toBe('paused');
    expect(after(start(), { event: 'paused', step: 3 }, { event: 'resumed', step: 3 }).status).toBe('training');
  });

  it.each(['done', 'early', 'stopped', 'diverged'] as const)('ends %s', (reason) => {
    expect(shortly(after(start(), epoch(1), batch(13), end(reason, 14)))).toMatchObject({ status: reason, step: 14, tick: null, epochs: [1] });
  });

  it('is lost with its process, with what it knew', () => {
    expect(shortly(after(start(), epoch(1), { event: 'lost', step: 12, issue: issue('run-lost', {}, { reason: 'killed' }) }))).toMatchObject({
      status: 'lost',
      step: 12,
      epochs: [1],
    });
  });

  it('remembers its issues', () =>
    expect(after(start(), { event: 'issue', step: 1, issue: issue('cycle') }).issues.map(({ code }) => code)).toEqual(['cycle']));
});

describe('a resumed run', () => {
  it('goes on from its checkpoint: what came after it was never', () => {
    const killed = after(start(), control(2), epoch(1), checkpoint(10), control(12), epoch(2), batch(25));
    const resumed = applyEvent(killed, start(10));
    expect(shortly(resumed)).toEqual({ status: 'training', step: 10, seconds: 2, epochs: [1], controls: [2], checkpoints: [10], tick: null });
    expect(shortly([epoch(2), epoch(3), end('done', 30)].reduce<RunState>(applyEvent, resumed))).toMatchObject({
      status: 'done',
      seconds: 6,
      epochs: [1, 2, 3],
    });
  });

  it('keeps everything where the checkpoint was the last thing that happened', () => {
    const stopped = after(start(), epoch(1), control(14), checkpoint(14), end('stopped', 14));
    expect(shortly(applyEvent(stopped, start(14)))).toEqual({
      status: 'training',
      step: 14,
      seconds: 2,
      epochs: [1],
      controls: [14],
      checkpoints: [14],
      tick: null,
    });
  });

  it('begins anew where a start says that nothing came before', () => expect(after(start(), epoch(1), start())).toEqual(after(start())));

  it('ends in the same curve wherever it was cut and resumed', () => {
    const whole = after(start(), epoch(1), epoch(2), epoch(3), end('done', 30));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 }), (kept, lost) => {
        const numbers = [1, 2, 3];
        const first = numbers.slice(0, Math.min(3, kept + lost)).map(epoch);
        const again = numbers.slice(kept).map(epoch);
        const state = after(start(), ...first, start(kept * 10), ...again, end('done', 30));
        expect({ epochs: state.epochs, seconds: state.seconds, step: state.step }).toEqual({ epochs: whole.epochs, seconds: whole.seconds, step: whole.step });
      }),
      { seed: 20261120 },
    );
  });
});

it('never changes a state it was given', () => {
  const frozen = (value: RunState): RunState =>
    Object.freeze({ ...value, epochs: Object.freeze([...value.epochs]), controls: Object.freeze([...value.controls]) });
  const events = [start(), batch(1), epoch(1), checkpoint(10), control(11), end('stopped', 12), start(10), epoch(2), end('done', 20)];
  expect(() => events.reduce<RunState>((state, event) => frozen(applyEvent(state, event)), frozen(initialRunState))).not.toThrow();
});

it('a lost run says what went wrong', () => {
  const lost = issue('run-lost', {}, { reason: 'killed' });
  expect(after(start(), epoch(1), { event: 'lost', step: 12, issue: lost }).issues).toEqual([lost]);
});
