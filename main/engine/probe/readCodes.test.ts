import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { IssueError } from '../../../shared/check/issue.ts';
import { encodeCsv, matrixColumns } from '../files/csvWriter.ts';
import { encodeNpy } from '../files/npyWriter.ts';
import { parseCodes, readCodes } from './readCodes.ts';

const folder = mkdtempSync(join(tmpdir(), 'hourglass-codes-'));
afterAll(() => rmSync(folder, { recursive: true }));

function codeOf(text: string): unknown {
  try {
    parseCodes(text, 'codes.csv');
  } catch (error) {
    return error instanceof IssueError ? error.issues.map(({ code, at }) => [code, at.path]) : error;
  }
  return undefined;
}

describe('readCodes', () => {
  const codes = { shape: [3, 2], values: Float32Array.of(0.1, -1, 2, 3e-8, -5, 0) };

  it('takes back the means that were written as NPY', async () => {
    writeFileSync(join(folder, 'c.npy'), encodeNpy(codes));
    expect(await readCodes(join(folder, 'c.npy'))).toEqual(codes);
  });
  it('takes back the means that were written as CSV, and no other column', async () => {
    const columns = [...matrixColumns(codes, (i) => `mean_${i}`), ...matrixColumns(codes, (i) => `std_${i}`), { name: 'class', cells: ['a', '"b, c', 'd'] }];
    writeFileSync(join(folder, 'c.csv'), encodeCsv(columns));
    expect(await readCodes(join(folder, 'c.csv'))).toEqual(codes);
  });
  it.each([
    ['plain numbers', '0,1\n2,3\n', [2, 2], [0, 1, 2, 3]],
    ['a heading of its own', 'z1;z2\n0.5;-1\n', [1, 2], [0.5, -1]],
    ['Windows line ends, a byte order mark and empty lines', '\uFEFF1,2\r\n\r\n3,4\r\n', [2, 2], [1, 2, 3, 4]],
  ])('reads %s', (_, text, shape, values) => {
    expect(parseCodes(text, 'x')).toEqual({ shape, values: Float32Array.from(values) });
  });
  it('names the line of what is wrong', () => {
    expect(codeOf('0,1\n2\n')).toEqual([['codes-ragged', 'line 2']]);
    expect(codeOf('0,1\n\n2,x\n')).toEqual([['codes-not-numbers', 'line 3']]);
    expect(codeOf('0,1\n2,Infinity\n')).toEqual([['codes-not-numbers', 'line 2']]);
    expect(codeOf('mean_0,mean_1\n')).toEqual([['codes-none', undefined]]);
    expect(codeOf('')).toEqual([['codes-none', undefined]]);
  });
});
