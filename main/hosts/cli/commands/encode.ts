import { extname, join, resolve } from 'node:path';
import { refuse } from '../../../../shared/check/issue.ts';
import { matrixColumns, writeCsv, writeNpy } from '../../../engine/engine.ts';
import type { Codes, CsvColumn } from '../../../engine/engine.ts';
import type { CliCommand } from '../cliCommand.ts';
import { withRun } from '../engineSession.ts';
import { exitCodes } from '../exitCodes.ts';
import { showCount } from '../figures.ts';
import { textOption } from '../optionSpecs.ts';
import { deviceOption, runArgument, splitOption, threadsOption } from '../sharedOptions.ts';
import { writeOut } from '../writeOut.ts';

const out = textOption(
  {
    name: 'out',
    help: {
      en: 'a .csv (mean, std, label), or a .npy of the means (with .std.npy and .label.npy beside it); default: a CSV in the run’s folder',
      zh: '.csv（均值、标准差、标签），或 .npy（均值，旁边另有 .std.npy 与 .label.npy）；默认在运行文件夹中写 CSV',
    },
  },
  'FILE',
);

export const encodeCommand: CliCommand = {
  name: 'encode',
  argument: runArgument,
  summary: { en: 'Write the latent code of every example of a split', zh: '写出某一划分中每个样本的潜在编码' },
  options: [splitOption, out, deviceOption, threadsOption],
  examples: ['encode runs/first', 'encode runs/first --split test --out codes.npy'],
  run: (line, cli) => {
    const split = line.value(splitOption) ?? 'validation',
      wanted = line.value(out);
    return withRun(line, cli, async (run) => {
      const file = wanted === undefined ? join(run.folder, `codes-${split}.csv`) : resolve(cli.cwd, wanted);
      const write = writers[extname(file).toLowerCase()] ?? refuse('output-unknown', { file: wanted ?? file }, { endings: Object.keys(writers).join(', ') });
      const codes = await run.encode(split);
      const files = await writeOut(file, () => write(file, codes));
      const [examples = 0, latent = 0] = codes.mean.shape;
      cli.terminal.object({ event: 'encoded', run: run.folder, split, examples, latent, files, device: run.device });
      cli.terminal.line({
        en: `${showCount(examples)} codes of ${latent} dimensions: ${files.join(', ')}`,
        zh: `${showCount(examples)} 个 ${latent} 维编码：${files.join('、')}`,
      });
      return exitCodes.done;
    });
  },
};

const writers: Readonly<Record<string, (file: string, codes: Codes) => Promise<readonly string[]>>> = {
  async '.csv'(file, { mean, stdDev, labels, classes }) {
    const columns: CsvColumn[] = [...matrixColumns(mean, (i) => `mean_${i}`), ...(stdDev ? matrixColumns(stdDev, (i) => `std_${i}`) : [])];
    if (labels) columns.push({ name: 'label', cells: labels });
    if (labels && classes) columns.push({ name: 'class', cells: Array.from(labels, (label) => classes[label] ?? String(label)) });
    await writeCsv(file, columns);
    return [file];
  },
  async '.npy'(file, { mean, stdDev, labels }) {
    const beside = (part: string): string => file.replace(/\.npy$/i, `.${part}.npy`);
    await writeNpy(file, mean);
    if (stdDev) await writeNpy(beside('std'), stdDev);
    if (labels) await writeNpy(beside('label'), { shape: [labels.length], values: labels });
    return [file, ...(stdDev ? [beside('std')] : []), ...(labels ? [beside('label')] : [])];
  },
};
