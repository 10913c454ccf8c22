import { describe, expect, it } from 'vitest';
import { drawGraph, node } from '../templates/drawGraph.ts';
import { templates } from '../templates/templates.ts';
import { analyseDocument } from './analyse.ts';
import { checkGraph } from './checkGraph.ts';
import { estimateCost } from './estimateCost.ts';
import { inferShapes } from './inferShapes.ts';
import { issue } from './issue.ts';
import { planRun } from './planRun.ts';
import { modelSignature, sameModel } from './sameModel.ts';

const shapedOf = (document: ReturnType<typeof drawGraph>) => {
  const shaped = inferShapes(checkGraph(document).value ?? expect.fail('check gives a graph')).value;
  return shaped ?? expect.fail('infer gives a graph');
};
const planOf = (document: ReturnType<typeof drawGraph>) => analyseDocument(document).plan ?? expect.fail('the graph has errors');

describe('planRun', () => {
  it('refuses where an error is left and hands the issues back', () => {
    const issues = [issue('metric-meaningless'), issue('no-loss')];
    expect(planRun(shapedOf(templates['vae-dense'].build()), issues)).toEqual({ value: undefined, issues });
    expect(planRun(shapedOf(templates['vae-dense'].build()), [issue('metric-meaningless')]).value).toBeDefined();
  });

  it('orders every node behind its sources and leaves out what nothing needs', () => {
    const document = drawGraph({
      name: 'with a dead branch',
      goal: 'autoencoder',
      nodes: {
        a: node('input', { shape: [784] }),
        z: node('dense', { units: 4 }),
        idle: node('dense'),
        unread: node('input'),
        b: node('dense', { units: 784, activation: 'sigmoid' }),
        loss: node('loss', { kl: false }),
      },
      wires: ['a > z', 'z > b', 'z > idle', 'b > loss', 'a > loss.target'],
    });
    const { nodes } = planOf(document);
    expect(nodes.map(({ id }) => id).toSorted()).toEqual(['a', 'b', 'loss', 'z']);
    const places = new Map(nodes.map(({ id }, place) => [id, place]));
    for (const { id, inputs } of nodes) for (const source of Object.values(inputs).flat()) expect(places.get(source.node)).toBeLessThan(places.get(id) ?? -1);
  });

  it('is a copy that nobody can change', () => {
    const document = templates['vae-conv'].build();
    const plan = planOf(document);
    const thawed: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if (!Object.isFrozen(value)) thawed.push(path);
      for (const [key, held] of Object.entries(value)) visit(held, `${path}.${key}`);
    };
    visit(plan, 'plan');
    expect(thawed).toEqual([]);
    document.training.epochs = 77;
    (document.nodes['encode'] ?? expect.fail()).params['units'] = 1;
    expect(plan.training.epochs).toBe(30);
    expect(plan.document.nodes['encode']?.params['units']).toBe(16);
  });
});

describe('findAnatomy', () => {
  const anatomyOf = (document: ReturnType<typeof drawGraph>) => analyseDocument(document).anatomy;

  it('reads a VAE', () => {
    expect(anatomyOf(templates['vae-dense'].build())).toEqual({
      input: 'input',
      posterior: { mean: { node: 'heads', port: 'mean' }, spread: { node: 'heads', port: 'spread' }, form: 'logVariance', sample: 'sample' },
      latent: { node: 'sample', port: 'out' },
      reconstruction: { node: 'pixels', port: 'out' },
      classes: null,
      encoder: ['input', 'encode', 'heads', 'sample'],
      decoder: ['decode', 'pixels'],
    });
  });

  it('leaves the condition of a conditional VAE out of encoder and decoder', () => {
    const { encoder, decoder } = anatomyOf(templates['cvae-dense'].build());
    expect(encoder).toEqual(['input', 'seen', 'encode', 'heads', 'sample']);
    expect(decoder).toEqual(['told', 'decode', 'pixels']);
  });

  it('finds the bottleneck of an autoencoder, behind its own activation', () => {
    const nodes = {
      x: node('input', { shape: [784] }),
      wide: node('dense', { units: 64 }),
      code: node('dense', { units: 8 }),
      bend: node('activation'),
      up: node('dense', { units: 64 }),
      y: node('dense', { units: 784, activation: 'sigmoid' }),
      loss: node('loss', { kl: false }),
    };
    const wires = ['x > wide', 'wide > code', 'code > bend', 'bend > up', 'up > y', 'y > loss', 'x > loss.target'];
    expect(anatomyOf(drawGraph({ name: 'ae', goal: 'autoencoder', nodes, wires })).latent).toEqual({ node: 'bend', port: 'out' });
    // A way round the code makes it no bottleneck: every path passes `wide` and `join` only.
    const skip = drawGraph({
      name: 'skip',
      goal: 'autoencoder',
      nodes: { ...nodes, join: node('add') },
      wires: ['x > wide', 'wide > code', 'code > bend', 'bend > up', 'up > join', 'wide > join', 'join > y', 'y > loss', 'x > loss.target'],
    });
    expect(anatomyOf(skip).latent).toEqual({ node: 'wide', port: 'out' });
  });

  it('reads a posterior drawn by hand', () => {
    const document = drawGraph({
      name: 'by hand',
      goal: 'vae',
      nodes: {
        x: node('input'),
        mean: node('dense', { units: 3 }),
        s: node('dense', { units: 3 }),
        half: node('math', { fn: 'scale', factor: 0.5 }),
        exp: node('math', { fn: 'exp' }),
        e: node('noise', { shape: [3] }),
        product: node('multiply'),
        z: node('add'),
        y: node('dense', { units: 784, activation: 'sigmoid' }),
        loss: node('loss'),
      },
      wires: [
        'x > mean',
        'x > s',
        's > half',
        'half > exp',
        'exp > product',
        'e > product',
        'product > z',
        'mean > z',
        'z > y',
        'y > loss',
        'x > loss.target',
        'mean > loss.mean',
        's > loss.spread',
      ],
    });
    expect(analyseDocument(document)).toMatchObject({
      issues: [],
      anatomy: {
        latent: { node: 'z', port: 'out' },
        posterior: { mean: { node: 'mean', port: 'out' }, spread: { node: 's', port: 'out' }, form: 'logVariance', sample: null },
      },
    });
  });

  it('reads a classifier', () => {
    expect(anatomyOf(templates['2-cnn'].build())).toEqual({
      input: 'input',
      posterior: null,
      latent: null,
      reconstruction: null,
      classes: { node: 'classes', port: 'out' },
      encoder: [],
      decoder: [],
    });
  });
});

describe('inferShapes', () => {
  it('stops behind a fault and names it once', () => {
    const document = drawGraph({
      name: 'broken in the middle',
      goal: 'autoencoder',
      nodes: {
        x: node('input', { shape: [784] }),
        image: node('reshape', { shape: [5, 5, 1] }),
        conv: node('conv2d'),
        flat: node('flatten'),
        y: node('dense', { units: 784, activation: 'sigmoid' }),
        loss: node('loss', { kl: false }),
      },
      wires: ['x > image', 'image > conv', 'conv > flat', 'flat > y', 'y > loss', 'x > loss.target'],
    });
    const { issues, shaped, parameterCount } = analyseDocument(document);
    expect(issues.map(({ code, at }) => [code, at.node])).toEqual([['reshape-size', 'image']]);
    expect(shaped.nodes['x']?.outputs['out']?.shape).toEqual([784]);
    for (const id of ['image', 'conv', 'flat', 'y']) expect(shaped.nodes[id]?.outputs).toEqual({});
    expect(parameterCount).toBe(0);
  });
});

describe('estimateCost', () => {
  it('counts a worked example', () => {
    const document = drawGraph({
      name: 'worked',
      goal: 'autoencoder',
      training: { batchSize: 10, optimiser: { kind: 'momentum' } },
      nodes: {
        x: node('input', { shape: [784] }),
        code: node('dense', { units: 5 }),
        y: node('dense', { units: 784, activation: 'sigmoid' }),
        loss: node('loss', { kl: false }),
      },
      wires: ['x > code', 'code > y', 'y > loss', 'x > loss.target'],
    });
    const parameters = 784 * 5 + 5 + 5 * 784 + 784,
      values = 784 + 5 + 784;
    // Weights, gradients and one velocity; each value of the batch and its gradient; two operations a multiply-add, forward once and backward twice.
    expect(estimateCost(planOf(document))).toEqual({
      parameters,
      weightBytes: 4 * 3 * parameters,
      activationBytes: 2 * 4 * 10 * values,
      flopsPerStep: 3 * 10 * (2 * 784 * 5 + 2 * 5 * 784 + values),
    });
  });

  it('applies a kernel once a pixel, once a time step', () => {
    const multiplyAdds = (kernel: number): number => 3 * 128 * 2 * kernel;
    const conv = drawGraph({
      name: 'conv',
      goal: 'free',
      nodes: { x: node('input', { shape: [28, 28, 1] }), c: node('conv2d', { filters: 8, strides: [2, 2], padding: 'same' }), read: node('output') },
      wires: ['x > c', 'c > read'],
    });
    const values = (sizes: number): number => 3 * 128 * sizes;
    expect(costWithoutLoss(conv).flopsPerStep).toBe(multiplyAdds(3 * 3 * 8 * 14 * 14) + values(784 + 14 * 14 * 8));
    const lstm = drawGraph({
      name: 'lstm',
      goal: 'free',
      nodes: { x: node('input', { shape: [32, 2] }), r: node('lstm', { units: 4 }), read: node('output') },
      wires: ['x > r', 'r > read'],
    });
    expect(costWithoutLoss(lstm).flopsPerStep).toBe(multiplyAdds(32 * (2 * 16 + 4 * 16)) + values(64 + 4));
  });

  function costWithoutLoss(document: ReturnType<typeof drawGraph>) {
    return estimateCost(planRun(shapedOf(document), []).value ?? expect.fail());
  }
});

describe('sameModel', () => {
  const base = templates['vae-dense'].build();

  it('ignores ids, names, layout, order and parameters without effect', () => {
    const renamed = JSON.parse(JSON.stringify(base).replaceAll('"encode"', '"other"')) as typeof base;
    expect(sameModel(base, { ...renamed, edges: renamed.edges.toReversed(), name: 'else', layout: { nodes: {}, notes: {} } })).toBe(true);
    const loss = base.nodes['loss'] ?? expect.fail();
    expect(sameModel(base, { ...base, nodes: { ...base.nodes, loss: { ...loss, params: { ...loss.params, betaEpochs: 3 } } } })).toBe(true);
  });

  it('sees a parameter, a wire, a frozen node and a missing node', () => {
    const encode = base.nodes['encode'] ?? expect.fail();
    const changed = [
      { ...base, nodes: { ...base.nodes, encode: { ...encode, params: { ...encode.params, units: 511 } } } },
      { ...base, nodes: { ...base.nodes, encode: { ...encode, frozen: true } } },
      { ...base, edges: base.edges.slice(1) },
      { ...base, nodes: { ...base.nodes, extra: encode } },
    ];
    const signatures = [base, ...changed].map(modelSignature);
    expect(new Set(signatures).size).toBe(signatures.length);
  });
});
