import type { IssueCode } from '../messages/issueTexts.ts';
import { issueTexts } from '../messages/issueTexts.ts';
import type { Text } from '../messages/language.ts';
import type { EditCommand } from '../graph/edit.ts';

export type Severity = 'error' | 'warning' | 'note';

/** Where a problem stands. Every field is optional: a problem of the whole document names none. */
export interface Place {
  readonly node?: string;
  readonly port?: string;
  readonly param?: string;
  readonly edge?: string;
  /** A file on disk, as the user named it. */
  readonly file?: string;
  /** A path inside a JSON document or a row of a table, e.g. `nodes.enc.params.units` or `row 17`. */
  readonly path?: string;
}

/** What fills one gap of a message: a text in both languages where what it names has one (a node without a name of its own, a port, a parameter). */
export type IssueValue = string | number | Text;

/** The words that fill a message's `{name}` gaps; a gap without one takes the field of the place that has its name. */
export type IssueValues = Readonly<Record<string, IssueValue>>;

/** A mechanical repair: edit commands that, applied in order, remove the problem. One undo entry. */
export interface Fix {
  /** Key into `fixTexts`: what the button says. */
  readonly title: string;
  readonly commands: readonly EditCommand[];
}

/** One expected problem, as a value. Its prose is rendered by `describeIssue`; tests assert `code` and `at`, never prose. */
export interface Issue {
  readonly code: IssueCode;
  readonly severity: Severity;
  readonly at: Place;
  readonly values: IssueValues;
  readonly fix?: Fix;
}

/** What every stage `A → { value, issues }` returns. `value` is undefined only where nothing at all could be made. */
export interface Outcome<T> {
  readonly value: T | undefined;
  readonly issues: readonly Issue[];
}

/** Makes an issue; its severity is the one its code states in the message table. */
export function issue(code: IssueCode, at: Place = {}, values: IssueValues = {}, fix?: Fix): Issue {
  const severity = issueTexts[code].severity;
  return fix ? { code, severity, at, values, fix } : { code, severity, at, values };
}

export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((found) => found.severity === 'error');
}

/** Thrown where an expected problem must unwind through code that has no other way out (async generators, file readers). Carries the issues; the outermost caller turns it back into a value. */
export class IssueError extends Error {
  readonly issues: readonly Issue[];
  constructor(issues: readonly Issue[]) {
    super(issues.map((found) => `${found.code} ${JSON.stringify(found.at)} ${JSON.stringify(found.values)}`).join('; '));
    this.name = 'IssueError';
    this.issues = issues;
  }
}

/** Throws one coded issue. */
export function refuse(code: IssueCode, at: Place = {}, values: IssueValues = {}): never {
  throw new IssueError([issue(code, at, values)]);
}
