import { writeWhole } from './writeWhole.ts';

/** A column of a table: its heading and its cells from the first row to the last. */
export interface CsvColumn {
  readonly name: string;
  readonly cells: ArrayLike<number | string>;
}

/** Encodes a table as CSV (RFC 4180, UTF-8, lines end in \n) with a heading line. All columns have the same number of rows, or a RangeError is thrown. */
export function encodeCsv(columns: readonly CsvColumn[]): string {
  const rows = columns[0]?.cells.length ?? 0;
  const ragged = columns.find(({ cells }) => cells.length !== rows);
  if (ragged) throw new RangeError(`column ${ragged.name} has ${ragged.cells.length} rows, not ${rows}`);
  const lines = [columns.map(({ name }) => cell(name)).join(',')];
  for (let row = 0; row < rows; row++) lines.push(columns.map(({ cells }) => cell(cells[row] ?? '')).join(','));
  return `${lines.join('\n')}\n`;
}

/** `encodeCsv`, written whole to a file. */
export async function writeCsv(path: string, columns: readonly CsvColumn[]): Promise<void> {
  await writeWhole(path, encodeCsv(columns));
}

/** The columns of a row-major matrix [rows, width], named by `nameOf`. */
export function matrixColumns(
  { shape, values }: { readonly shape: readonly number[]; readonly values: Float32Array },
  nameOf: (column: number) => string,
): CsvColumn[] {
  const rows = shape[0] ?? 0,
    width = rows === 0 ? 0 : values.length / rows;
  return Array.from({ length: width }, (_, column) => ({
    name: nameOf(column),
    cells: Float32Array.from({ length: rows }, (__, row) => values[row * width + column] ?? 0),
  }));
}

function cell(value: number | string): string {
  if (typeof value === 'number') return showNumber(value);
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** The shortest decimal that reads back as the same float32 where the value is one, else as the same number. */
function showNumber(value: number): string {
  if (Number.isInteger(value) || !Number.isFinite(value) || Math.fround(value) !== value) return String(value);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}
