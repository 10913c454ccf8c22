import type { Issue } from '../check/issue.ts';
import { issueTexts } from './issueTexts.ts';
import type { IssueText } from './issueText.ts';
import type { Language } from './language.ts';

const fill = (template: string, values: Issue['values']): string =>
  template.replace(/\{(\w+)\}/g, (gap, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : gap));

/** An issue in words: what is wrong and where (`message`), and the way out (`hint`). */
export function describeIssue(found: Issue, language: Language): { message: string; hint: string } {
  const text: IssueText = issueTexts[found.code];
  const values = { ...found.at, ...found.values };
  return { message: fill(text[language].message, values), hint: fill(text[language].hint, values) };
}
