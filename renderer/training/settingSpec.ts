import type { GraphDoc } from '../../shared/graph/document.ts';
import type { ParamSpec, ParamValue } from '../../shared/nodes/params.ts';
import type { Text } from '../../shared/messages/language.ts';

/** One setting of a document, as a field of the page: where it lies, what it may be, and when it has an effect. */
export interface SettingSpec {
  readonly room: 'training' | 'data';
  readonly path: readonly string[];
  readonly spec: ParamSpec;
  /** Whether it has an effect; always where left out. */
  readonly shown?: (document: GraphDoc) => boolean;
  /** Shown instead of range and default. */
  readonly facts?: Text;
  readonly placeholder?: Text;
  /** The stored value as the field's; a setting that is absent has none. */
  read?(stored: unknown): ParamValue;
  /** The field's value as it is stored; null leaves it out. */
  write?(value: ParamValue): unknown;
}

/** What a setting holds, as its field shows it. */
export function readSetting(document: GraphDoc, { room, path, spec, read }: SettingSpec): ParamValue {
  let stored: unknown = document[room];
  for (const key of path) stored = isRecord(stored) ? stored[key] : undefined;
  if (read) return read(stored);
  return isParamValue(stored) ? stored : spec.default;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isParamValue(value: unknown): value is ParamValue {
  return (
    typeof value === 'number' ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (Array.isArray(value) && value.every((each) => typeof each === 'number'))
  );
}
