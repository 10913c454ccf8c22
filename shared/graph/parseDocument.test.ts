import { describe, expect, it } from 'vitest';
import { describeIssue } from '../messages/describeIssue.ts';
import { issueTexts } from '../messages/issueTexts.ts';
import { documentIssues } from '../messages/issues/document.ts';
import { languages } from '../messages/language.ts';
import { z } from '../z.ts';
import { createNode, freeId, freeRecordId, newDocument } from './createDocument.ts';
import type { GraphDoc } from './document.ts';
import { parseDocument } from './parseDocument.ts';
import { serialiseDocument } from './serialiseDocument.ts';
import { canonicalIds } from './walks.ts';

const wire = (id: string, from: string, to: string) => ({ id, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } });
const minimal = { format: 'hourglass', version: 1, name: 'm', nodes: {}, edges: [], data: { kind: 'mnist' } };
const two = { ...minimal, nodes: { a: createNode('input'), b: createNode('dense') }, edges: [wire('w', 'a', 'b')] };

/** Codes with the place each names. */
const problems = (json: unknown): string[] => parseDocument(json).issues.map(({ code, at }) => `${code} ${at.path ?? ''}`.trim());

describe('parseDocument', () => {
  it('fills in what a document may leave out', () => {
    const { value, issues } = parseDocument({ ...minimal, nodes: { d: { kind: 'dense', version: 1, params: { units: 3 } } } });
    expect(issues).toEqual([]);
    expect(value?.nodes.d).toEqual(createNode('dense', { units: 3 }));
    expect(value).toMatchObject({ goal: 'free', groups: [], notes: [], training: newDocument('').training, layout: { nodes: {}, notes: {} } });
  });

  it('opens an empty new document, and keeps out-of-range parameters for check to name', () => {
    const made = newDocument('新文档');
    expect(parseDocument(made).value).toStrictEqual(made);
    const { value } = parseDocument({ ...minimal, nodes: { d: { kind: 'dense', version: 1, params: { units: -5, activation: 7 } } } });
    expect(value?.nodes.d?.params).toMatchObject({ units: -5, activation: 7 });
  });

  it('places a syntax error by line and column', () => {
    const at = (text: string) => parseDocument(text).issues.map(({ code, values }) => [code, values.line, values.column]);
    expect(at('')).toEqual([['document-not-json', 1, 1]]);
    expect(at('{\n  "format": "hourglass",\n  "name": oops\n}')).toEqual([['document-not-json', 3, 11]]);
    expect(at('{"a": 1,}')).toEqual([['document-not-json', 1, 9]]);
    expect(at('{"a": "x\n"}')).toEqual([['document-not-json', 1, 9]]);
    expect(at('[1, 2')).toEqual([['document-not-json', 1, 6]]);
    expect(at(`${'['.repeat(1_000_000)}`)).toEqual([['document-not-json', 1, 1_000_001]]);
    expect(at(`{"a": "${'x'.repeat(9_000_000)}`)).toEqual([['document-not-json', 1, 9_000_008]]);
  });

  it('reads a byte order mark away', () => {
    expect(parseDocument(`\uFEFF${JSON.stringify(minimal)}`).issues).toEqual([]);
  });

  it('names keys that stand twice, which JSON.parse would lose', () => {
    const text = '{"format": "hourglass", "version": 1, "nodes": {"a": 1,\n "a": 2}}';
    expect(parseDocument(text)).toMatchObject({
      value: undefined,
      issues: [{ code: 'document-key-twice', at: { path: 'nodes.a' }, values: { line: 2, column: 2 } }],
    });
  });

  it.each<[string, unknown, string[]]>([
    ['a list', [], ['document-format']],
    ['null', null, ['document-format']],
    ['undefined', undefined, ['document-value-foreign']],
    ['a foreign format', { format: 'keras', version: 1 }, ['document-format format']],
    ['a newer version, whatever else it holds', { format: 'hourglass', version: 2, nodes: 'other' }, ['document-newer version']],
    ['version 0', { ...minimal, version: 0 }, ['document-version-invalid version']],
    ['version "1"', { ...minimal, version: '1' }, ['document-version-invalid version']],
    [
      'every problem, not the first',
      {
        ...two,
        goal: 'fun',
        extra: 1,
        nodes: { ...two.nodes, c: { ...createNode('dense'), kind: 'blackHole' }, d: { ...createNode('dense'), params: { unitz: 3 } } },
        edges: [wire('w', 'a', 'b'), wire('w', 'a', 'gone')],
        training: { epochs: 0 },
      },
      [
        'document-value-range goal',
        'document-value-range training.epochs',
        'document-field-unknown extra',
        'node-kind-unknown nodes.c.kind',
        'document-param-unknown nodes.d.params.unitz',
        'document-id-twice edges.1.id',
        'document-wire-loose edges.1.to.node',
      ],
    ],
    ['missing fields', { ...minimal, name: undefined, data: {} }, ['document-field-missing name', 'document-field-missing data.kind']],
    ['wrong types', { ...minimal, name: 5, edges: {} }, ['document-value-type name', 'document-value-type edges']],
    [
      'a parameter that is null',
      { ...minimal, nodes: { a: { kind: 'dense', version: 1, params: { units: null } } } },
      ['document-value-type nodes.a.params.units'],
    ],
    ['a node from a newer version', { ...minimal, nodes: { a: { ...createNode('dense'), version: 99 } } }, ['document-node-newer nodes.a.version']],
    ['an id with a blank', { ...minimal, nodes: { 'a b': createNode('dense') } }, ['document-id-invalid nodes']],
    [
      'a wire to a name every object has',
      { ...two, edges: [wire('w', 'a', 'toString')] },
      ['document-id-invalid edges.0.to.node', 'document-wire-loose edges.0.to.node'],
    ],
    ['__proto__ as a node', JSON.parse('{"format":"hourglass","version":1,"nodes":{"__proto__":{}}}'), ['document-key-forbidden nodes.__proto__']],
    [
      'constructor as a parameter',
      { ...minimal, nodes: { a: { kind: 'dense', version: 1, params: { constructor: 1 } } } },
      ['document-key-forbidden nodes.a.params.constructor'],
    ],
    ['a member that is missing', { ...two, groups: [{ id: 'g', name: 'G', members: ['a', 'gone'] }] }, ['document-group-member-missing groups.0.members.1']],
    [
      'a node in two groups',
      {
        ...two,
        groups: [
          { id: 'g', name: 'G', members: ['a'] },
          { id: 'h', name: 'H', members: ['b', 'a'] },
        ],
      },
      ['document-group-member-shared groups.1.members.1'],
    ],
    ['a node twice in a group', { ...two, groups: [{ id: 'g', name: 'G', members: ['a', 'a'] }] }, ['document-group-member-shared groups.0.members.1']],
    ['NaN and functions', { ...minimal, name: NaN, goal: () => 1 }, ['document-value-foreign name', 'document-value-foreign goal']],
    ['a date', { ...minimal, name: new Date(0) }, ['document-value-foreign name']],
    ['too many nodes', { ...minimal, nodes: Object.fromEntries(Array.from({ length: 20_001 }, (_, n) => [`n${n}`, null])) }, ['document-too-large nodes']],
    ['too many wires', { ...minimal, edges: Array.from({ length: 100_001 }, () => null) }, ['document-too-large edges']],
  ])('refuses %s', (_, json, expected) => {
    expect(problems(json)).toEqual(expected);
    expect(parseDocument(json).value).toBeUndefined();
  });

  it('refuses a text over 64 MiB, a cyclic value and endless nesting without choking', () => {
    expect(problems('x'.repeat(64 * 1024 * 1024 + 1))).toEqual(['document-too-large']);
    expect(problems('编'.repeat(30_000_000))).toEqual(['document-too-large']);
    const cyclic: { format: string; version: number; self?: unknown } = { format: 'hourglass', version: 1 };
    cyclic.self = cyclic;
    expect(problems(cyclic)).toEqual(['document-too-deep self.self.self.self']);
    expect(problems(`{"format":"hourglass","version":1,"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).toEqual(['document-too-deep name.0.0.0']);
  });

  it('lists at most 500 problems and counts the rest', () => {
    const { issues } = parseDocument({ ...minimal, edges: Array.from({ length: 600 }, (_, n) => wire(`w${n}`, 'gone', 'lost')) });
    expect(issues).toHaveLength(501);
    expect(issues.at(-1)).toMatchObject({ code: 'document-more-problems', values: { count: 700 } });
  });

  it('drops the place of what is not there, and says so', () => {
    const { value, issues } = parseDocument({ ...two, layout: { nodes: { a: { x: 1, y: 2 }, gone: { x: 0, y: 0 } }, notes: { lost: { x: 0, y: 0 } } } });
    expect(value?.layout).toEqual({ nodes: { a: { x: 1, y: 2 } }, notes: {} });
    expect(issues).toMatchObject([
      { code: 'document-layout-stray', severity: 'warning', at: { path: 'layout.nodes.gone' } },
      { at: { path: 'layout.notes.lost' } },
    ]);
  });

  it('leaves the value it is given as it was, and shares nothing with it', () => {
    const given = structuredClone(two),
      before = structuredClone(given);
    const { value } = parseDocument(given);
    expect(given).toEqual(before);
    given.nodes.b.params.units = 9;
    expect(value?.nodes.b?.params.units).toBe(64);
  });

  it('has zod compile nothing', () => {
    expect(z.config().jitless).toBe(true);
  });
});

describe('serialiseDocument', () => {
  it('writes equal documents the same, whatever the order of keys, and ends with a newline', () => {
    const turned = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(turned)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .toReversed()
                .map(([key, inner]) => [key, turned(inner)]),
            )
          : value;
    const document = parseDocument(two).value!;
    const text = serialiseDocument(document);
    expect(serialiseDocument(turned(document) as GraphDoc)).toBe(text);
    expect(text.endsWith('}\n')).toBe(true);
    expect(text.startsWith('{\n  "format": "hourglass",\n  "version": 1,\n  "name": "m",\n')).toBe(true);
  });

  it('writes −0 as it reads it: 0', () => {
    const { value } = parseDocument(
      '{"format":"hourglass","version":1,"name":"m","nodes":{},"edges":[],"notes":[{"id":"n","text":""}],"data":{"kind":"mnist"},"layout":{"notes":{"n":{"x":-0,"y":0}}}}',
    );
    expect(Object.is(value?.layout.notes.n?.x, 0)).toBe(true);
  });
});

describe('new nodes', () => {
  it('get readable ids, the first that is free', () => {
    const document = { nodes: { dense1: createNode('dense'), dense3: createNode('dense') } };
    expect(freeId(document, 'dense')).toBe('dense2');
    expect(freeId(document, 'input')).toBe('input1');
    expect(freeRecordId([{ id: 'wire1' }], 'wire')).toBe('wire2');
  });

  it('share no list with the catalogue', () => {
    const node = createNode('input');
    (node.params.shape as number[])[0] = 5;
    expect(createNode('input').params.shape).toEqual([784]);
  });
});

describe('texts of document and edit issues', () => {
  it.each(Object.keys(documentIssues) as (keyof typeof documentIssues)[])('%s fills the same gaps in both languages', (code) => {
    const gaps = (text: string) => canonicalIds([...text.matchAll(/\{(\w+)\}/g)].map(([gap]) => gap));
    const { en, zh } = issueTexts[code];
    expect(gaps(zh.message)).toEqual(gaps(en.message));
    expect(gaps(zh.hint)).toEqual(gaps(en.hint));
  });

  it('leaves no gap open in what a broken document is told', () => {
    const broken = {
      ...two,
      goal: 'fun',
      extra: 1,
      name: 5,
      nodes: {
        ...two.nodes,
        'a b': 1,
        c: { kind: 'blackHole', version: 1, params: {} },
        d: { ...createNode('dense'), version: 7 },
        e: { ...createNode('dense'), params: { u: 1 } },
      },
      edges: [wire('w', 'a', 'gone'), wire('w', 'a', 'b')],
      groups: [{ id: 'g', name: 'G', members: ['gone', 'a', 'a'] }],
    };
    const { issues } = parseDocument(broken);
    expect(issues.length).toBeGreaterThan(9);
    for (const found of issues)
      for (const language of languages) {
        const { message, hint } = describeIssue(found, language);
        expect(message + hint).not.toMatch(/\{\w+\}/);
      }
  });
});
