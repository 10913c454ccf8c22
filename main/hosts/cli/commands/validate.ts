import { analyseDocument } from '../../../../shared/check/analyse.ts';
import type { Issue } from '../../../../shared/check/issue.ts';
import { knownFacts } from '../../../../shared/data/knownFacts.ts';
import type { CliCommand } from '../cliCommand.ts';
import { valueOf, withEngine } from '../engineSession.ts';
import { exitCodes } from '../exitCodes.ts';
import { showCount, showPlural } from '../figures.ts';
import { resolveModel } from '../resolveModel.ts';

export const validateCommand: CliCommand = {
  name: 'validate',
  argument: { name: 'model', help: { en: 'a .hourglass.json file, or a template', zh: '.hourglass.json 文件或模板名' } },
  summary: { en: 'Name everything that is wrong with a model', zh: '指出模型中的所有问题' },
  options: [],
  examples: ['validate my.hourglass.json', 'validate 4-vae-published', 'validate my.hourglass.json --json'],
  async run(line, cli) {
    const { terminal } = cli;
    const { document } = valueOf(await resolveModel(line.argument, cli.cwd, cli.terminal.language), cli);
    const analysis = analyseDocument(document);
    // Without facts of its own, the data set must be opened to know what it feeds.
    const issues = knownFacts(document.data) ? analysis.issues : await withEngine(cli, {}, (engine) => engine.validate(document));
    terminal.issues(issues, 'result');
    const count = (severity: Issue['severity']): number => issues.filter((found) => found.severity === severity).length;
    const [errors, warnings, notes] = [count('error'), count('warning'), count('note')];
    terminal.object({
      event: 'validation',
      model: line.argument,
      name: document.name,
      ok: errors === 0,
      errors,
      warnings,
      notes,
      parameters: analysis.parameterCount,
    });
    terminal.line({
      en: `${line.argument}: ${showPlural(errors, 'error')}, ${showPlural(warnings, 'warning')}, ${showPlural(notes, 'note')}; ${showPlural(analysis.parameterCount, 'parameter')}`,
      zh: `${line.argument}：${errors} 个错误，${warnings} 个警告，${notes} 个提示；${showCount(analysis.parameterCount)} 个参数`,
    });
    return errors === 0 ? exitCodes.done : exitCodes.input;
  },
};
