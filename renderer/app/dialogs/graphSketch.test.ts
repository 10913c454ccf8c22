import { expect, test } from 'vitest';
import { templateIds, templates } from '../../../shared/templates/templates.ts';
import { boxSize, sketchGraph } from './graphSketch.ts';

test.each(templateIds)('the sketch of %s shows every node and wire inside its frame', (id) => {
  const document = templates[id].build();
  const { viewBox, boxes, wires } = sketchGraph(document);
  const [left = 0, top = 0, width = 0, height = 0] = viewBox.split(' ').map(Number);
  expect(boxes.map((box) => box.id)).toEqual(Object.keys(document.nodes));
  expect(wires.map((wire) => wire.id)).toEqual(document.edges.map((edge) => edge.id));
  for (const { x, y } of boxes) {
    expect(x).toBeGreaterThanOrEqual(left);
    expect(y).toBeGreaterThanOrEqual(top);
    expect(x + boxSize.width).toBeLessThanOrEqual(left + width);
    expect(y + boxSize.height).toBeLessThanOrEqual(top + height);
  }
});

test('an empty document has an empty sketch', () => {
  expect(sketchGraph({ nodes: {}, edges: [], layout: { nodes: {}, notes: {} } })).toMatchObject({ boxes: [], wires: [] });
});
