import { issue } from '../check/issue.ts';
import type { Issue, Place } from '../check/issue.ts';
import type { z } from '../z.ts';
import { isRecord, showPath, showValue } from './plainJson.ts';

/** What zod found wrong, one finding each, in the words of `issue` values. */
export interface SchemaFinding {
  readonly kind: 'missing' | 'unknown' | 'type' | 'range' | 'id';
  /** For an unknown field, up to and with its name. */
  readonly path: readonly PropertyKey[];
  /** What is permitted there, in symbols and JSON words that need no translation. */
  readonly expected: string;
  readonly found: string;
}

type Raised = z.core.$ZodIssue;

/** Turns zod's issues into findings; `input` is the value that was parsed, to show what stood there. */
export function schemaFindings(issues: readonly Raised[], input: unknown): readonly SchemaFinding[] {
  return issues.flatMap((raised): SchemaFinding[] => {
    const path = raised.path;
    const value = valueAt(input, path);
    const found = showValue(value);
    if (raised.code === 'unrecognized_keys')
      return raised.keys.map((key) => ({ kind: 'unknown', path: [...path, key], expected: '', found: showValue(valueAt(value, [key])) }));
    if (raised.code === 'invalid_key') return [{ kind: 'id', path: path.slice(0, -1), expected: '', found: String(path.at(-1)) }];
    if (value === undefined) return [{ kind: 'missing', path, expected: expectedOf(raised), found }];
    switch (raised.code) {
      case 'invalid_type':
        return [{ kind: raised.expected === 'int' ? 'range' : 'type', path, expected: expectedOf(raised), found }];
      case 'invalid_union':
        return [{ kind: 'type', path, expected: expectedOf(raised), found }];
      // The only formats and refinements of the documents' schemas are those of identifiers.
      case 'invalid_format':
      case 'custom':
        return [{ kind: 'id', path, expected: '', found }];
      default:
        return [{ kind: 'range', path, expected: expectedOf(raised), found }];
    }
  });
}

function expectedOf(raised: Raised): string {
  switch (raised.code) {
    case 'invalid_type':
      return raised.expected;
    case 'too_big':
      return `${raised.inclusive === false ? '<' : '≤'} ${raised.maximum}`;
    case 'too_small':
      return `${raised.inclusive === false ? '>' : '≥'} ${raised.minimum}`;
    case 'invalid_value':
      return raised.values.map((value) => JSON.stringify(value)).join(', ');
    case 'invalid_union': {
      // A union of records told apart by one field names its choices; one of scalars names their types.
      const choices = raised.errors.flatMap((branch) =>
        branch.flatMap((inner) => (inner.path.length === 0 && inner.code === 'invalid_type' ? [inner.expected] : [])),
      );
      return [...new Set(choices)].join(', ') || 'number, string, boolean, number[]';
    }
    default:
      return raised.message;
  }
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      Array.isArray(value) && typeof key === 'number'
        ? value[key]
        : isRecord(value) && typeof key === 'string' && Object.hasOwn(value, key)
          ? value[key]
          : undefined,
    input,
  );
}

const documentCodes = {
  missing: 'document-field-missing',
  unknown: 'document-field-unknown',
  type: 'document-value-type',
  range: 'document-value-range',
  id: 'document-id-invalid',
} as const;

/** A finding in a document as a coded issue; a node and its parameter are named where the path leads into one. */
export function documentIssue({ kind, path, expected, found }: SchemaFinding): Issue {
  const [room, id, field, param] = path.map(String);
  const at: Place = {
    path: showPath(path),
    ...(room === 'nodes' && id !== undefined ? { node: id } : {}),
    ...(room === 'nodes' && field === 'params' && param !== undefined ? { param } : {}),
  };
  return issue(documentCodes[kind], at, kind === 'unknown' ? { found } : { expected, found });
}
