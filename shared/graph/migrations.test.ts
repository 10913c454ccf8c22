import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { frozen } from '../fixtures/documents/editLaws.ts';
import { definitionOf, isNodeKind } from '../nodes/catalogue.ts';
import { number } from '../nodes/params.ts';
import { z } from '../z.ts';
import { defaultParams } from './nodeParams.ts';
import { documentSchema } from './document.ts';
import type { NodeRecord } from './document.ts';
import { createMigrations } from './migrations.ts';
import type { Migration } from './migrations.ts';
import { currentNode } from './nodeParams.ts';
import type { ParamsDefinition } from './nodeParams.ts';
import { parseDocument } from './parseDocument.ts';
import { isRecord } from './plainJson.ts';
import { serialiseDocument } from './serialiseDocument.ts';

/** The frozen fixture of each version. A fixture is never edited: files like it lie on people's disks. A changed format gets a migration. */
const fixtures = [{ file: 'v1.hourglass.json', sha256: '5ffd10225d5beefedcd310817e91b4b664126d12ed2a1e82888f7dbef70cfbda' }] as const;

const read = (file: string): string => readFileSync(new URL(`../fixtures/documents/${file}`, import.meta.url), 'utf8');

/** Every path of a schema that a document can fill, records and lists as `*`. */
function pathsOf(schema: z.core.$ZodType, path = ''): string[] {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) return pathsOf(schema.def.innerType, path);
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.def.shape as Record<string, z.core.$ZodType>).flatMap(([key, inner]) => pathsOf(inner, `${path}.${key}`));
  if (schema instanceof z.ZodArray) return pathsOf(schema.def.element, `${path}.*`);
  if (schema instanceof z.ZodRecord) return pathsOf(schema.def.valueType, `${path}.*`);
  return [path];
}

/** True where a value fills a path at least once. */
function fills(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return value !== undefined;
  if (key === '*') return (Array.isArray(value) || isRecord(value)) && Object.values(value).some((inner) => fills(inner, rest));
  return isRecord(value) && fills(value[key], rest);
}

describe.each(fixtures)('$file', ({ file, sha256 }) => {
  it('is as it was frozen', () => {
    expect(createHash('sha256').update(read(file)).digest('hex')).toBe(sha256);
  });

  it('fills every field of the format', () => {
    const json: unknown = JSON.parse(read(file));
    expect(pathsOf(documentSchema).filter((path) => !fills(json, path.split('.').slice(1)))).toEqual([]);
  });

  it('opens with every value it states, and the default for each parameter it leaves out', () => {
    const { value, issues } = parseDocument(read(file));
    expect(issues).toEqual([]);
    const stated = JSON.parse(read(file)) as { nodes: Record<string, NodeRecord> };
    const nodes = Object.fromEntries(
      Object.entries(stated.nodes).map(([id, node]) => {
        if (!isNodeKind(node.kind)) throw new Error(node.kind);
        return [id, { ...node, params: { ...defaultParams(definitionOf(node.kind)), ...node.params } }];
      }),
    );
    expect(value).toStrictEqual({ ...stated, nodes });
    expect(parseDocument(serialiseDocument(value!)).value).toStrictEqual(value);
  });
});

describe('migrations', () => {
  const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
  const chain: readonly Migration[] = [
    { to: 2, title: 'title becomes name', up: ({ title, ...rest }) => ({ ...rest, name: title ?? '' }) },
    { to: 3, title: 'names are upper case', up: (json) => ({ ...json, name: textOf(json.name).toUpperCase() }) },
    { to: 4, title: 'size is stated', up: (json) => ({ ...json, size: textOf(json.name).length }) },
  ];

  it('runs the steps that a document has not taken, in order, and leaves what it was given', () => {
    const migrate = createMigrations(4, chain);
    expect(migrate(frozen({ version: 1, title: 'vae' }), 1)).toEqual({ value: { version: 4, name: 'VAE', size: 3 }, issues: [] });
    expect(migrate({ version: 3, name: 'vae' }, 3).value).toEqual({ version: 4, name: 'vae', size: 3 });
    expect(migrate({ version: 4, name: 'vae' }, 4).value).toEqual({ version: 4, name: 'vae' });
  });

  it('throws where it is made from a chain with a gap, a double, a wrong order or a wrong end', () => {
    const [two, three, four] = chain as [Migration, Migration, Migration];
    for (const broken of [[two, four], [two, three], [two, three, three, four], [three, two, four], []])
      expect(() => createMigrations(4, broken)).toThrow('migrations');
    expect(() => createMigrations(1, [two])).toThrow('migrations');
  });

  it('says which step a damaged document broke', () => {
    const migrate = createMigrations(2, [
      {
        to: 2,
        title: '',
        up: () => {
          throw new Error('no title');
        },
      },
    ]);
    const { value, issues } = migrate({ version: 1 }, 1);
    expect(value).toBeUndefined();
    expect(issues).toMatchObject([{ code: 'document-migration-failed', values: { from: 1, to: 2, reason: 'no title' } }]);
  });

  it('brings a node to its kind’s version before its parameters are read', () => {
    const size = number({ title: { en: '', zh: '' }, help: { en: '', zh: '' }, min: 0, max: 9, default: 3 });
    const definition: ParamsDefinition = {
      kind: 'invented',
      version: 3,
      params: { size, scale: { ...size, default: 1 } },
      migrations: [({ width, ...rest }) => ({ ...rest, extent: width }), ({ extent, ...rest }) => ({ ...rest, size: extent })],
    };
    const at = (version: number, params: NodeRecord['params']) => currentNode('n', definition, frozen({ kind: 'invented', version, name: 'N', params }));
    expect(at(1, { width: 7 }).value).toEqual({ kind: 'invented', version: 3, name: 'N', params: { size: 7, scale: 1 } });
    expect(at(2, { extent: 7, scale: 2 }).value?.params).toEqual({ size: 7, scale: 2 });
    expect(at(3, { size: 7 }).value?.params).toEqual({ size: 7, scale: 1 });
    expect(at(3, { width: 7 }).issues).toMatchObject([{ code: 'document-param-unknown', at: { node: 'n', param: 'width' } }]);
    // A migration that finds nothing leaves nothing: refused, not stored.
    expect(at(1, {}).issues).toMatchObject([{ code: 'document-migration-failed', at: { node: 'n' } }]);
  });
});
