import { templateIds, templates } from '../../../../shared/templates/templates.ts';
import type { CliCommand } from '../cliCommand.ts';
import { exitCodes } from '../exitCodes.ts';

export const templatesCommand: CliCommand = {
  name: 'templates',
  summary: { en: 'List the models to start from', zh: '列出可作为起点的模型' },
  options: [],
  examples: ['templates', 'templates --json'],
  run: (_line, { terminal }) => {
    const width = Math.max(...templateIds.map((id) => id.length));
    for (const id of templateIds) {
      const { title, summary, published, codes } = templates[id];
      terminal.object({ event: 'template', id, title: terminal.words(title), summary: terminal.words(summary), published, codes });
      terminal.line(`${id.padEnd(width)}  ${terminal.words(summary)}`);
    }
    return Promise.resolve(exitCodes.done);
  },
};
