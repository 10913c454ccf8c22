import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTempFolder } from '../testing/sampleFiles.ts';
import { loadWell, refusal, storedOf } from '../testing/loadSample.ts';

let folder: Awaited<ReturnType<typeof createTempFolder>>;
beforeAll(async () => {
  folder = await createTempFolder();
});
afterAll(() => folder.remove());

const file = (text: string): Promise<string> => folder.write('table.csv', text);

describe('reads', () => {
  test('named columns and a column of class names', async () => {
    const path = await file('length,kind,width\n5.1,iris,3.5\n-4e-1,lily,.25\n7,iris,0\n');
    const dataset = await loadWell({ kind: 'csv', path, labelColumn: 'kind' });
    expect(dataset.facts).toMatchObject({ name: 'table.csv', count: 3, shape: [2], classes: ['iris', 'lily'] });
    expect([...(dataset.labels ?? [])]).toEqual([0, 1, 0]);
    expect(storedOf(dataset, 1)).toEqual([Math.fround(-0.4), 0.25]);
    expect(dataset.facts.storedRange).toEqual([Math.fround(-0.4), 7]);
  });
  test.each([[';'], ['\t'], ['|']])('separator %j, byte-order mark, Windows line ends, quoted cells and blank lines', async (separator) => {
    const text = `\uFEFF"a""b"${separator}c\r\n1${separator}" 2 "\r\n\r\n3${separator}4`;
    const dataset = await loadWell({ kind: 'csv', path: await file(text) });
    expect([storedOf(dataset, 0), storedOf(dataset, 1)]).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });
  test('a table without names: its columns are called 1, 2, 3', async () => {
    const dataset = await loadWell({ kind: 'csv', path: await file('7,0,255\n2,12,0\n'), labelColumn: '1' });
    expect(dataset.facts).toMatchObject({ count: 2, shape: [2], classes: ['0', '1', '2', '3', '4', '5', '6', '7'] });
    expect([...(dataset.labels ?? [])]).toEqual([7, 2]);
  });
  test('a single column', async () => {
    expect((await loadWell({ kind: 'csv', path: await file('v\n1\n2\n') })).facts).toMatchObject({ count: 2, shape: [1] });
  });
});

describe('refuses, naming row and column as a spreadsheet counts them', () => {
  test.each(['NaN', '', ' ', 'n/a', 'NULL', '-inf', '?'])('the missing value %j', async (cell) => {
    const found = await refusal({ kind: 'csv', path: await file(`a,b\n1,2\n\n3,${cell}\n5,6`) });
    expect(found).toMatchObject({ code: 'data-csv-missing-value', at: { path: 'row 4' }, values: { row: 4, column: 'b' } });
  });
  test.each(['1,5x', 'twelve', '0x10', '1 000', '1e999', '--1'])('the cell %j', async (cell) => {
    const found = await refusal({ kind: 'csv', path: await file(`a;b\n1;2\n3;${cell}\n5;6\n7;8`) });
    expect(found).toMatchObject({ code: 'data-csv-not-a-number', values: { row: 3, column: 'b', cell } });
  });
  test('a column of text', async () => {
    const found = await refusal({ kind: 'csv', path: await file('a,name\n1,Ann\n2,Bob\n3,Cid\n') });
    expect(found).toMatchObject({ code: 'data-csv-text-column', values: { row: 2, column: 'name', cell: 'Ann' } });
  });
  test('rows of different length', async () => {
    expect(await refusal({ kind: 'csv', path: await file('a,b\n1,2\n3\n') })).toMatchObject({
      code: 'data-csv-ragged',
      values: { row: 3, found: 1, expected: 2 },
    });
  });
  test('a quotation mark that never closes', async () => {
    expect(await refusal({ kind: 'csv', path: await file('a,b\n1,2\n"3,4\n5,6\n') })).toMatchObject({ code: 'data-csv-quotes', values: { row: 3 } });
  });
  test('a label column that is not there, is empty, or is all there is', async () => {
    const path = await file('a,b\n1,\n');
    expect((await refusal({ kind: 'csv', path, labelColumn: 'c' })).code).toBe('data-csv-no-column');
    expect((await refusal({ kind: 'csv', path, labelColumn: 'b' })).code).toBe('data-csv-missing-value');
    expect((await refusal({ kind: 'csv', path: await file('b\n1\n'), labelColumn: 'b' })).code).toBe('data-csv-no-features');
  });
  test('as many classes as rows', async () => {
    const path = await file(`a,id\n${Array.from({ length: 1001 }, (_, i) => `1,person ${i}`).join('\n')}`);
    expect((await refusal({ kind: 'csv', path, labelColumn: 'id' })).code).toBe('data-too-many-classes');
  });
  test('nothing, or a header alone', async () => {
    expect((await refusal({ kind: 'csv', path: await file('') })).code).toBe('data-empty');
    expect((await refusal({ kind: 'csv', path: await file('a,b\n') })).code).toBe('data-empty');
  });
  test('more than the limit', async () => {
    expect((await refusal({ kind: 'csv', path: await file('1,2\n3,4\n5,6\n') }, { limitBytes: 20 })).code).toBe('data-too-large');
  });
});
