import type { IssueText } from '../issueText.ts';

export const dataIssues = {
} as const satisfies Record<string, IssueText>;
