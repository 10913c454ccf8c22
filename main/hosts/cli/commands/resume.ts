import type { CliCommand } from '../cliCommand.ts';
import { engineWishes, valueOf, withEngine } from '../engineSession.ts';
import { exitCodeOf, followRun } from '../followRun.ts';
import { runFolderOf } from '../runPlaces.ts';
import { deviceOption, eagerOption, epochsOption, runArgument, threadsOption } from '../sharedOptions.ts';

export const resumeCommand: CliCommand = {
  name: 'resume',
  argument: runArgument,
  summary: { en: 'Go on with a run from its last checkpoint, to the same curve', zh: '从最后的检查点继续运行，曲线与不中断时一致' },
  options: [epochsOption, deviceOption, threadsOption, eagerOption],
  examples: ['resume vae-dense-20261120-134500', 'resume runs/first --epochs 30'],
  async run(line, cli) {
    const epochs = line.value(epochsOption);
    return withEngine(cli, engineWishes(line), async (engine) => {
      const handle = valueOf(await engine.resume(runFolderOf(line.argument, cli.cwd), epochs === undefined ? {} : { epochs }), cli);
      return exitCodeOf(await followRun(handle, cli.terminal));
    });
  },
};
