import type { GraphDoc } from '../../shared/graph/document.ts';
import { drawGraph, node } from '../../shared/templates/drawGraph.ts';
import type { Drawing } from '../../shared/templates/drawGraph.ts';

const columns = 25,
  columnWidth = 230,
  rowHeight = 210;

/** A sound residual network of so many nodes and wires, laid out in a block: stem, pairs of dense layers with a skip over each, head, loss. Further skips make up the wires. */
export function netDocument(nodeCount: number, wireCount: number): GraphDoc {
  const nodes: Record<string, Drawing['nodes'][string]> = { input: node('input'), stem: node('dense', { units: 64, activation: 'relu' }) };
  const wires: string[] = ['input > stem'],
    sums: string[] = [];
  let last = 'stem';
  while (Object.keys(nodes).length <= nodeCount - 5) {
    const place = sums.length;
    Object.assign(nodes, {
      [`a${place}`]: node('dense', { units: 64, activation: 'relu' }),
      [`b${place}`]: node('dense', { units: 64 }),
      [`sum${place}`]: node('add'),
    });
    wires.push(`${last} > a${place}`, `a${place} > b${place}`, `b${place} > sum${place}`, `${last} > sum${place}`);
    last = `sum${place}`;
    sums.push(last);
  }
  for (let place = 0; Object.keys(nodes).length < nodeCount - 2; place++) {
    nodes[`tail${place}`] = node('dense', { units: 64, activation: 'relu' });
    wires.push(`${last} > tail${place}`);
    last = `tail${place}`;
  }
  Object.assign(nodes, { head: node('dense', { units: 784, activation: 'sigmoid' }), loss: node('loss', { kl: false }) });
  wires.push(`${last} > head`, 'head > loss', 'input > loss.target');
  for (let place = 0; wires.length < wireCount; place++) wires.push(`${sums[place] ?? 'stem'} > ${sums[place + 2] ?? 'sum0'}`);
  const drawn = drawGraph({ name: `Bench ${nodeCount}`, goal: 'free', nodes, wires });
  const layout = Object.fromEntries(
    Object.keys(nodes).map((id, place) => [id, { x: (place % columns) * columnWidth, y: Math.floor(place / columns) * rowHeight }]),
  );
  return { ...drawn, layout: { ...drawn.layout, nodes: layout } };
}

/** A VAE of points in a plane: one short epoch over 62,000 of them, 60,760 of which are for training. */
export const latentDocument: GraphDoc = drawGraph({
  name: 'Bench points',
  goal: 'vae',
  nodes: {
    input: node('input', { shape: [2] }),
    encode: node('dense', { units: 16, activation: 'relu' }),
    heads: node('split', { units: 2 }),
    sample: node('sample'),
    decode: node('dense', { units: 16, activation: 'relu' }),
    output: node('dense', { units: 2, activation: 'sigmoid' }),
    loss: node('loss', { reconstruction: 'mse' }),
  },
  wires: [
    'input > encode',
    'encode > heads',
    'heads.mean > sample.mean',
    'heads.spread > sample.spread',
    'sample > decode',
    'decode > output',
    'output > loss',
    'input > loss.target',
    'heads.mean > loss.mean',
    'heads.spread > loss.spread',
  ],
  training: { epochs: 1, batchSize: 4096 },
  data: { kind: 'blobs', limit: 62_000, split: { validation: 0.01, test: 0.01 } },
});
