import { join, resolve } from 'node:path';
import { exportFormats, exportParts, sampleForms } from '../../../engine/engine.ts';
import type { Exported, ExportFormatId } from '../../../engine/engine.ts';
import type { Text } from '../../../../shared/messages/language.ts';
import type { Cli, CliCommand, OptionSpec } from '../cliCommand.ts';
import { engineWishes, valueOf, withEngine } from '../engineSession.ts';
import { exitCodes } from '../exitCodes.ts';
import { showBytes } from '../figures.ts';
import { choiceOption, intOption, textOption } from '../optionSpecs.ts';
import { runFolderOf } from '../runPlaces.ts';
import { deviceOption, runArgument, threadsOption } from '../sharedOptions.ts';

const part = choiceOption(
  {
    name: 'part',
    help: {
      en: 'what of the model: full (default), encoder, decoder or classifier',
      zh: '导出模型的哪一部分：full（完整，默认）、encoder、decoder 或 classifier',
    },
  },
  exportParts,
);
const format = choiceOption(
  { name: 'format', help: { en: 'in which form; default keras', zh: '导出格式；默认 keras' } },
  exportFormats.map(({ id }) => id),
);
const sample = choiceOption(
  {
    name: 'sample',
    help: {
      en: 'what a Sample node becomes: mean (default), noise (ε as an input) or sampled (drawn by the target itself)',
      zh: '采样节点的处理：mean（取均值，默认）、noise（ε 作为输入）或 sampled（由目标框架自行抽样）',
    },
  },
  sampleForms,
);
const checkpoint: OptionSpec<number | 'best' | 'last'> = {
  name: 'checkpoint',
  value: 'N|best|last',
  help: { en: 'weights after which epoch; default last, best where training stopped early', zh: '使用哪一轮之后的权重；默认 last，启用早停时为 best' },
  parse: (text) => (text === 'best' || text === 'last' ? text : /^\d{1,9}$/.test(text) ? Number(text) : undefined),
  expected: { en: 'the number of an epoch, best or last', zh: '轮次编号、best 或 last' },
};
const out = textOption(
  {
    name: 'out',
    help: {
      en: 'file or folder to write, with report and read-me beside it; default: in the run’s folder',
      zh: '要写入的文件或文件夹，报告与说明放在旁边；默认写入运行文件夹',
    },
  },
  'PATH',
);
const licence = textOption({ name: 'licence', help: { en: 'licence to state with the model', zh: '随模型声明的许可证' } }, 'TEXT');
const examples = intOption(
  { name: 'examples', help: { en: 'held examples to verify the file on; default 64', zh: '用于验证文件的留出样本数；默认 64' } },
  { min: 1, max: 10_000 },
);
const verify = {
  name: 'verify',
  help: {
    en: 'ask the format’s own library too, where a Python has it (HOURGLASS_PEER_PYTHON, or npm run peer)',
    zh: '若有相应 Python（HOURGLASS_PEER_PYTHON 或 npm run peer），另用该格式自身的库核对',
  },
} as const;
const replace = { name: 'replace', help: { en: 'take the place of an earlier export', zh: '替换此前的导出' } } as const;

export const exportCommand: CliCommand = {
  name: 'export',
  argument: runArgument,
  summary: { en: 'Write the model for other programs, verified against itself', zh: '将模型导出给其他程序使用，并与自身核对' },
  options: [part, format, sample, checkpoint, out, licence, replace, examples, verify, deviceOption, threadsOption],
  examples: [
    'export runs/first --out first.keras',
    'export runs/first --part decoder --format tfjs --out web/decoder',
    'export runs/first --sample noise --checkpoint 3 --licence "CC BY 4.0"',
  ],
  run: async (line, cli) => {
    const folder = runFolderOf(line.argument, cli.cwd);
    const wish = { part: line.value(part) ?? 'full', format: line.value(format) ?? 'keras', sample: line.value(sample) ?? 'mean' } as const;
    const wanted = line.value(out);
    const path = wanted === undefined ? join(folder, 'exports', `${wish.part}-${wish.sample}-${wish.format}`) : resolve(cli.cwd, wanted);
    return withEngine(cli, engineWishes(line), async (engine) => {
      const exported = valueOf(
        await engine.export(folder, {
          ...wish,
          path,
          replace: line.flag(replace),
          peer: line.flag(verify),
          licence: line.value(licence) ?? null,
          examples: line.value(examples),
          checkpoint: line.value(checkpoint),
        }),
        cli,
      );
      tell(exported, { ...wish, run: folder }, cli);
      return exitCodes.done;
    });
  },
};

interface Asked {
  readonly run: string;
  readonly part: string;
  readonly format: ExportFormatId;
  readonly sample: string;
}

function tell(exported: Exported, asked: Asked, { terminal }: Cli): void {
  const { path, report, readme, licenceFile, bytes, verification, snippet } = exported;
  terminal.object({ event: 'exported', ...asked, path, report, readme, licenceFile, bytes, verification, snippet });
  terminal.line(`${path}  ${showBytes(bytes)}`);
  terminal.line(difference(exported));
  if (verification.peer) terminal.line(peerWords(verification.peer));
  terminal.line({ en: `Report: ${report}`, zh: `报告：${report}` });
  terminal.line();
  terminal.line(snippet.trimEnd());
}

function difference({ verification: { examples, largestDifference, by, outputs } }: Exported): Text {
  const gap = largestDifference?.toPrecision(2);
  const drawn = outputs.filter(({ measure }) => measure === 'moments').map(({ output }) => output);
  const en = [
    gap === undefined ? null : `${by === 'file' ? 'Verified' : 'Layers verified'} on ${examples} held examples: largest absolute difference ${gap}.`,
    drawn.length > 0 ? `Drawn by the target, checked by mean and variance: ${drawn.join(', ')}.` : null,
  ];
  const zh = [
    gap === undefined ? null : `已用 ${examples} 个留出样本${by === 'file' ? '核对' : '核对各层'}：最大绝对差 ${gap}。`,
    drawn.length > 0 ? `由目标框架抽样、按均值与方差核对：${drawn.join('、')}。` : null,
  ];
  return { en: en.filter((text) => text !== null).join(' '), zh: zh.filter((text) => text !== null).join('') };
}

function peerWords(peer: NonNullable<Exported['verification']['peer']>): Text {
  if ('notRun' in peer)
    return peer.notRun === 'no-python'
      ? { en: 'Its own library was not asked: no Python was found (npm run peer makes one).', zh: '未用其自身的库核对：找不到 Python（npm run peer 可创建）。' }
      : { en: 'Its own library was not asked: there is none for this format.', zh: '未用其自身的库核对：此格式没有可用的库。' };
  const gap = peer.largestDifference?.toPrecision(2);
  return gap === undefined
    ? { en: `By ${peer.by}: mean and variance agree.`, zh: `${peer.by}：均值与方差一致。` }
    : { en: `By ${peer.by}: largest absolute difference ${gap}.`, zh: `${peer.by}：最大绝对差 ${gap}。` };
}
