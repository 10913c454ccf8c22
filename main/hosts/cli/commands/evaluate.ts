import type { Evaluation } from '../../../engine/engine.ts';
import type { Cli, CliCommand } from '../cliCommand.ts';
import { withRun } from '../engineSession.ts';
import { percent } from '../epochLine.ts';
import { exitCodes } from '../exitCodes.ts';
import { showCount, showFigure } from '../figures.ts';
import { deviceOption, runArgument, splitOption, threadsOption } from '../sharedOptions.ts';

export const evaluateCommand: CliCommand = {
  name: 'evaluate',
  argument: runArgument,
  summary: { en: 'Measure a trained model on one split', zh: '在某一划分上评估已训练的模型' },
  options: [splitOption, deviceOption, threadsOption],
  examples: ['evaluate runs/first', 'evaluate runs/first --split test --json'],
  run: (line, cli) => {
    const split = line.value(splitOption) ?? 'validation';
    return withRun(line, cli, async (run) => {
      const { figures, ...rest } = await run.evaluate(split);
      cli.terminal.object({ event: 'evaluation', run: run.folder, ...rest, ...figures, device: run.device });
      tell({ figures, ...rest }, cli);
      return exitCodes.done;
    });
  },
};

function tell({ split, examples, figures, klPerDimension, classes }: Evaluation, { terminal: { line, words } }: Cli): void {
  line({ en: `${showCount(examples)} examples of the ${split} split`, zh: `${split} 划分的 ${showCount(examples)} 个样本` });
  const rows: readonly (readonly [string, number | null])[] = [
    [words({ en: 'loss', zh: '损失' }), figures.loss],
    [words({ en: 'reconstruction', zh: '重构' }), figures.reconstruction],
    ['KL', figures.kl],
    [words({ en: 'classification', zh: '分类' }), figures.classification],
    [words({ en: 'penalty', zh: '惩罚项' }), figures.penalty],
  ];
  for (const [name, value] of rows) if (value !== null) line(`  ${name}  ${showFigure(value)}`);
  if (klPerDimension) line(`  ${words({ en: 'KL by dimension', zh: '各维度 KL' })}  ${klPerDimension.map(showFigure).join('  ')}`);
  if (!classes) return;
  line(`  ${words({ en: 'accuracy', zh: '准确率' })}  ${percent(classes.accuracy)}`);
  line(words({ en: '  by class, and what each true class (line) was taken for (column)', zh: '  各类别准确率，以及每个真实类别（行）被判为（列）的次数' }));
  const width = Math.max(3, ...classes.confusion.flat().map((count) => String(count).length)) + 1;
  for (const [index, counts] of classes.confusion.entries()) {
    const share = classes.perClass[index] ?? null;
    line(
      `  ${String(index).padStart(3)}  ${(share === null ? '–' : percent(share)).padStart(8)}  ${counts.map((count) => String(count).padStart(width)).join('')}`,
    );
  }
}
