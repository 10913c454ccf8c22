import { resolve } from 'node:path';
import type { CliCommand } from '../cliCommand.ts';
import { engineWishes, valueOf, withEngine } from '../engineSession.ts';
import { exitCodeOf, followRun } from '../followRun.ts';
import { textOption } from '../optionSpecs.ts';
import { resolveModel } from '../resolveModel.ts';
import { newRunFolder, runFolderOf } from '../runPlaces.ts';
import { trainingOptions, withTrainingOptions } from '../trainingOptions.ts';

const out = textOption(
  { name: 'out', help: { en: 'folder of the run; default: a new one among your runs', zh: '运行文件夹；默认新建于您的运行目录中' } },
  'DIR',
);
const from = textOption(
  { name: 'from', help: { en: 'start from the weights of this run, where nodes and shapes agree', zh: '从该运行的权重开始（节点与形状一致之处）' } },
  'RUN',
);

export const trainCommand: CliCommand = {
  name: 'train',
  argument: { name: 'model', help: { en: 'a .hourglass.json file, or a template', zh: '.hourglass.json 文件或模板名' } },
  summary: { en: 'Train a model, with a checkpoint each epoch', zh: '训练模型，每轮保存检查点' },
  options: [...trainingOptions, out, from],
  examples: [
    'train vae-dense',
    'train vae-conv --data fashion-mnist --epochs 5 --seed 3',
    'train my.hourglass.json --data pictures/ --lr 0.0005 --beta 4 --out runs/first',
    'train vae-dense --epochs 1 --json',
  ],
  async run(line, cli) {
    const wishes = engineWishes(line),
      folder = line.value(out),
      startFrom = line.value(from);
    // 1. The model, with what the command line changes in it.
    const model = valueOf(await resolveModel(line.argument, cli.cwd, cli.terminal.language), cli);
    const document = withTrainingOptions(model.document, line, cli.cwd);
    // 2. Train it.
    return withEngine(cli, wishes, async (engine) => {
      const handle = valueOf(
        await engine.train({
          document,
          folder: folder === undefined ? newRunFolder(model.name, new Date()) : resolve(cli.cwd, folder),
          ...(startFrom === undefined ? {} : { startFrom: runFolderOf(startFrom, cli.cwd) }),
        }),
        cli,
      );
      return exitCodeOf(await followRun(handle, cli.terminal));
    });
  },
};
