import type { ParamSpec, ParamSpecs, ParamValue } from '../../shared/nodes/params.ts';

/** A parameter that several nodes share. */
export interface CommonParam {
  readonly name: string;
  /** What all of them permit. */
  readonly spec: ParamSpec;
  /** The value that all have; null where they differ. */
  readonly value: ParamValue | null;
}

interface Bearer {
  readonly specs: ParamSpecs;
  readonly params: Readonly<Record<string, ParamValue>>;
}

/** The parameters that all of the nodes have and show, with the range that suits each of them. */
export function commonParams(nodes: readonly Bearer[]): readonly CommonParam[] {
  const [first, ...others] = nodes;
  if (!first) return [];
  return Object.entries(first.specs).flatMap(([name, own]): CommonParam[] => {
    let shared: ParamSpec | null = own;
    for (const { specs } of others) {
      const other = Object.hasOwn(specs, name) ? specs[name] : undefined;
      shared = shared && other ? intersection(shared, other) : null;
    }
    if (!shared || !nodes.every(({ specs, params }) => specs[name]?.shownWhen?.(params) !== false)) return [];
    const values = nodes.map(({ params }) => params[name] ?? null);
    const [value] = values;
    return [{ name, spec: shared, value: values.every((each) => JSON.stringify(each) === JSON.stringify(value)) ? (value ?? null) : null }];
  });
}

/** What both specs permit; null where that is nothing. */
function intersection(a: ParamSpec, b: ParamSpec): ParamSpec | null {
  if (a.type === 'choice' && b.type === 'choice') {
    const options = a.options.filter((option) => b.options.includes(option));
    return options.length > 0 ? { ...a, options } : null;
  }
  if ((a.type === 'int' && b.type === 'int') || (a.type === 'number' && b.type === 'number')) {
    const [min, max] = [Math.max(a.min, b.min), Math.min(a.max, b.max)];
    return min <= max ? { ...a, min, max } : null;
  }
  if (a.type === 'ints' && b.type === 'ints') {
    const [min, max] = [Math.max(a.min, b.min), Math.min(a.max, b.max)];
    const [minLength, maxLength] = [Math.max(a.minLength, b.minLength), Math.min(a.maxLength, b.maxLength)];
    return min <= max && minLength <= maxLength ? { ...a, min, max, minLength, maxLength } : null;
  }
  if (a.type === 'text' && b.type === 'text') return { ...a, maxLength: Math.min(a.maxLength, b.maxLength) };
  return a.type === 'flag' && b.type === 'flag' ? a : null;
}
