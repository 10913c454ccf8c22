import { describe, expect, test } from 'vitest';
import { checkDirections, declaredPackages, readCode, repository, roomOf } from './checkDirections.ts';
import { directions } from './directions.ts';
import { importsOf } from './importsOf.ts';

describe('the house', () => {
  test('imports only in the directions of the table, and only packages that package.json lists', () => {
    const files = readCode(repository);
    expect(files.length).toBeGreaterThan(20);
    expect(checkDirections(files, directions, declaredPackages(repository))).toEqual([]);
  });

  test('names in the table only rooms that the table has', () => {
    const named = Object.values(directions).flatMap((law) => [...law.rooms, ...(law.types ?? []), ...(law.testRooms ?? [])]);
    expect(named.filter((room) => directions[room] === undefined)).toEqual([]);
  });

  test('opens tfjs to one room alone, and nothing in shared/ to Node', () => {
    const withTfjs = Object.entries(directions).filter(([, law]) => law.packages?.some((name) => name.startsWith('@tensorflow')) === true);
    expect(withTfjs.map(([room]) => room)).toEqual(['main/engine/tfjs']);
    // Fixtures are for tests alone and may draw at random.
    const shared = Object.entries(directions).filter(([room]) => room.startsWith('shared/') && room !== 'shared/fixtures');
    expect(shared.flatMap(([, law]) => [...(law.packages ?? [])]).toSorted()).toEqual(['mutative', 'zod']);
    expect(shared.flatMap(([, law]) => [...law.rooms, ...(law.types ?? [])]).filter((room) => !room.startsWith('shared'))).toEqual([]);
  });
});

describe('an import against the table is found', () => {
  const check = (path: string, source: string): string[] =>
    checkDirections([{ path, source }], directions, new Set(['zod', '@tensorflow/tfjs-core', 'vitest']));

  test.each([
    ['shared/nodes/types/x.ts', `import { tf } from '../../../main/engine/tfjs/core.ts';`, 'shared/nodes may not import main/engine/tfjs'],
    ['shared/graph/x.ts', `import { readFileSync } from 'node:fs';`, 'shared/graph may not import this package'],
    ['shared/random/x.ts', `export * from '../check/issue.ts';`, 'shared/random may not import shared/check'],
    ['shared/nodes/x.ts', `import { refuse } from '../check/issue.ts';`, 'shared/nodes may not import shared/check, but for types'],
    ['main/engine/kinds/x.ts', `import type { Tensor } from '@tensorflow/tfjs-core';`, 'main/engine/kinds may not import this package'],
    ['main/engine/data/x.ts', `const tf = await import('@tensorflow/tfjs-core');`, 'main/engine/data may not import this package'],
    ['main/engine/train/x.ts', `const tf = require('@tensorflow/tfjs-core');`, 'main/engine/train may not import this package'],
    ['main/engine/files/x.ts', `type Client = import('../../hosts/web/server.ts').Client;`, 'main/engine/files may not import main/hosts/web'],
    ['renderer/stores/x.tsx', `import { createEngine } from '../../main/engine/engine.ts';`, 'renderer may not import main/engine/*'],
    ['main/hosts/web/x.ts', `const name = 'y'; void import(name);`, 'computed at run time'],
    ['main/engine/tfjs/x.ts', `import '@tensorflow/tfjs-data';`, 'package.json does not list'],
    ['main/engine/data/x.ts', `import { sample } from './testing/sample.ts';`, 'for tests alone'],
    ['main/elsewhere/x.ts', ``, 'lies in no room'],
    ['shared/elsewhere/x.ts', ``, 'lies in no room'],
  ])('%s: %s', (path, source, why) => {
    const broken = check(path, source);
    expect(broken).toHaveLength(1);
    expect(broken[0]).toContain(why);
  });

  test.each([
    ['shared/nodes/x.ts', `import type { Issue } from '../check/issue.ts';`],
    ['shared/nodes/x.ts', `import { type Issue } from '../check/issue.ts';`],
    ['shared/nodes/x.test.ts', `import { test } from 'vitest'; import graph from '../fixtures/graph.ts';`],
    ['main/engine/tfjs/x.ts', `import * as tf from '@tensorflow/tfjs-core'; import fs from 'node:fs/promises';`],
    ['main/engine/kinds/x.ts', `import { tf } from '../tfjs/core.ts';`],
  ])('and one along it is not: %s: %s', (path, source) => {
    expect(check(path, source)).toEqual([]);
  });
});

test('every kind of import is listed, with its line', () => {
  const source = [
    `import a from './a.ts';`,
    `import './b.ts';`,
    `export { c } from './c.ts';`,
    `export * as d from './d.ts';`,
    `export type { E } from './e.ts';`,
    `const f = await import('./f.ts');`,
    `type G = import('./g.ts').G;`,
    `const h = require('./h.ts');`,
    `const i = nativeRequire('./i.ts');`,
    `const j = createRequire(import.meta.url)('./j.ts');`,
    `// import './comment.ts'`,
    `const text = "import './text.ts'";`,
    `export const own = 1;`,
  ].join('\n');
  expect(importsOf('x.ts', source)).toEqual(
    ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map((name, i) => ({ specifier: `./${name}.ts`, typeOnly: name === 'e' || name === 'g', line: i + 1 })),
  );
});

test('a file belongs to the longest room that fits', () => {
  expect(roomOf('main/engine/engine.ts')).toBe('main/engine/*');
  expect(roomOf('main/engine/tfjs/core.ts')).toBe('main/engine/tfjs');
  expect(roomOf('shared/nodes/types/dense.ts')).toBe('shared/nodes');
  expect(roomOf('sharedness.ts')).toBeUndefined();
});
