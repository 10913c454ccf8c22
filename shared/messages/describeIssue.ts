import type { Issue, IssueValue } from '../check/issue.ts';
import { issueTexts } from './issueTexts.ts';
import type { IssueText } from './issueText.ts';
import type { Language } from './language.ts';

/** An issue in words: what is wrong and where (`message`), and the way out (`hint`). */
export function describeIssue(found: Issue, language: Language): { message: string; hint: string } {
  const text: IssueText = issueTexts[found.code];
  const values = valuesOf(found);
  const fill = (template: string): string =>
    template.replace(/\{(\w+)\}/g, (gap, name: string) => (Object.hasOwn(values, name) ? show(values[name], language) : gap));
  return { message: fill(text[language].message), hint: fill(text[language].hint) };
}

/** What of its node an issue speaks of, by its title: a port or a parameter; null where it speaks of the whole node. */
export function partOf(found: Issue, language: Language): string | null {
  const { port, param } = valuesOf(found);
  const part = found.at.port === undefined ? (found.at.param === undefined ? undefined : param) : port;
  return part === undefined ? null : show(part, language);
}

function valuesOf({ at, values }: Issue): Readonly<Record<string, IssueValue>> {
  return { ...at, ...values };
}

function show(value: IssueValue | undefined, language: Language): string {
  return String(typeof value === 'object' ? value[language] : value);
}
