import { issue, IssueError, refuse } from '../../../shared/check/issue.ts';
import { decodeNpy, isNpy } from '../data/formats/npyFile.ts';
import { readBytes } from '../data/formats/readBytes.ts';
import type { Values } from '../engine.ts';

const limitBytes = 2 ** 30;

/**
 * Latent codes [n, latent] from a NumPy array [n, …] or from a CSV. In a CSV with a heading the columns `mean_0`, `mean_1`, … count, as
 * `hourglass encode` names them, or else all; without a heading, all.
 * Throws IssueError codes-ragged, codes-not-numbers, codes-none, and those of reading and NPY files (data-…).
 */
export async function readCodes(file: string): Promise<Values> {
  const bytes = await readBytes(file, limitBytes);
  if (!isNpy(bytes)) return parseCodes(new TextDecoder().decode(bytes), file);
  const { shape, values } = decodeNpy(bytes, file, { purpose: 'examples', limitBytes });
  const count = shape[0] ?? 0;
  if (count === 0 || values.length === 0) refuse('codes-none', { file });
  return { shape: [count, values.length / count], values: Float32Array.from(values) };
}

/** `readCodes` for the text of a CSV. Separators: comma, semicolon or tab. */
export function parseCodes(text: string, file: string): Values {
  // 1. Cells, with the line each row stands on.
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const rows = lines.map((line, index) => ({ number: index + 1, cells: splitRow(line) })).filter(({ cells }) => cells.some((cell) => cell !== ''));
  // 2. A first row with anything but numbers is a heading.
  const first = rows[0]?.cells ?? [];
  const heading = first.some((cell) => !isNumber(cell)) ? first : null;
  const body = heading ? rows.slice(1) : rows;
  if (body.length === 0) refuse('codes-none', { file });
  // 3. Which columns are the code.
  const means = (heading ?? []).flatMap((name, column) => (/^mean_\d+$/.test(name) ? [column] : []));
  const columns = means.length > 0 ? means : first.map((_, column) => column);
  // 4. Numbers, all rows alike.
  const values = new Float32Array(body.length * columns.length);
  for (const [row, { number, cells }] of body.entries()) {
    const at = { file, path: `line ${number}` };
    if (cells.length !== first.length) throw new IssueError([issue('codes-ragged', at, { found: cells.length, expected: first.length })]);
    for (const [place, column] of columns.entries()) {
      const cell = cells[column] ?? '';
      if (!isNumber(cell)) throw new IssueError([issue('codes-not-numbers', at, { found: cell })]);
      values[row * columns.length + place] = Number(cell);
    }
  }
  return { shape: [body.length, columns.length], values };
}

/** Cells of a line; a quoted cell may hold separators and doubled quotation marks. */
function splitRow(line: string): string[] {
  const cells = line.matchAll(/(?:^|[,;\t]) *(?:"((?:[^"]|"")*)"|([^,;\t]*))/g);
  return Array.from(cells, ([, quoted, plain = '']) => (quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"')));
}

const isNumber = (cell: string): boolean => cell !== '' && Number.isFinite(Number(cell));
