import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ancestorsOf, between, descendantsOf, dominatorsBetween, sourcesOf, topologicalOrder } from './walks.ts';
import type { Sources } from './walks.ts';

const graph = (wires: Readonly<Record<string, string>>): Sources =>
  new Map(Object.entries(wires).map(([id, feeding]) => [id, feeding.split(' ').filter(Boolean)]));

/** Random graphs over n0 … n11; acyclic ones only wire from a lower to a higher number, with keys shuffled. */
const graphs = (acyclic: boolean): fc.Arbitrary<Sources> =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 }),
      fc.shuffledSubarray(
        Array.from({ length: 12 }, (_, n) => n),
        { minLength: 12 },
      ),
    )
    .map(([wires, keys]) => new Map(keys.map((key) => [`n${key}`, wires.filter(([a, b]) => b === key && (!acyclic || a < b)).map(([a]) => `n${a}`)])));

const seeded = { seed: 20261120, numRuns: 300 };

describe('walks', () => {
  const hourglass = graph({ x: '', wide: 'x', code: 'wide', up: 'code', skip: 'code', out: 'up skip', stray: '' });

  it('walks a drawn hourglass', () => {
    expect([...ancestorsOf(hourglass, ['code'])].toSorted()).toEqual(['wide', 'x']);
    expect([...descendantsOf(hourglass, ['code'])].toSorted()).toEqual(['out', 'skip', 'up']);
    expect(between(hourglass, 'wide', 'out')).toEqual(['wide', 'code', 'up', 'skip', 'out']);
    expect(between(hourglass, 'stray', 'out')).toEqual([]);
    expect(dominatorsBetween(hourglass, 'x', 'out')).toEqual(['x', 'wide', 'code', 'out']);
    expect(topologicalOrder(hourglass)).toEqual({ order: ['x', 'wide', 'code', 'up', 'skip', 'out', 'stray'], cycle: [] });
  });

  it('names a cycle along its wires', () => {
    expect(topologicalOrder(graph({ a: 'c', b: 'a', c: 'b', d: 'c' })).cycle.join('')).toMatch(/^(abc|bca|cab)$/);
    expect(topologicalOrder(graph({ a: 'a' })).cycle).toEqual(['a']);
  });

  it('survives a chain deeper than any call stack', () => {
    const chain: Sources = new Map(Array.from({ length: 200_000 }, (_, n) => [`n${n}`, n === 199_999 ? [] : [`n${n + 1}`]]));
    expect(topologicalOrder(chain).order[0]).toBe('n199999');
    expect(ancestorsOf(chain, ['n0']).size).toBe(199_999);
  });

  it('orders every acyclic graph, each node behind its sources', () => {
    fc.assert(
      fc.property(graphs(true), (sources) => {
        const { order, cycle } = topologicalOrder(sources);
        expect(cycle).toEqual([]);
        expect(order.toSorted()).toEqual([...sources.keys()].toSorted());
        for (const [id, feeding] of sources) for (const source of feeding) expect(order.indexOf(source)).toBeLessThan(order.indexOf(id));
        // Stable: keys already in a topological order stay as they are.
        expect(topologicalOrder(new Map(order.map((id) => [id, sources.get(id) ?? []]))).order).toEqual(order);
      }),
      seeded,
    );
  });

  it('finds a true cycle in every cyclic graph and only there', () => {
    fc.assert(
      fc.property(graphs(false), (sources) => {
        const { order, cycle } = topologicalOrder(sources);
        expect(order.toSorted()).toEqual([...sources.keys()].toSorted());
        cycle.forEach((id, place) => expect(sources.get(cycle[(place + 1) % cycle.length] ?? '')).toContain(id));
        expect(cycle.length > 0).toBe([...sources.keys()].some((id) => ancestorsOf(sources, [id]).has(id)));
      }),
      seeded,
    );
  });

  it('takes as dominators exactly the nodes whose removal cuts every path', () => {
    fc.assert(
      fc.property(graphs(true), fc.nat(11), fc.nat(11), (sources, a, b) => {
        const [from, to] = [`n${a}`, `n${b}`];
        const without = (id: string): Sources => new Map([...sources].filter(([key]) => key !== id));
        const inside = between(sources, from, to);
        const cuts = inside.filter((id) => id === from || id === to || between(without(id), from, to).length === 0);
        expect([...dominatorsBetween(sources, from, to)].toSorted()).toEqual(cuts.toSorted());
      }),
      seeded,
    );
  });

  it('orders the nodes of a document by content, not by the order of keys in memory', () => {
    const node = { kind: 'dense', version: 1, params: {} };
    const edges = [{ id: 'e1', from: { node: 'b', port: 'out' }, to: { node: 'a', port: 'in' } }];
    const one = sourcesOf({ nodes: { a: node, b: node, c: node }, edges }),
      other = sourcesOf({ nodes: { c: node, b: node, a: node }, edges });
    expect([...one]).toEqual([
      ['a', ['b']],
      ['b', []],
      ['c', []],
    ]);
    expect([...other]).toEqual([...one]);
  });

  it('says nothing of dominators across a cycle', () => {
    expect(dominatorsBetween(graph({ a: '', b: 'a c', c: 'b', d: 'c' }), 'a', 'd')).toEqual([]);
    expect(dominatorsBetween(graph({ a: 'd', b: 'a', c: 'b', d: 'c' }), 'a', 'd')).toEqual([]);
  });
});
