import { Command, CommanderError, Option } from 'commander';
import { hasErrors, issue, IssueError } from '../../../shared/check/issue.ts';
import { languages } from '../../../shared/messages/language.ts';
import type { Language, Text } from '../../../shared/messages/language.ts';
import { appVersion } from '../../engine/engine.ts';
import { UsageError } from './cliCommand.ts';
import type { Cli, CliCommand, CommandLine } from './cliCommand.ts';
import { cliLanguage } from './cliLanguage.ts';
import { cliCommands } from './cliCommands.ts';
import { exitCodes } from './exitCodes.ts';
import type { ExitCode } from './exitCodes.ts';
import { nearNames } from './nearNames.ts';
import { createTerminal } from './terminal.ts';
import type { Sink, Terminal } from './terminal.ts';

/** Where a command line runs: streams, environment and folders. */
export interface CliWorld {
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Where a progress bar may be drawn. */
  readonly bar: NodeJS.WriteStream | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly root: string;
  readonly cwd: string;
}

/** Runs a command line (without `node` and script) and gives its exit code. Never rejects. */
export async function runCli(args: readonly string[], world: CliWorld, commands: readonly CliCommand[] = cliCommands): Promise<ExitCode> {
  // 1. How to speak must be known before the command line is understood.
  const language = cliLanguage(args, world.environment);
  const terminal = createTerminal({ json: args.includes('--json'), language, stdout: world.stdout, stderr: world.stderr, bar: world.bar });
  // 2. Understand it, and do what it says.
  let exitCode: ExitCode = exitCodes.done;
  const cli: Cli = { terminal, root: world.root, cwd: world.cwd };
  const program = createProgram(commands, { terminal, stderr: world.stderr, stdout: world.stdout }, async (command, line) => {
    exitCode = await command.run(line, cli);
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // 3. Every end has its code.
    return endOf(error, terminal, world.stderr);
  }
}

function endOf(error: unknown, terminal: Terminal, stderr: Sink): ExitCode {
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
  if (error instanceof UsageError || error instanceof CommanderError) {
    const reason = error instanceof UsageError ? terminal.words(error.reason) : error.message.replace(/^error: /, '');
    terminal.issues([issue('usage', {}, { reason })]);
    return exitCodes.usage;
  }
  if (error instanceof IssueError) {
    terminal.issues(error.issues);
    return hasErrors(error.issues) ? exitCodes.input : exitCodes.done;
  }
  terminal.issues([issue('engine-failed', {}, { reason: error instanceof Error ? error.message : String(error) })]);
  if (error instanceof Error && error.stack) stderr.write(`${error.stack}\n`);
  return exitCodes.engine;
}

interface Streams {
  readonly terminal: Terminal;
  readonly stdout: Sink;
  readonly stderr: Sink;
}

const headings: Readonly<Record<string, string>> = { 'Usage:': '用法：', 'Options:': '选项：', 'Commands:': '命令：', 'Arguments:': '参数：' };
const helpText: Text = { en: 'show this help', zh: '显示帮助' };
const jsonText: Text = { en: 'one JSON object a line on stdout, and nothing else there', zh: '在标准输出上每行输出一个 JSON 对象，别无其他' };
const languageText: Text = { en: 'language of messages; default: from LANG', zh: '消息的语言；默认取自 LANG' };
const summary: Text = {
  en: 'Trains autoencoders and variational autoencoders, and looks inside them.\nIn the folder of Hourglass, type: npm run -s hourglass -- <command>',
  zh: '训练自编码器与变分自编码器，并查看其内部。\n在 Hourglass 文件夹中输入：npm run -s hourglass -- <命令>',
};

function createProgram(commands: readonly CliCommand[], streams: Streams, run: (command: CliCommand, line: CommandLine) => Promise<void>): Command {
  const { words } = streams.terminal;
  const program = speaking(new Command('hourglass'), streams)
    .description(words(summary))
    .version(appVersion, '--version', words({ en: 'show the version', zh: '显示版本' }));
  program.helpCommand(false);
  for (const command of commands) {
    const { name, argument, options, examples } = command;
    const sub = speaking(new Command(name), streams).description(words(command.summary));
    if (argument) sub.argument(`<${argument.name}>`, words(argument.help));
    for (const option of options) sub.addOption(new Option(`--${option.name}${option.value === undefined ? '' : ` <${option.value}>`}`, words(option.help)));
    sub.addHelpText('after', `\n${words({ en: 'Examples:', zh: '示例：' })}\n${examples.map((example) => `  hourglass ${example}`).join('\n')}`);
    sub.action(() => run(command, lineOf(sub)));
    program.addCommand(sub);
  }
  program.action(() => {
    const [unknown] = program.args;
    if (unknown !== undefined) {
      const near = nearNames(
        unknown,
        commands.map(({ name }) => name),
      ).join(', ');
      throw new UsageError({ en: `there is no command “${unknown}”; did you mean ${near}?`, zh: `没有命令“${unknown}”；您是否想输入 ${near}？` });
    }
    program.outputHelp({ error: true });
    throw new UsageError({ en: 'a command is missing', zh: '缺少命令' });
  });
  return program;
}

/** What every command has: help, `--json`, `--language`, and this house's way of ending. */
function speaking(command: Command, { terminal, stdout, stderr }: Streams): Command {
  const { language, json, words } = terminal;
  return command
    .exitOverride()
    .helpOption('-h, --help', words(helpText))
    .addOption(new Option('--json', words(jsonText)))
    .addOption(new Option('--language <language>', words(languageText)).choices(languages))
    .allowExcessArguments(command.name() === 'hourglass')
    .configureHelp({ styleTitle: (title) => heading(title, language) })
    .configureOutput({
      writeOut: (text) => (json ? terminal.object({ event: 'help', text }) : void stdout.write(text)),
      // Usage errors are said once, by `endOf`; only help for a missing command comes this way.
      writeErr: (text) => void (json || text.startsWith('error:') || stderr.write(text)),
    });
}

const heading = (title: string, language: Language): string => (language === 'zh' ? (headings[title] ?? title) : title);

function lineOf(command: Command): CommandLine {
  const valueOf = (name: string): unknown => command.getOptionValue(name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()));
  return {
    argument: command.args[0] ?? '',
    // What is switched off is known to commander by the name of what it switches.
    flag: ({ name }) => (name.startsWith('no-') ? valueOf(name.slice(3)) === false : valueOf(name) === true),
    value(spec) {
      const text = valueOf(spec.name);
      if (typeof text !== 'string') return undefined;
      const value = spec.parse(text);
      if (value !== undefined) return value;
      throw new UsageError({ en: `--${spec.name} takes ${spec.expected.en}, not “${text}”`, zh: `--${spec.name} 应为${spec.expected.zh}，而不是“${text}”` });
    },
  };
}
