import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { writeWhole } from '../../main/engine/files/writeWhole.ts';
import { findPeerPython } from '../peer/findPeerPython.mjs';

/**
 * Step times of the two VAEs of the sketch, ours against Keras and PyTorch on the same architecture, batch and optimiser: `npm run bench`.
 * Then whole runs of ours, and what they cost beside their steps. Every runner is a process of its own, kept warm; rounds go through them in turn, so that what slows the machine slows all. Medians, and medians of the ratios.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    steps: { type: 'string', default: '' },
    out: { type: 'string', default: 'test-results/bench.json' },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
});
const rounds = Number(values.rounds);

interface Runner {
  readonly name: string;
  readonly child: ChildProcess;
  readonly ask: (steps: number) => Promise<number>;
  readonly about: unknown;
}

/** Steps in a round. */
const models = { 'vae-dense': 128, 'vae-conv': 16 } as const;
const peers = (model: string): readonly (readonly [string, string])[] => [
  ['keras', 'graph'],
  ['keras', 'xla'],
  ['torch', 'default'],
  ['torch', 'fused'],
  ['torch', 'compiled'],
  ...(model === 'vae-conv' ? [['torch', 'channels-last'] as const] : []),
];
const ours = { eager: 'hourglass eager', compiled: 'hourglass compiled' } as const;

/** Starts a runner; null, with the reason told, where it does not come up. */
async function start(name: string, program: string, args: readonly string[]): Promise<Runner | null> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' } });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  for (;;) {
    const { value, done } = await lines.next();
    if (done) {
      console.error(`${name}: not run (${errors.trim().split('\n').at(-1) ?? 'no reason given'})`);
      return null;
    }
    if (value.startsWith('ready ')) {
      const ask = async (steps: number): Promise<number> => {
        child.stdin.write(`${steps}\n`);
        const answer: unknown = JSON.parse((await lines.next()).value ?? 'null');
        if (typeof answer !== 'object' || answer === null || !('stepMs' in answer) || typeof answer.stepMs !== 'number')
          throw new Error(`${name} ended: ${errors.slice(-500)}`);
        return answer.stepMs;
      };
      return { name, child, ask, about: JSON.parse(value.slice(6)) };
    }
  }
}

/** A program's one JSON object. */
async function runOnce(program: string, args: readonly string[]): Promise<Record<string, unknown>> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' } });
  let text = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) text += String(chunk);
  const found: unknown = JSON.parse(text);
  return typeof found === 'object' && found !== null ? { ...found } : {};
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;

const python = findPeerPython(['tensorflow', 'keras', 'torch']);
if (!python.ok) console.error(`peers not run: ${python.reason} (npm run peer makes them)`);
const here = import.meta.dirname;
const report: Record<string, unknown> = { machine: { cpu: cpus()[0]?.model, cores: availableParallelism() }, threads: values.threads, rounds };

for (const [model, usual] of Object.entries(models)) {
  const steps = Number(values.steps) || usual;
  const runners: Runner[] = [];
  for (const [way, name] of Object.entries(ours)) {
    const runner = await start(name, process.execPath, ['--disable-warning=ExperimentalWarning', join(here, 'ourSteps.ts'), model, way, values.threads]);
    if (runner) runners.push(runner);
  }
  for (const [framework, variant] of python.ok ? peers(model) : []) {
    const runner = await start(`${framework} ${variant}`, python.ok ? python.path : 'python3', [
      join(here, 'peerSteps.py'),
      framework,
      variant,
      model,
      values.threads,
    ]);
    if (runner) runners.push(runner);
  }
  const times = new Map<string, number[]>(runners.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) for (const { name, ask } of runners) times.get(name)?.push(await ask(steps));
  for (const { child } of runners) child.kill();
  const of = (name: string): readonly number[] => times.get(name) ?? [];
  const compiled = of(ours.compiled);
  const rows = [...times].map(([name, list]) => ({
    name,
    medianMs: median(list),
    examplesPerSecond: 128_000 / median(list),
    compiledToThis: median(compiled.map((mine, round) => mine / (list[round] ?? NaN))),
    roundsMs: list,
  }));
  const torch = rows.filter(({ name }) => name.startsWith('torch')).toSorted((a, b) => a.medianMs - b.medianMs)[0];
  report[model] = { steps, rows, fastestTorch: torch?.name ?? null, about: Object.fromEntries(runners.map(({ name, about }) => [name, about])) };
  console.log(`\n${model}: ms a step, median of ${rounds} rounds of ${steps} steps`);
  for (const { name, medianMs, compiledToThis } of rows)
    console.log(`  ${name.padEnd(22)} ${medianMs.toFixed(2).padStart(8)}   compiled / this ${compiledToThis.toFixed(2)}`);
}
for (const model of Object.keys(models)) {
  const run = await runOnce(process.execPath, ['--disable-warning=ExperimentalWarning', join(here, 'ourRuns.ts'), model, values.threads]);
  report[`${model} run`] = run;
  console.log(
    `\n${model}, whole runs: ${Object.entries(run)
      .map(([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toFixed(2)) : JSON.stringify(value)}`)
      .join(', ')}`,
  );
}
await writeWhole(values.out, `${JSON.stringify(report, null, 2)}\n`);
console.log(`\n${values.out}`);
