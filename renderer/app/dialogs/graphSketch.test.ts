import { expect, test } from 'vitest';
import { templateIds, templates } from '../../../shared/templates/templates.ts';
import { boxSize, sketchGraph } from './graphSketch.ts';

test.each(templateIds)('the sketch of %s shows every node and wire inside its frame', (id) => {
  const document = templates[id].build();
  const { viewBox, boxHeight, boxes, wires } = sketchGraph(document);
  const [left = 0, top = 0, width = 0, height = 0] = viewBox.split(' ').map(Number);
  expect(boxes.map((box) => box.id)).toEqual(Object.keys(document.nodes));
  expect(wires.map((wire) => wire.id)).toEqual(document.edges.map((edge) => edge.id));
  for (const { x, y } of boxes) {
    expect(x).toBeGreaterThanOrEqual(left);
    expect(y).toBeGreaterThanOrEqual(top);
    expect(x + boxSize.width).toBeLessThanOrEqual(left + width);
    expect(y + boxHeight).toBeLessThanOrEqual(top + height);
  }
});

test('an empty document has an empty sketch', () => {
  expect(sketchGraph({ nodes: {}, edges: [], layout: { nodes: {}, notes: {} } })).toMatchObject({ boxes: [], wires: [] });
});

test('a long chain is drawn high enough to be seen in a small frame, and far from the origin as near it', () => {
  const chain = (offset: number) => ({
    nodes: Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`${index}`, { kind: 'dense', version: 1, params: {} }])),
    edges: [],
    layout: { nodes: Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`${index}`, { x: offset + index * 220, y: offset }])), notes: {} },
  });
  const [, , width = 0, height = 0] = sketchGraph(chain(0)).viewBox.split(' ').map(Number);
  expect(width / height).toBeLessThan(10);
  expect(sketchGraph(chain(5000)).viewBox.split(' ').slice(2)).toEqual(sketchGraph(chain(0)).viewBox.split(' ').slice(2));
});
