import { join, resolve } from 'node:path';
import { classLabels } from '../classLabels.ts';
import type { CliCommand } from '../cliCommand.ts';
import { withRun } from '../engineSession.ts';
import { exitCodes } from '../exitCodes.ts';
import { intOption } from '../optionSpecs.ts';
import { deviceOption, labelOption, picturesOutOption, runArgument, threadsOption } from '../sharedOptions.ts';
import { tellImages } from '../tellImages.ts';
import { defaultEnding, writeImages } from '../writeImages.ts';

const countOption = intOption({ name: 'count', help: { en: 'how many; default 64', zh: '数量；默认 64' } }, { min: 1, max: 1_000_000 });
const seedOption = intOption({ name: 'seed', help: { en: 'seed of the draw; default 1', zh: '抽样种子；默认 1' } }, { min: 0, max: 2_147_483_647 });

export const sampleCommand: CliCommand = {
  name: 'sample',
  argument: runArgument,
  summary: { en: 'Make new images from codes drawn from the prior N(0, I)', zh: '从先验 N(0, I) 抽取编码并生成新图像' },
  options: [countOption, seedOption, labelOption, picturesOutOption, deviceOption, threadsOption],
  examples: ['sample runs/first', 'sample runs/first --count 100 --seed 7 --out new.png', 'sample runs/cvae --label 3'],
  run: (line, cli) => {
    const count = line.value(countOption) ?? 64,
      seed = line.value(seedOption) ?? 1,
      label = line.value(labelOption),
      wanted = line.value(picturesOutOption);
    return withRun(line, cli, async (run) => {
      const { images } = await run.sample(count, seed, classLabels(run, { count, label, cli }));
      const file = wanted === undefined ? join(run.folder, `samples${defaultEnding(run.outputShape)}`) : resolve(cli.cwd, wanted);
      await writeImages(file, { images, range: run.range });
      tellImages('sampled', { run, images, file }, cli);
      return exitCodes.done;
    });
  },
};
