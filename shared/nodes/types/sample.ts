import { at, defineNode, outPort } from '../defineNode.ts';
import type { Port, ShapeAnswer } from '../defineNode.ts';
import { meanPort, spreadParam, spreadPort } from '../spread.ts';
import { floats, sameShape, showShape } from '../tensorSpec.ts';

const noisePort: Port = { name: 'noise', title: { en: 'Noise ε', zh: '噪声 ε' }, carries: 'tensor', optional: true };

/** The reparameterisation trick, z = μ + σ·ε with ε ~ N(0, 1) (Kingma & Welling 2013, §2.4). */
export const sampleNode = defineNode({
  kind: 'sample',
  title: { en: 'Sample', zh: '采样' },
  summary: {
    en: 'Draws z from the posterior so that gradients still reach mean and spread (reparameterisation trick).',
    zh: '从后验中抽取 z，且梯度仍能传到均值与离散程度（重参数化技巧）。',
  },
  formula: 'z = \\mu + \\sigma \\odot \\varepsilon,\\quad \\varepsilon \\sim \\mathcal N(0, I)',
  category: 'latent',
  params: { spread: spreadParam },
  inputs: () => [meanPort, spreadPort, noisePort],
  outputs: () => outPort,
  shape: ({ inputs }): ShapeAnswer => {
    const mean = at(inputs, 'mean');
    const others = ['spread', 'noise'].flatMap((port) => (inputs[port] ?? []).map((spec) => ({ port, spec })));
    const problems = others
      .filter(({ spec }) => !sameShape(spec.shape, mean.shape))
      .map(({ port, spec }) => ({ code: 'shape-mismatch' as const, port, values: { expected: showShape(mean.shape), found: showShape(spec.shape) } }));
    return problems.length > 0 ? { problems } : { outputs: { out: floats(mean.shape) } };
  },
  weights: () => [],
});
