import { issue, IssueError } from '../check/issue.ts';
import type { Issue, Outcome } from '../check/issue.ts';
import { showPath, showValue } from '../graph/plainJson.ts';
import { schemaFindings } from '../graph/schemaIssues.ts';
import type { z } from '../z.ts';
import type { CallName } from './contract.ts';

/** An outcome with a value. */
export function granted<T>(value: T, issues: readonly Issue[] = []): Outcome<T> {
  return { value, issues };
}

/** An outcome without one. */
export function refused(...issues: readonly Issue[]): Outcome<never> {
  return { value: undefined, issues };
}

/** A call's parameters or result, read; or what is wrong with them, `protocol-payload` or the issues of the document inside. (Null is a payload, so this is no Outcome.) */
export type Read<T> = { readonly success: true; readonly data: T } | { readonly success: false; readonly issues: readonly Issue[] };

/** Most findings that a refusal lists. */
const mostFindings = 20;

export function readPayload<T>(call: CallName, schema: z.ZodType<T>, payload: unknown): Read<T> {
  try {
    const parsed = schema.safeParse(payload);
    return parsed.success ? parsed : { success: false, issues: payloadIssues(call, parsed.error.issues, payload) };
  } catch (error) {
    if (error instanceof IssueError) return { success: false, issues: error.issues };
    throw error;
  }
}

function payloadIssues(call: CallName, raised: readonly z.core.$ZodIssue[], payload: unknown): readonly Issue[] {
  return schemaFindings(raised, payload)
    .slice(0, mostFindings)
    .map(({ path, expected, found, kind }) => {
      const place = showPath(kind === 'unknown' ? [...path, found] : path) || '(payload)';
      return issue(
        'protocol-payload',
        { path: place },
        { call, path: place, found: kind === 'unknown' ? '(unknown)' : found, expected: expected || '(nothing)' },
      );
    });
}

/** What is wrong with a message's envelope, as one issue. */
export function messageIssue(raised: readonly z.core.$ZodIssue[], message: unknown): Issue {
  const [finding] = schemaFindings(raised, message);
  const path = showPath(finding?.path ?? []) || '(message)';
  return issue('protocol-message', { path }, { path, found: finding?.found ?? showValue(message) });
}
