import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sameText } from '../../../shared/messages/language.ts';
import type { Text } from '../../../shared/messages/language.ts';
import { z } from '../../../shared/z.ts';

/** The ways to native TensorFlow, in the order in which set-up tries them. */
export const tensorflowRungs = ['present', 'cache', 'wheel', 'download'] as const;
export type TensorflowRung = (typeof tensorflowRungs)[number];

const attemptSchema = z.object({
  rung: z.enum(tensorflowRungs),
  ok: z.boolean(),
  /** One line: what was found, or why this way was closed. Reports of earlier builds have it in English alone. */
  reason: z.union([z.string().transform(sameText), z.object({ en: z.string(), zh: z.string() })]),
  /** The one command that opens this way, where there is such a command. */
  command: z.string().optional(),
});

const setupReportSchema = z.object({
  version: z.literal(1),
  /** When set-up ended, ISO 8601. */
  at: z.string(),
  /** What the report was made for; where one of them changes, set-up runs again. */
  stamp: z.object({ lockHash: z.string(), buildTools: z.string() }),
  node: z.object({ version: z.string() }),
  tensorflow: z.object({
    /** The way that led to a working addon; null: none, and WebAssembly is the fastest device. */
    rung: z.enum(tensorflowRungs).nullable(),
    /** TensorFlow's version as its library states it, such as 2.21.0; null where there is none. */
    version: z.string().nullable(),
    attempts: z.array(attemptSchema),
  }),
  /** Files, relative to the repository's folder, that must be there for the report to hold. */
  files: z.array(z.string()),
});

/** What each way is called. */
export const rungTitles: Readonly<Record<TensorflowRung, Text>> = {
  present: { en: 'already there', zh: '已有的' },
  cache: { en: 'built earlier on this machine', zh: '本机先前构建的' },
  wheel: { en: 'Python wheel and build', zh: 'Python wheel 加构建' },
  download: { en: "tfjs-node's own download", zh: 'tfjs-node 自带的下载' },
};

/** One try of one rung. */
export type SetupAttempt = z.infer<typeof attemptSchema>;

/** What set-up did and found; written by tools/setup to `.hourglass/setup.json`, read by `hourglass doctor`. */
export type SetupReport = z.infer<typeof setupReportSchema>;

/** Where the report lies under the repository's folder. */
export const setupReportPath = '.hourglass/setup.json';

/**
 * Reads the report of the last set-up.
 * @param root the repository's folder
 * @returns undefined where there is none, or one of another version (the next command sets up again)
 */
export function readSetupReport(root: string): SetupReport | undefined {
  try {
    const parsed = setupReportSchema.safeParse(JSON.parse(readFileSync(join(root, setupReportPath), 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
