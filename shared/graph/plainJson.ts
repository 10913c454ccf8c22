import { issue } from '../check/issue.ts';
import type { Issue, Outcome } from '../check/issue.ts';
import { isReservedKey } from './document.ts';

/** A JSON value; records are own-keyed and plain. */
export type Json = null | boolean | number | string | readonly Json[] | JsonRecord;
export interface JsonRecord {
  readonly [key: string]: Json;
}

/** A document nests 7 deep; beyond this a value is refused before anything recurses into it. */
const deepest = 32;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A path as messages and `Place.path` show it: `nodes.enc.params.units`. */
export function showPath(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}

/** A value in a message: short JSON. */
export function showValue(value: unknown): string {
  if (value === undefined) return '(nothing)';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value))
    return value.length > 8 || !value.every((part) => typeof part === 'number' || typeof part === 'string' || typeof part === 'boolean')
      ? `[…] (${value.length})`
      : JSON.stringify(value);
  if (isRecord(value)) return '{…}';
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return typeof value === 'boolean' || value === null ? String(value) : typeof value;
}

/**
 * A deep copy of a value as JSON holds it: keys without a value dropped, −0 as 0. Refuses reserved keys, what JSON cannot express (NaN, functions,
 * class instances) and nesting beyond 32 levels; cyclic values end there too.
 */
export function plainJson(value: unknown): Outcome<Json> {
  const issues: Issue[] = [];
  const path: PropertyKey[] = [];
  const foreign = (found: string): null => {
    issues.push(issue('document-value-foreign', { path: showPath(path) }, { found }));
    return null;
  };
  const copyAt = (key: PropertyKey, part: unknown): Json => {
    path.push(key);
    const made = copy(part);
    path.pop();
    return made;
  };
  const copy = (part: unknown): Json => {
    switch (typeof part) {
      case 'string':
      case 'boolean':
        return part;
      case 'number':
        return Number.isFinite(part) ? part + 0 : foreign(String(part));
      case 'object':
        break;
      default:
        return foreign(typeof part);
    }
    if (part === null) return null;
    if (path.length >= deepest) {
      issues.push(issue('document-too-deep', { path: showPath(path.slice(0, 4)) }, { limit: deepest }));
      return null;
    }
    if (Array.isArray(part)) return Array.from(part, (inner: unknown, index) => copyAt(index, inner));
    const prototype: unknown = Object.getPrototypeOf(part);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return foreign('class instance');
    const made: Record<string, Json> = {};
    for (const [key, inner] of Object.entries(part)) {
      if (isReservedKey(key)) issues.push(issue('document-key-forbidden', { path: showPath([...path, key]) }, { key }));
      else if (inner !== undefined) made[key] = copyAt(key, inner);
    }
    return made;
  };
  const made = copy(value);
  return { value: issues.length > 0 ? undefined : made, issues };
}
