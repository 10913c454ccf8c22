import type { Text } from '../../../shared/messages/language.ts';
import type { OptionSpec } from './cliCommand.ts';

interface Named {
  readonly name: string;
  readonly help: Text;
}
interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** An option that takes a whole number. */
export function intOption({ name, help }: Named, { min, max }: Bounds): OptionSpec<number> {
  return {
    name,
    help,
    value: 'N',
    parse: (text) => (/^[+-]?\d+$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined),
    expected: { en: `a whole number from ${min} to ${max}`, zh: `${min} 到 ${max} 的整数` },
  };
}

/** An option that takes a number. */
export function numberOption({ name, help }: Named, { min, max }: Bounds): OptionSpec<number> {
  return {
    name,
    help,
    value: 'X',
    parse: (text) => (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined),
    expected: { en: `a number from ${min} to ${max}`, zh: `${min} 到 ${max} 的数` },
  };
}

/** An option that takes one of a few words. */
export function choiceOption<T extends string>({ name, help }: Named, choices: readonly T[]): OptionSpec<T> {
  return {
    name,
    help,
    value: choices.join('|'),
    parse: (text) => choices.find((choice) => choice === text),
    expected: { en: `one of ${choices.join(', ')}`, zh: `${choices.join('、')} 之一` },
  };
}

/** An option that takes any text but the empty one. */
export function textOption({ name, help }: Named, value: string): OptionSpec<string> {
  return { name, help, value, parse: (text) => (text === '' ? undefined : text), expected: { en: 'some text', zh: '非空文本' } };
}

/** An option that takes numbers: one row, or several with semicolons between, as in `0.1,-1` or `0,0; 1,1`. */
export function rowsOption({ name, help }: Named): OptionSpec<readonly (readonly number[])[]> {
  return {
    name,
    help,
    value: 'X,X',
    parse(text) {
      const rows = text.split(';').map((row) => row.split(',').map((cell) => (cell.trim() === '' ? Number.NaN : Number(cell))));
      const width = rows[0]?.length;
      return rows.every((row) => row.length === width && row.every((value) => Number.isFinite(value))) ? rows : undefined;
    },
    expected: { en: 'numbers with commas between, and semicolons between codes of equal length', zh: '以逗号分隔的数字；多个等长编码以分号分隔' },
  };
}
