import type { Issue } from '../../../shared/check/issue.ts';
import { describeIssue } from '../../../shared/messages/describeIssue.ts';
import type { Language, Text } from '../../../shared/messages/language.ts';

/** The part of a stream that the command line writes to. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

/** What a command says, and to whom: people read lines, programs read one JSON object a line. Each command says everything both ways; one of them is mute. */
export interface Terminal {
  readonly language: Language;
  readonly json: boolean;
  /** Where a progress bar may be drawn; null without a person at a terminal. */
  readonly bar: NodeJS.WriteStream | null;
  /** A line on stdout for people. */
  line(text?: Text | string): void;
  /** A line on stderr for people, beside the result; with --json too. */
  aside(text: Text | string): void;
  /** An object on stdout for programs. */
  object(record: JsonRecord): void;
  /** Issues, either way; for people on stderr, or on stdout where they are the result. */
  issues(issues: readonly Issue[], where?: 'aside' | 'result'): void;
  /** The words of a text in the user's language. */
  words(text: Text | string): string;
}

/** What a program reads: always with its `event`. */
export type JsonRecord = { readonly event: string } & Readonly<Record<string, unknown>>;

export interface TerminalOptions {
  readonly json: boolean;
  readonly language: Language;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly bar?: NodeJS.WriteStream | null;
}

export function createTerminal({ json, language, stdout, stderr, bar = null }: TerminalOptions): Terminal {
  const words = (text: Text | string): string => (typeof text === 'string' ? text : text[language]);
  const line = (text: Text | string = ''): void => void (json || stdout.write(`${words(text)}\n`));
  /** The one place from which JSON leaves. */
  const object = (record: JsonRecord): void => void (json && stdout.write(`${JSON.stringify(record)}\n`));
  return {
    language,
    json,
    words,
    line,
    object,
    bar: json ? null : bar,
    aside: (text) => void stderr.write(`${words(text)}\n`),
    issues(issues, where = 'aside') {
      for (const found of issues) {
        object({ event: 'issue', ...issueRecord(found, language) });
        if (!json) for (const part of issueLines(found, language)) (where === 'result' ? stdout : stderr).write(`${part}\n`);
      }
    },
  };
}

/** An issue as programs read it. */
export function issueRecord(found: Issue, language: Language): Readonly<Record<string, unknown>> {
  return { code: found.code, severity: found.severity, at: found.at, ...describeIssue(found, language) };
}

const severities: Readonly<Record<Issue['severity'], Text>> = {
  error: { en: 'error', zh: '错误' },
  warning: { en: 'warning', zh: '警告' },
  note: { en: 'note', zh: '提示' },
};

/** An issue as people read it: severity, code and place, then cause and way out. */
export function issueLines(found: Issue, language: Language): readonly string[] {
  const { message, hint } = describeIssue(found, language);
  const { node, port, param, edge, file, path } = found.at;
  const place = [node && [node, port ?? param].filter(Boolean).join('.'), !node && edge, file, path].filter(Boolean).join(' ');
  return [`${severities[found.severity][language]}  ${found.code}${place ? `  ${place}` : ''}`, `  ${message}`, `  → ${hint}`];
}
