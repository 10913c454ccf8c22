import { resolve } from 'node:path';
import { defaultTemplate, templates } from '../../../../shared/templates/templates.ts';
import type { CliCommand } from '../cliCommand.ts';
import { engineWishes, valueOf, withEngine } from '../engineSession.ts';
import { exitCodeOf, followRun } from '../followRun.ts';
import { textOption } from '../optionSpecs.ts';
import { newRunFolder } from '../runPlaces.ts';
import { trainingOptions, withTrainingOptions } from '../trainingOptions.ts';
import { writeRunPictures } from '../writeRunPictures.ts';

const out = textOption(
  { name: 'out', help: { en: 'folder of the run; default: a new one among your runs', zh: '运行文件夹；默认新建于您的运行目录中' } },
  'DIR',
);

/** What `npm start` does: trains the default template on real digits, draws what it learned, and says what to try next. */
export const startCommand: CliCommand = {
  name: 'start',
  summary: { en: 'Train the default model on handwritten digits and draw what it has learned', zh: '用手写数字训练默认模型，并画出它学到的内容' },
  options: [...trainingOptions, out],
  examples: ['start', 'start --epochs 30'],
  async run(line, cli) {
    const { terminal } = cli,
      folder = line.value(out);
    const document = withTrainingOptions(templates[defaultTemplate].build(terminal.language), line, cli.cwd);
    return withEngine(cli, engineWishes(line), async (engine) => {
      // 1. Train.
      const place = folder === undefined ? newRunFolder(defaultTemplate, new Date()) : resolve(cli.cwd, folder);
      const end = await followRun(valueOf(await engine.train({ document, folder: place }), cli), terminal);
      if (end.reason === 'stopped') return exitCodeOf(end);
      // 2. Draw what it has learned.
      const run = valueOf(await engine.openRun(place), cli);
      const pictures = await writeRunPictures(run);
      run.dispose();
      terminal.object({ event: 'pictures', run: place, ...pictures });
      // 3. Say what to try next.
      terminal.line({
        en: `\nDrawn: ${pictures.reconstructions}\n       first line: digits it was never trained on; second: what it made of them; third: new ones, from the prior`,
        zh: `\n图片：${pictures.reconstructions}\n      第一行：未参与训练的数字；第二行：模型的重构；第三行：从先验生成的新数字`,
      });
      if (pictures.manifold !== null)
        terminal.line({
          en: `       ${pictures.manifold}\n       what each place of the two-dimensional latent space looks like`,
          zh: `      ${pictures.manifold}\n      二维潜在空间中各处的样子`,
        });
      terminal.line({ en: '\nTry next, in the folder of Hourglass:', zh: '\n接下来可在 Hourglass 文件夹中尝试：' });
      for (const next of [
        `sample ${place} --count 100 --out new.png`,
        `evaluate ${place} --split test`,
        `resume ${place} --epochs 30`,
        'train vae-conv --data fashion-mnist --epochs 5',
        'templates',
        '--help',
      ]) {
        terminal.line(`  npm run -s hourglass -- ${next}`);
      }
      return exitCodeOf(end);
    });
  },
};
