import type { Issue, IssueValue } from '../check/issue.ts';
import { issueTexts } from './issueTexts.ts';
import type { IssueText } from './issueText.ts';
import type { Language } from './language.ts';

/** An issue in words: what is wrong and where (`message`), and the way out (`hint`). */
export function describeIssue(found: Issue, language: Language): { message: string; hint: string } {
  const text: IssueText = issueTexts[found.code];
  const values: Readonly<Record<string, IssueValue>> = { ...found.at, ...found.values };
  const show = (value: IssueValue | undefined): string => String(typeof value === 'object' ? value[language] : value);
  const fill = (template: string): string => template.replace(/\{(\w+)\}/g, (gap, name: string) => (Object.hasOwn(values, name) ? show(values[name]) : gap));
  return { message: fill(text[language].message), hint: fill(text[language].hint) };
}
