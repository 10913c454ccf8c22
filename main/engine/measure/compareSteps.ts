import type { GraphDoc } from '../../../shared/graph/document.ts';
import { openDevice } from '../tfjs/devices.ts';
import { createStepRunner } from './stepTimes.ts';
import type { StepWay } from './stepTimes.ts';

export interface StepComparison {
  readonly model: string;
  readonly batchSize: number;
  /** Steps in each round of each way. */
  readonly steps: number;
  readonly rows: readonly StepTimes[];
  /** Median over the rounds of compiled divided by eager. */
  readonly compiledToEager: number;
}

export interface StepTimes {
  readonly way: StepWay;
  readonly compileMs: number;
  /** Median milliseconds a step. */
  readonly stepMs: number;
  readonly examplesPerSecond: number;
  /** Milliseconds a step, by round. */
  readonly roundsMs: readonly number[];
}

export interface CompareStepsRequest {
  readonly documents: Readonly<Record<string, GraphDoc>>;
  /** Rounds of all ways in turn, so that what slows the machine slows each. */
  readonly rounds: number;
  readonly root: string;
  /** Native threads; all cores unless told. */
  readonly threads?: number;
}

/** A round of one way takes about this long. */
const roundMs = 500;

/** Times the eager and the compiled step of models on the tensorflow device, a model at a time. Throws IssueError where one cannot be trained here. */
export async function* compareSteps({ documents, rounds, root, threads }: CompareStepsRequest): AsyncGenerator<StepComparison, void> {
  await openDevice('tensorflow', threads === undefined ? {} : { threads });
  for (const [model, document] of Object.entries(documents)) {
    const ways: readonly StepWay[] = ['eager', 'compiled'];
    const runners = await Promise.all(ways.map(async (way) => ({ way, runner: await createStepRunner(document, way, { root }), times: [] as number[] })));
    // Long calls are programs of their own, made at their first use.
    for (const { runner } of runners) await runner.run(32);
    const slowest = Math.max(...(await inTurn(runners, ({ runner }) => runner.run(8))));
    const steps = 8 * Math.max(1, Math.round(roundMs / slowest / 8));
    for (let round = 0; round < rounds; round++) for (const { runner, times } of runners) times.push(await runner.run(steps));
    const batchSize = runners[0]?.runner.batchSize ?? 0;
    await inTurn(runners, ({ runner }) => runner.close());
    const [eager = [], compiled = []] = runners.map(({ times }) => times);
    yield {
      model,
      batchSize,
      steps,
      compiledToEager: median(compiled.map((ms, round) => ms / (eager[round] ?? NaN))),
      rows: runners.map(({ way, runner, times }) => ({
        way,
        compileMs: runner.compileMs,
        stepMs: median(times),
        examplesPerSecond: (1000 * batchSize) / median(times),
        roundsMs: times,
      })),
    };
  }
}

async function inTurn<A, B>(items: readonly A[], work: (item: A) => Promise<B>): Promise<B[]> {
  const made: B[] = [];
  for (const item of items) made.push(await work(item));
  return made;
}

/** The middle of some numbers, the upper of two; NaN of none. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}
