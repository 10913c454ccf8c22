import { knownFacts } from '../../../../shared/data/knownFacts.ts';
import type { DataKind } from '../../../../shared/data/dataReference.ts';
import { datasetCatalogue } from '../../../engine/engine.ts';
import type { DatasetEntry } from '../../../engine/engine.ts';
import type { CliCommand } from '../cliCommand.ts';
import { exitCodes } from '../exitCodes.ts';
import type { Terminal } from '../terminal.ts';

/** What puts a data set on this machine; generated ones and the user's own need nothing. */
const commandThatGets: Partial<Record<DataKind, string>> = {
  mnist: 'npm run setup',
  'fashion-mnist': 'sudo apt-get install -y dataset-fashion-mnist',
};

export const datasetsCommand: CliCommand = {
  name: 'datasets',
  summary: { en: 'List the data sets, and what gets those that are not here', zh: '列出数据集，以及获取尚缺数据集的命令' },
  options: [],
  examples: ['datasets', 'datasets --json'],
  run: async (_line, { terminal, root }) => {
    for (const entry of await datasetCatalogue({ root })) tellDataset(entry, terminal);
    return exitCodes.done;
  },
};

/** One data set, both ways. */
export function tellDataset({ kind, title, about, source, origin, available }: DatasetEntry, { object, line, words }: Terminal): void {
  const facts = knownFacts({ kind, normalise: 'unit' });
  const command = available ? null : (commandThatGets[kind] ?? null);
  object({
    event: 'dataset',
    kind,
    title: words(title),
    about: words(about),
    source: words(source),
    origin,
    shape: facts?.shape ?? null,
    classes: facts?.classes ?? null,
    available,
    command,
  });
  const state = available ? '' : words({ en: '  not on this machine', zh: '  本机没有' });
  line(`${kind.padEnd(14)} ${words(title)}: ${words(about)}${state}`);
  if (!available) line(`${''.padEnd(15)}${words(source)}${command === null ? '' : `  → ${command}`}`);
}
