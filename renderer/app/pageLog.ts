/** One line of the page's log. */
export interface LogLine {
  readonly at: string;
  readonly level: 'error' | 'note';
  readonly text: string;
}

/** Most lines kept, newest last. */
const mostLines = 200;
const lines: LogLine[] = [];

/** Keeps a line for the diagnostics. Say nothing of the user's data here. */
export function logLine(level: LogLine['level'], text: string): void {
  lines.push({ at: new Date().toISOString(), level, text: text.slice(0, 4000) });
  if (lines.length > mostLines) lines.shift();
}

export const pageLog = (): readonly LogLine[] => [...lines];

/** Keeps what nobody caught. */
export function watchForFailures(): void {
  window.addEventListener('error', ({ message, error }) => logLine('error', error instanceof Error ? (error.stack ?? message) : message));
  window.addEventListener('unhandledrejection', ({ reason }) => logLine('error', reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)));
}
