import type { Fix, Issue, Place } from '../check/issue.ts';
import type { EditCommand } from '../graph/edit.ts';
import { parseEditCommand } from '../graph/editSchema.ts';
import { issueTexts } from '../messages/issueTexts.ts';
import type { IssueCode } from '../messages/issueTexts.ts';
import { z } from '../z.ts';

/** Any number there is, NaN and infinity among them: figures of a run that breaks down hold them, and structured clone carries them. */
export const real: z.ZodType<number> = z.custom<number>((value) => typeof value === 'number');

const text = z.string().max(20_000);

const place: z.ZodType<Place> = z.strictObject({
  node: text.optional(),
  port: text.optional(),
  param: text.optional(),
  edge: text.optional(),
  file: text.optional(),
  path: text.optional(),
});

const editCommand = z.unknown().transform((json, context): EditCommand => {
  const { value, issues } = parseEditCommand(json);
  if (value) return value;
  context.addIssue({ code: 'custom', message: issues.map(({ code }) => code).join(', ') });
  return z.NEVER;
});

const fix: z.ZodType<Fix> = z.strictObject({ title: text, commands: z.array(editCommand).max(10_000) });

/** An issue as it travels. */
export const issueSchema: z.ZodType<Issue> = z.strictObject({
  code: z.custom<IssueCode>((value) => typeof value === 'string' && Object.hasOwn(issueTexts, value)),
  severity: z.enum(['error', 'warning', 'note']),
  at: place,
  values: z.record(z.string().max(64), z.union([text, real, z.strictObject({ en: text, zh: text })])),
  fix: fix.optional(),
});

export const issuesSchema: z.ZodType<readonly Issue[]> = z.array(issueSchema);
