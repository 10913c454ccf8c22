import type { IssueText } from '../issueText.ts';

export const documentIssues = {
} as const satisfies Record<string, IssueText>;
