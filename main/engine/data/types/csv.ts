import { basename } from 'node:path';
import Papa from 'papaparse';
import { refuse } from '../../../../shared/check/issue.ts';
import type { ClassLabels } from '../classLabels.ts';
import { classesOfNumbers, classesOfTexts } from '../classLabels.ts';
import type { Dataset } from '../dataset.ts';
import { defaultLimitBytes } from '../datasetKind.ts';
import type { DatasetKind } from '../datasetKind.ts';
import { readBytes } from '../formats/readBytes.ts';
import { ownPath } from '../ownPath.ts';
import { packDataset } from '../packDataset.ts';
import { sharedFloats } from '../sharedMemory.ts';

/** Longest text that is parsed: what one JavaScript string surely holds. */
const limitTextBytes = 256 * 2 ** 20;
const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const missingPattern = /^(|nan|na|n\/a|null|none|[+-]?inf(inity)?|\?)$/i;
/** A column whose first cells, so many, hold no number at all is a column of text, not of mistakes. */
const textEvidence = 3;

/** The user's own table: a row an example, a column a feature, and a column of labels if one is named. */
export const csv: DatasetKind = {
  title: { en: 'CSV table', zh: 'CSV 表格' },
  about: {
    en: 'Your own CSV table: one row an example, columns of numbers, and a label column if you name one.',
    zh: '您自己的 CSV 表格：每行一个样本，各列为数字，可指定标签列。',
  },
  source: { en: 'Files on this machine', zh: '本机文件' },
  origin: 'own',
  isAvailable: async () => true,
  async load(reference, { limitBytes = defaultLimitBytes }) {
    const path = ownPath(reference);
    const bytes = await readBytes(path, Math.min(limitBytes, limitTextBytes));
    return decodeCsv(new TextDecoder().decode(bytes), path, { labelColumn: reference.labelColumn, limitBytes });
  },
};

/** A row of the table with its number as a spreadsheet shows it. */
interface Row {
  readonly number: number;
  readonly cells: readonly string[];
}

/**
 * Decodes a table. The separator (comma, semicolon, tab, bar) is found out; the first row names the columns unless all its cells are numbers,
 * in which case columns are called 1, 2, 3…; empty lines are skipped but counted.
 * Throws IssueError data-empty and data-csv-*.
 */
export function decodeCsv(
  text: string,
  file: string,
  { labelColumn, limitBytes }: { readonly labelColumn: string | undefined; readonly limitBytes: number },
): Dataset {
  // 1. Cells.
  const rows = splitRows(text, file);
  const first = rows[0];
  if (first === undefined) refuse('data-empty', { file });
  // 2. Names of the columns.
  const headless = first.cells.every((cell) => numberPattern.test(cell.trim()));
  const columns = first.cells.map((cell, i) => (headless ? String(i + 1) : cell.trim()));
  const body = headless ? rows : rows.slice(1);
  if (body.length === 0) refuse('data-empty', { file });
  const ragged = body.find(({ cells }) => cells.length !== columns.length);
  if (ragged) refuse('data-csv-ragged', { file, path: `row ${ragged.number}` }, { row: ragged.number, found: ragged.cells.length, expected: columns.length });
  // 3. Labels.
  const labelAt = labelColumn === undefined ? -1 : columns.indexOf(labelColumn);
  if (labelColumn !== undefined && labelAt < 0) refuse('data-csv-no-column', { file }, { column: labelColumn, columns: columns.join(', ') });
  const featureAt = columns.map((_, i) => i).filter((i) => i !== labelAt);
  if (featureAt.length === 0) refuse('data-csv-no-features', { file }, { column: labelColumn ?? '' });
  const labels = labelAt < 0 ? {} : decodeLabels(body, { file, name: columns[labelAt] ?? '', at: labelAt });
  // 4. Features.
  const bytes = body.length * featureAt.length * 4;
  if (bytes > limitBytes) refuse('data-too-large', { file }, { bytes, limit: limitBytes });
  const values = sharedFloats(body.length * featureAt.length);
  featureAt.forEach((at, feature) => {
    const column = { file, name: columns[at] ?? '', at };
    refuseTextColumn(body, column);
    body.forEach((row, example) => {
      values[example * featureAt.length + feature] = decodeNumber(row, column);
    });
  });
  return packDataset({ name: basename(file), shape: [featureAt.length], values, ...labels });
}

function splitRows(text: string, file: string): Row[] {
  const plain = text.replace(/^\uFEFF/, '');
  const parsed = Papa.parse<string[]>(plain, { header: false, delimiter: findSeparator(plain) });
  const quotes = parsed.errors.find((error) => error.type === 'Quotes');
  if (quotes) refuse('data-csv-quotes', { file, path: `row ${(quotes.row ?? 0) + 1}` }, { row: (quotes.row ?? 0) + 1 });
  return parsed.data.map((cells, i) => ({ number: i + 1, cells })).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
}

const separators = [',', ';', '\t', '|'] as const;

/** The separator that stands most often outside quotation marks in the first row that has any. (Papa's own guess is led astray by empty lines.) */
function findSeparator(text: string): string {
  const counts = new Map<string, number>();
  let quoted = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === '\n' && counts.size > 0) break;
    else if (separators.some((separator) => separator === char)) counts.set(char, (counts.get(char) ?? 0) + 1);
  }
  return separators.reduce((best, separator) => ((counts.get(separator) ?? 0) > (counts.get(best) ?? 0) ? separator : best));
}

interface Column {
  readonly file: string;
  readonly name: string;
  readonly at: number;
}

function decodeLabels(body: readonly Row[], { file, name, at }: Column): ClassLabels {
  const texts = body.map(({ number, cells }) => {
    const cell = (cells[at] ?? '').trim();
    if (cell === '') refuse('data-csv-missing-value', { file, path: `row ${number}` }, { row: number, column: name, cell });
    return cell;
  });
  return texts.every((text) => /^[+-]?\d+(\.0*)?$/.test(text)) ? classesOfNumbers(texts.map(Number), file) : classesOfTexts(texts, file);
}

function refuseTextColumn(body: readonly Row[], { file, name, at }: Column): void {
  const filled = body.filter(({ cells }) => !missingPattern.test((cells[at] ?? '').trim())).slice(0, textEvidence);
  const row = filled[0];
  if (row === undefined || filled.length < Math.min(textEvidence, body.length)) return;
  if (filled.some(({ cells }) => numberPattern.test((cells[at] ?? '').trim()))) return;
  refuse('data-csv-text-column', { file, path: `row ${row.number}` }, { column: name, row: row.number, cell: shorten(row.cells[at] ?? '') });
}

function decodeNumber({ number, cells }: Row, { file, name, at }: Column): number {
  const cell = (cells[at] ?? '').trim();
  const value = numberPattern.test(cell) ? Math.fround(Number(cell)) : Number.NaN;
  if (Number.isFinite(value)) return value;
  const code = missingPattern.test(cell) ? 'data-csv-missing-value' : 'data-csv-not-a-number';
  refuse(code, { file, path: `row ${number}` }, { row: number, column: name, cell: shorten(cell) });
}

const shorten = (cell: string): string => (cell.length > 40 ? `${cell.slice(0, 40)}…` : cell);
