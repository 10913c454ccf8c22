import { describe, expect, it } from 'vitest';
import { analyseDocument } from '../../shared/check/analyse.ts';
import { createNode, newDocument } from '../../shared/graph/createDocument.ts';
import { floats } from '../../shared/nodes/tensorSpec.ts';
import { templates } from '../../shared/templates/templates.ts';
import { alignBoxes, distributeBoxes } from './alignment.ts';
import { arrange } from './arrange.ts';
import { cardBox } from './boxes.ts';
import { createSceneDeriver } from './deriveScene.ts';
import { fittingKinds } from './fittingKinds.ts';
import { keyParams, showParam } from './keyParams.ts';
import { nodeAnswers, textAnswers } from './searchNodes.ts';
import { catalogue, definitionOf } from '../../shared/nodes/catalogue.ts';

const boxes = { a: { x: 0, y: 0, width: 10, height: 10 }, b: { x: 50, y: 5, width: 20, height: 10 }, c: { x: 100, y: 40, width: 10, height: 20 } };

describe('aligning and distributing', () => {
  it('lines edges and middles up', () => {
    expect(alignBoxes(boxes, 'right')).toEqual({ a: { x: 100, y: 0 }, b: { x: 90, y: 5 }, c: { x: 100, y: 40 } });
    expect(alignBoxes(boxes, 'middle')).toEqual({ a: { x: 0, y: 25 }, b: { x: 50, y: 25 }, c: { x: 100, y: 20 } });
  });
  it('leaves equal gaps', () => {
    // From 10 to 100 there is room for b's 20 and two gaps of 35.
    expect(distributeBoxes(boxes, 'horizontal').b).toEqual({ x: 45, y: 5 });
  });
});

describe('arranging', () => {
  const vae = templates['vae-conv'].build();
  const scene = createSceneDeriver()(vae, analyseDocument(vae));
  const places = arrange(vae, scene);
  it('lets every wire run from left to right, and no two cards overlap', () => {
    for (const { source, target } of scene.wires) expect(places[source]?.x).toBeLessThan(places[target]?.x ?? 0);
    const cards = [...scene.nodes.values()].map((view) => cardBox(view, places[view.id] ?? { x: 0, y: 0 }));
    for (const [index, a] of cards.entries()) {
      for (const b of cards.slice(index + 1)) expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y).toBe(true);
    }
  });
  it('keeps locked nodes where they are', () => {
    const id = Object.keys(vae.nodes)[0] ?? '';
    const locked = { ...vae, nodes: { ...vae.nodes, [id]: { ...createNode('input'), locked: true } } };
    expect(Object.keys(arrange(locked, createSceneDeriver()(locked, analyseDocument(locked))))).not.toContain(id);
  });
});

describe('what fits the loose end of a wire', () => {
  const document = { ...newDocument('x'), nodes: { in: createNode('input', { shape: [784] }), labels: createNode('labels') } };
  it('leaves out what no parameter could make fit', () => {
    const kinds = fittingKinds(document, { node: 'in', port: 'out' }, 'outputs', floats([784])).map(({ kind }) => kind);
    expect(kinds).toContain('dense');
    expect(kinds).toContain('reshape');
    expect(kinds).not.toContain('conv2d');
    expect(kinds).not.toContain('input');
    expect(fittingKinds(document, { node: 'in', port: 'out' }, 'outputs', floats([28, 28, 1])).map(({ kind }) => kind)).toContain('conv2d');
  });
  it('offers nothing for a port that is not there', () => {
    expect(fittingKinds(document, { node: 'in', port: 'nowhere' }, 'outputs')).toEqual([]);
  });
});

describe('words of a card', () => {
  it('shows the parameters that matter and those that were changed', () => {
    const { params } = createNode('conv2d', { filters: 8, strides: [2, 2] });
    expect(keyParams(definitionOf('conv2d'), params).map(({ name }) => name)).toContain('strides');
    expect(keyParams(definitionOf('dense'), createNode('dense').params).length).toBe(2);
  });
  it('writes values short', () => {
    const { kernelSize, useBias, activation } = catalogue.conv2d.params;
    const shown = [
      showParam(kernelSize, [3, 3]),
      showParam(useBias, true),
      showParam(catalogue.dropout.params.rate, 0.123456),
      showParam(activation, 'linear'),
    ];
    expect(shown.map(({ en }) => en)).toEqual(['3×3', '✓', '0.1235', 'Linear']);
    expect(shown.at(-1)?.zh).toBe('线性');
  });
  it('finds nodes by name, kind in either language, and shape', () => {
    const view = { id: 'n1', kind: 'conv2d', name: 'Edges', title: catalogue.conv2d.title, shapes: ['28×28×8'] };
    expect(['edge', 'conv', '卷积', '28x28', 'n1'].map((query) => nodeAnswers(view, query))).toEqual([true, true, true, true, true]);
    expect(nodeAnswers(view, 'dense')).toBe(false);
    expect(textAnswers(['Max pool 2D', '最大池化'], 'pool max')).toBe(true);
  });
});
