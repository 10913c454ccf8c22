import { availableParallelism, cpus } from 'node:os';
import { compareSteps } from '../../../engine/engine.ts';
import type { StepComparison } from '../../../engine/engine.ts';
import type { CliCommand } from '../cliCommand.ts';
import { valueOf } from '../engineSession.ts';
import { exitCodes } from '../exitCodes.ts';
import { showCount } from '../figures.ts';
import { intOption, textOption } from '../optionSpecs.ts';
import { resolveModel } from '../resolveModel.ts';
import { threadsOption } from '../sharedOptions.ts';
import type { Terminal } from '../terminal.ts';

const modelOption = textOption(
  {
    name: 'model',
    help: { en: 'a .hourglass.json file, or a template; default: vae-dense and vae-conv', zh: '.hourglass.json 文件或模板名；默认 vae-dense 与 vae-conv' },
  },
  'MODEL',
);
const roundsOption = intOption(
  { name: 'rounds', help: { en: 'rounds of both ways in turn (default 5)', zh: '交替测量的轮数（默认 5）' } },
  { min: 1, max: 1000 },
);

export const benchCommand: CliCommand = {
  name: 'bench',
  summary: { en: 'Time the training step of a model, eager and compiled', zh: '测量模型训练步的用时（逐个运算与编译后）' },
  options: [modelOption, roundsOption, threadsOption],
  examples: ['bench', 'bench --json', 'bench --model my.hourglass.json --rounds 11'],
  async run(line, cli) {
    const { terminal, root } = cli;
    const chosen = line.value(modelOption);
    const documents: Record<string, Parameters<typeof compareSteps>[0]['documents'][string]> = {};
    for (const model of chosen === undefined ? ['vae-dense', 'vae-conv'] : [chosen]) {
      documents[model] = valueOf(await resolveModel(model, cli.cwd, terminal.language), cli).document;
    }
    const threads = line.value(threadsOption);
    const machine = { cpu: cpus()[0]?.model ?? null, cores: availableParallelism(), node: process.versions.node };
    terminal.object({ event: 'machine', ...machine, threads: threads ?? machine.cores });
    terminal.line(`${machine.cpu ?? ''}, ${machine.cores} ${terminal.words({ en: 'cores', zh: '核' })}`);
    for await (const found of compareSteps({ documents, rounds: line.value(roundsOption) ?? 5, root, threads })) tell(found, terminal);
    return exitCodes.done;
  },
};

function tell({ model, batchSize, steps, rows, compiledToEager }: StepComparison, { object, line, words }: Terminal): void {
  object({ event: 'steps', model, batchSize, steps, rows, compiledToEager });
  line({
    en: `\n${model}: batch of ${batchSize}, medians of ${rows[0]?.roundsMs.length} rounds of ${steps} steps`,
    zh: `\n${model}：批大小 ${batchSize}，${rows[0]?.roundsMs.length} 轮（每轮 ${steps} 步）的中位数`,
  });
  const names = { eager: words({ en: 'eager   ', zh: '逐个运算' }), compiled: words({ en: 'compiled', zh: '编译后  ' }) };
  for (const { way, stepMs, examplesPerSecond } of rows) {
    line(
      `  ${names[way]}  ${stepMs.toFixed(2).padStart(8)} ms  ${showCount(examplesPerSecond).padStart(10)} ${words({ en: 'examples a second', zh: '样本/秒' })}`,
    );
  }
  line(`  ${words({ en: 'compiled / eager', zh: '编译后 / 逐个运算' })}  ${compiledToEager.toFixed(2)}`);
}
