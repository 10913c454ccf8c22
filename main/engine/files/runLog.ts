import { issue, refuse } from '../../../shared/check/issue.ts';
import type { Issue } from '../../../shared/check/issue.ts';
import { runEventSchema } from '../../../shared/protocol/runSchemas.ts';
import type { RunEvent } from '../../../shared/run/runEvent.ts';

/** Words for the numbers that JSON has none for; a figure of a run that breaks down may be any of them. */
const beyondJson: ReadonlyMap<string, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);
const marker = 'number';

/** One JSON object a line, each line ended. A number that JSON cannot write stands as `{"number":"NaN"}`. */
export function encodeRunLog(events: readonly RunEvent[]): string {
  const write = (_: string, value: unknown): unknown => (typeof value === 'number' && !Number.isFinite(value) ? { [marker]: String(value) } : value);
  return events.map((event) => `${JSON.stringify(event, write)}\n`).join('');
}

export interface RunLog {
  readonly events: readonly RunEvent[];
  readonly issues: readonly Issue[];
  /** Whether the text ends where a line ends, so that another can be appended. */
  readonly whole: boolean;
}

/**
 * Reads a log back. Its last line may have been cut off by a crash: it is left out, with the note `run-log-cut`.
 * Any other line that is no event is damage. Throws IssueError `run-broken` with the line.
 */
export function parseRunLog(text: string, file: string): RunLog {
  const lines = text.split('\n');
  const events: RunEvent[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const path = `line ${index + 1}`;
    const event = parseEvent(line);
    if (event) events.push(event);
    else if (index === lines.length - 1) return { events, issues: [issue('run-log-cut', { file, path })], whole: false };
    else return refuse('run-broken', { file, path }, { reason: `${path} is not an event` });
  }
  return { events, issues: [], whole: text === '' || text.endsWith('\n') };
}

function parseEvent(line: string): RunEvent | null {
  try {
    const parsed = runEventSchema.safeParse(JSON.parse(line, readNumber));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function readNumber(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !(marker in value) || Object.keys(value).length !== 1) return value;
  return typeof value.number === 'string' ? (beyondJson.get(value.number) ?? value) : value;
}
