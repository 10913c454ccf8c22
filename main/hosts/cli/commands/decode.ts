import { join, resolve } from 'node:path';
import { readCodes } from '../../../engine/engine.ts';
import type { Values } from '../../../engine/engine.ts';
import { classLabels } from '../classLabels.ts';
import { UsageError } from '../cliCommand.ts';
import type { CliCommand, CommandLine } from '../cliCommand.ts';
import { withRun } from '../engineSession.ts';
import { exitCodes } from '../exitCodes.ts';
import { rowsOption, textOption } from '../optionSpecs.ts';
import { deviceOption, labelOption, picturesOutOption, runArgument, threadsOption } from '../sharedOptions.ts';
import { tellImages } from '../tellImages.ts';
import { defaultEnding, writeImages } from '../writeImages.ts';

const codesFile = textOption(
  { name: 'codes', help: { en: 'a .csv or .npy with a code a row, as encode writes it', zh: '每行一个编码的 .csv 或 .npy（encode 的输出）' } },
  'FILE',
);
const z = rowsOption({
  name: 'z',
  help: { en: 'codes given here: numbers with commas, semicolons between codes', zh: '直接给出编码：数字以逗号分隔，多个编码以分号分隔' },
});

export const decodeCommand: CliCommand = {
  name: 'decode',
  argument: runArgument,
  summary: { en: 'Make images of latent codes', zh: '由潜在编码生成图像' },
  options: [codesFile, z, labelOption, picturesOutOption, deviceOption, threadsOption],
  examples: ['decode runs/first --z "0.1,-1"', 'decode runs/first --z "0,0; 1,0; 2,0" --out row.png', 'decode runs/first --codes codes.csv --out images/'],
  run: async (line, cli) => {
    const codes = await codesOf(line, cli.cwd);
    const label = line.value(labelOption),
      wanted = line.value(picturesOutOption);
    return withRun(line, cli, async (run) => {
      const images = await run.decode(codes, classLabels(run, { count: codes.shape[0] ?? 0, label, cli }));
      const file = wanted === undefined ? join(run.folder, `decoded${defaultEnding(run.outputShape)}`) : resolve(cli.cwd, wanted);
      await writeImages(file, { images, range: run.range });
      tellImages('decoded', { run, images, file }, cli);
      return exitCodes.done;
    });
  },
};

async function codesOf(line: CommandLine, cwd: string): Promise<Values> {
  const file = line.value(codesFile),
    rows = line.value(z);
  if (rows && file === undefined) return { shape: [rows.length, rows[0]?.length ?? 0], values: Float32Array.from(rows.flat()) };
  if (file !== undefined && !rows) return readCodes(resolve(cwd, file));
  throw new UsageError({ en: 'decode takes either --codes FILE or --z', zh: 'decode 需要 --codes FILE 或 --z 其中之一' });
}
