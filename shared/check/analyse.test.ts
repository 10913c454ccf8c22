import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { semanticFaults, soundGraphs, structuralFaults } from '../fixtures/drawnGraphs.ts';
import { applyEdit } from '../graph/applyEdit.ts';
import type { GraphDoc } from '../graph/document.ts';
import { describeIssue } from '../messages/describeIssue.ts';
import { fixTexts } from '../messages/fixTexts.ts';
import { modelIssues } from '../messages/issues/model.ts';
import { languages } from '../messages/language.ts';
import { definitionOf, nodeKinds } from '../nodes/catalogue.ts';
import { templateIds, templates } from '../templates/templates.ts';
import { analyseDocument } from './analyse.ts';
import type { Issue } from './issue.ts';
import { hasErrors } from './issue.ts';
import { repairAll } from './repairAll.ts';

const drawn = [...structuralFaults, ...semanticFaults, ...soundGraphs];
const codesOf = (issues: readonly Issue[]): readonly string[] => [...new Set(issues.map(({ code }) => code))].toSorted();
const published = templateIds
  .filter((id) => templates[id].published)
  .map((id) => ({ title: id, document: templates[id].build(), facts: undefined, memoryBytes: undefined }));
const everything = [...drawn, ...published];

describe('faults', () => {
  it.each(drawn)('names exactly what is wrong in $title', ({ document, facts, memoryBytes, codes }) => {
    expect(codesOf(analyseDocument(document, facts, memoryBytes).issues)).toEqual([...codes].toSorted());
  });

  it('has a graph for every fault of wiring, shapes and meaning', () => {
    // The shape rules of single kinds are tested beside their kinds.
    const besideKinds = [
      'rank-mismatch',
      'reshape-size',
      'reshape-unclear',
      'kernel-larger-than-input',
      'strides-with-dilation',
      'clip-bounds-crossed',
      'ids-beyond-vocabulary',
      'labels-beyond-classes',
      'merge-shapes',
      'axis-missing',
    ];
    const named = new Set(everything.flatMap(({ document, facts, memoryBytes }) => codesOf(analyseDocument(document, facts, memoryBytes).issues)));
    expect(Object.keys(modelIssues).filter((code) => !named.has(code) && !besideKinds.includes(code))).toEqual([]);
  });

  it.each(everything)('says in both languages, without an open gap, what is wrong in $title', ({ document, facts, memoryBytes }) => {
    for (const found of analyseDocument(document, facts, memoryBytes).issues) {
      for (const language of languages) {
        const { message, hint } = describeIssue(found, language);
        expect(`${message} ${hint}`, found.code).not.toMatch(/\{\w+\}|undefined|NaN/);
      }
      if (found.fix) expect(fixTexts).toHaveProperty(found.fix.title);
    }
  });

  it.each(everything)('points at nodes and ports that exist in $title', ({ document, facts, memoryBytes }) => {
    for (const { at } of analyseDocument(document, facts, memoryBytes).issues) {
      if (at.node !== undefined) expect(document.nodes).toHaveProperty(at.node);
      if (at.edge !== undefined) expect(document.edges.map(({ id }) => id)).toContain(at.edge);
    }
  });

  it('takes no notice of layout, names and the order of keys', () => {
    for (const { document, facts, memoryBytes } of everything) {
      const shuffled: GraphDoc = { ...document, nodes: Object.fromEntries(Object.entries(document.nodes).toReversed()), layout: { nodes: {}, notes: {} } };
      const read = (one: GraphDoc) => analyseDocument(one, facts, memoryBytes).issues.map(({ code, at }) => ({ code, at }));
      expect(read(shuffled)).toEqual(read(document));
    }
  });
});

describe('fixes', () => {
  it.each(everything)('each remove what they promise in $title', ({ document, facts, memoryBytes }) => {
    const { issues } = analyseDocument(document, facts, memoryBytes);
    for (const found of issues) {
      if (!found.fix) continue;
      const { value, issues: refused } = applyEdit(document, found.fix.commands);
      expect(refused, found.code).toEqual([]);
      const same = (one: Issue): boolean => one.code === found.code && JSON.stringify(one.at) === JSON.stringify(found.at);
      const before = issues.filter(same).length,
        after = value ? analyseDocument(value.document, facts, memoryBytes).issues.filter(same).length : before;
      expect(after, found.code).toBeLessThan(before);
    }
  });

  it.each(everything)('come to an end in $title', ({ document, facts }) => {
    const { applied } = repairAll(document, facts);
    expect(applied.length).toBeLessThan(12);
  });

  it('are not offered where a locked node stands against them', () => {
    const document = templates['1-vae-published'].build();
    const mean = document.nodes['mean'];
    if (!mean) throw new Error('the template has a node called mean');
    const locked = { ...document, nodes: { ...document.nodes, mean: { ...mean, locked: true } } };
    const [bounded] = analyseDocument(locked).issues;
    expect(bounded).toMatchObject({ code: 'mean-head-bounded', at: { node: 'mean' } });
    expect(bounded?.fix).toBeUndefined();
  });
});

describe('analysis', () => {
  it('never throws, and plans exactly the graphs without an error, whatever was drawn', () => {
    const value: fc.Arbitrary<Mutation['value']> = fc.oneof(
      fc.integer({ min: -2, max: 40 }),
      fc.constantFrom('relu', 'mean', '', 'logStd', 'none'),
      fc.boolean(),
      fc.constant<number[]>([28, 28]),
    );
    const mutation: fc.Arbitrary<Mutation> = fc.record({ kind: fc.nat(6), a: fc.nat(1000), b: fc.nat(1000), value });
    fc.assert(
      fc.property(fc.nat(drawn.length + published.length - 1), fc.array(mutation, { minLength: 1, maxLength: 6 }), (start, mutations) => {
        const document = mutations.reduce<GraphDoc>(mutate, everything[start]?.document ?? templates['vae-dense'].build());
        const { issues, plan, shaped } = analyseDocument(document);
        expect(plan === undefined).toBe(hasErrors(issues));
        for (const found of issues) expect(describeIssue(found, 'zh').message, found.code).not.toMatch(/\{\w+\}/);
        for (const node of plan?.nodes ?? [])
          expect(Object.keys(node.outputs).toSorted()).toEqual(
            definitionOf(node.kind)
              .outputs(node.params)
              .map(({ name }) => name)
              .toSorted(),
          );
        expect(Object.keys(shaped.nodes).toSorted()).toEqual(
          Object.keys(document.nodes)
            .filter((id) => nodeKinds.some((kind) => kind === document.nodes[id]?.kind))
            .toSorted(),
        );
      }),
      { seed: 20261120, numRuns: 1500 },
    );
  });
});

interface Mutation {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly value: number | string | boolean | number[];
}

/** One thing a user, or a hand in a text editor, may do to a document. */
function mutate(document: GraphDoc, { kind, a, b, value }: Mutation): GraphDoc {
  const ids = Object.keys(document.nodes),
    id = ids[a % ids.length],
    other = ids[b % ids.length];
  const node = id === undefined ? undefined : document.nodes[id];
  if (id === undefined || other === undefined || !node) return document;
  switch (kind) {
    case 0:
      return { ...document, edges: document.edges.filter((_, place) => place !== b % document.edges.length) };
    case 1:
      return { ...document, nodes: Object.fromEntries(Object.entries(document.nodes).filter(([key]) => key !== id)) };
    case 2: {
      const params = Object.keys(node.params),
        param = params[b % params.length];
      return param === undefined ? document : { ...document, nodes: { ...document.nodes, [id]: { ...node, params: { ...node.params, [param]: value } } } };
    }
    case 3:
      return { ...document, nodes: { ...document.nodes, [id]: { kind: nodeKinds[b % nodeKinds.length] ?? 'dense', version: 1, params: {} } } };
    case 4:
      return {
        ...document,
        edges: document.edges.map((edge, place) => (place === b % document.edges.length ? { ...edge, from: { ...edge.from, node: id } } : edge)),
      };
    case 5: {
      const ports = ['in', 'mean', 'spread', 'noise', 'prediction', 'target', 'labels'];
      return {
        ...document,
        edges: [
          ...document.edges,
          { id: `m${a}-${b}`, from: { node: id, port: ['out', 'mean', 'spread'][b % 3] ?? 'out' }, to: { node: other, port: ports[a % ports.length] ?? 'in' } },
        ],
      };
    }
    default:
      return { ...document, goal: (['autoencoder', 'vae', 'classifier', 'free'] as const)[b % 4] ?? 'free' };
  }
}
