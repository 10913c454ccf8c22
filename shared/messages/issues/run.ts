import type { IssueText } from '../issueText.ts';

export const runIssues = {
} as const satisfies Record<string, IssueText>;
