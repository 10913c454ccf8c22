import { issue } from '../check/issue.ts';
import type { Issue } from '../check/issue.ts';
import { dataReferenceSchema } from '../data/dataReference.ts';
import { trainingSchema } from './document.ts';
import type { EditSteps } from './editStep.ts';
import { isRecord, showPath } from './plainJson.ts';
import { schemaFindings } from './schemaIssues.ts';
import type { z } from '../z.ts';

/** Commands about the document as a whole. */
export const settingSteps: EditSteps<'rename' | 'setGoal' | 'setTraining' | 'setData'> = {
  rename:
    (_, { name }) =>
    (draft) => {
      draft.name = name;
    },
  setGoal:
    (_, { goal }) =>
    (draft) => {
      draft.goal = goal;
    },
  setTraining: ({ training }, command) => {
    const decided = decide(trainingSchema, 'training', training, command);
    return 'issues' in decided
      ? decided.issues
      : (draft) => {
          replaceChanged(draft.training, training, decided.settings);
        };
  },
  setData: ({ data }, command) => {
    const decided = decide(dataReferenceSchema, 'data', data, command);
    return 'issues' in decided
      ? decided.issues
      : (draft) => {
          replaceChanged(draft.data, data, decided.settings);
        };
  },
};

interface Setting {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** The settings with one of them set, read by their schema; or what stands against it. */
function decide<T>(
  schema: z.ZodType<T>,
  room: string,
  current: unknown,
  { path, value }: Setting,
): { readonly settings: T } | { readonly issues: readonly Issue[] } {
  const unknown = (at: readonly PropertyKey[]): Issue => issue('edit-setting-unknown', { path: showPath([room, ...at]) });
  const next = withSetting(current, path, value);
  if (next === undefined) return { issues: [unknown(path)] };
  const parsed = schema.safeParse(next);
  if (parsed.success) return { settings: parsed.data };
  return {
    issues: schemaFindings(parsed.error.issues, next).map(({ kind, path: at, expected, found }) =>
      kind === 'unknown' ? unknown(at) : issue('edit-setting-refused', { path: showPath([room, ...at]) }, { expected, found }),
    ),
  };
}

/** A copy with the value at the path; null takes it out, for the schema to fill in. Undefined where the path leads through something that is no record. */
function withSetting(holder: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value ?? {};
  if (!isRecord(holder)) return undefined;
  const { [key]: old, ...others } = holder;
  if (rest.length === 0) return value === null || value === undefined ? others : { ...others, [key]: value };
  const inner = Object.hasOwn(holder, key) ? withSetting(old, rest, value) : undefined;
  return inner === undefined ? undefined : { ...others, [key]: inner };
}

/** Writes the fields that differ, so that an edit's patches name what changed and one that changes nothing has none. */
function replaceChanged<T extends object>(draft: T, old: T, next: T): void {
  for (const key of Object.keys({ ...old, ...next }) as (keyof T)[]) {
    if (!Object.hasOwn(next, key)) delete draft[key];
    else if (JSON.stringify(old[key]) !== JSON.stringify(next[key])) draft[key] = next[key];
  }
}
