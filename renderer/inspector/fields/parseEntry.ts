import type { ParamSpec, ParamValue } from '../../../shared/nodes/params.ts';

/** Separators between the integers of a list: 3×3, 3x3, 3, 3, 3 3. */
const between = /[\s,;、，；×xX*]+/;
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** What was typed as a value of its parameter, or undefined where it cannot be read as one. Whether it is in range is not asked here. */
export function parseEntry(spec: ParamSpec, typed: string): ParamValue | undefined {
  switch (spec.type) {
    case 'int':
    case 'number':
      return parseNumber(typed);
    case 'ints':
      return parseInts(typed, spec.minLength, spec.maxLength);
    case 'choice':
    case 'text':
      return typed;
    case 'flag':
      return undefined;
  }
}

/** A decimal number, with an exponent (1e-3) or as a fraction (1/784); full-width digits and the typographic minus are read too. */
export function parseNumber(typed: string): number | undefined {
  const [above, below, ...more] = plain(typed)
    .split('/')
    .map((part) => part.trim());
  if (above === undefined || more.length > 0 || !decimal.test(above)) return undefined;
  if (below === undefined) return Number(above);
  return decimal.test(below) && Number(below) !== 0 ? Number(above) / Number(below) : undefined;
}

/** Integers in a row; where exactly n are asked for, one alone stands for all n. */
function parseInts(typed: string, minLength: number, maxLength: number): readonly number[] | undefined {
  const parts = plain(typed)
    .replace(/^[[(]|[\])]$/g, '')
    .split(between)
    .filter(Boolean);
  const numbers = parts.map((part) => (/^[+-]?\d+$/.test(part) ? Number(part) : undefined));
  const known = numbers.filter((number) => number !== undefined);
  if (known.length !== numbers.length) return undefined;
  const [only] = known;
  return known.length === 1 && only !== undefined && minLength === maxLength ? Array.from({ length: minLength }, () => only) : known;
}

function plain(typed: string): string {
  return typed.normalize('NFKC').replaceAll('−', '-').trim();
}

/** A value as it stands in its field. `parseEntry` reads it back. */
export function showEntry(value: ParamValue): string {
  return typeof value === 'object' ? value.join('×') : String(value);
}
