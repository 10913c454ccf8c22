import type { IssueText } from '../issueText.ts';

export const modelIssues = {
} as const satisfies Record<string, IssueText>;
