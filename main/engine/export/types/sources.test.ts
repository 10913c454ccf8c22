import { describe, expect, it } from 'vitest';
import { nodeKinds } from '../../../../shared/nodes/catalogue.ts';
import type { PortableModel } from '../portableModel.ts';
import { exampleCard } from '../testing/exampleCard.ts';
import { kindModels } from '../testing/kindModels.ts';
import { templateModel } from '../testing/templateModel.ts';
import { kerasSource } from './kerasSource.ts';
import { tfjsSource } from './tfjsSource.ts';
import { torchSource } from './torchSource.ts';

/** What the programs compute is held against PyTorch, Keras and TensorFlow.js in tools/peer/exportedSources.test.ts. */
const formats = [torchSource, kerasSource, tfjsSource];

function model(id: 'vae-dense' | '2-cnn' | 'vae-conv', part: PortableModel['part'] = 'full'): PortableModel {
  const found = templateModel(id, part, 'mean');
  if (!found) throw new Error(`${id} has a ${part}`);
  return found;
}

async function textOf(format: (typeof formats)[number], written: PortableModel, card = exampleCard): Promise<string> {
  const { value, issues } = await format.write(written, card);
  expect(issues).toEqual([]);
  const [program] = Object.entries(value ?? {}).filter(([name]) => name.startsWith('model.'));
  return new TextDecoder().decode(program?.[1]);
}

describe.each(formats)('$id', (format) => {
  it.each(nodeKinds)('writes a %s node in every way it can be set, in lines of at most 120 characters', async (kind) => {
    let count = 0;
    for (const { title, model: one } of kindModels(kind)) {
      const text = await textOf(format, one);
      expect([title, text.split('\n').filter((line) => line.length > 120)]).toEqual([title, []]);
      expect(text).not.toMatch(/(?<![.\w])(exec|eval)\(/);
      count += 1;
    }
    expect(count).toBeGreaterThan(0);
  });

  it('names the node of a layer that it does not know, and writes nothing', async () => {
    const known = model('vae-dense', 'decoder');
    const layers = known.layers.map((layer) => (layer.node === 'decode' ? { ...layer, className: 'Unheard' } : layer));
    const { value, issues } = await format.write({ ...known, layers }, exampleCard);
    expect(value).toBeUndefined();
    expect(issues).toEqual([expect.objectContaining({ code: 'export-layer-unknown', at: { node: 'decode' } })]);
  });

  it('calls modules by the titles of the document', async () => {
    const text = await textOf(format, model('vae-dense'));
    expect(text).toMatch(/posterior_?mean/i);
    expect(text).toContain('Decoder');
  });

  it('keeps names of a run and a data set from ending a comment', async () => {
    const card = { ...exampleCard, name: 'x""" */ import os', run: '*/ """', classes: ["it's", '"""'], data: { name: 'a\n"""b */', hash: 'h' } };
    const text = await textOf(format, model('2-cnn'), card);
    const ends = format === tfjsSource ? text.match(/^\/\*\*[^]*?\*\//)?.[0] : text.match(/^"""[^]*?"""/)?.[0];
    expect(ends).toMatch(/run .* epoch 3\./);
  });
});

describe('training', () => {
  it.each([torchSource, kerasSource])('$id: the whole model has the loss and the settings of the document; a decoder has none', async (format) => {
    const whole = await textOf(format, model('vae-dense'));
    expect(whole).toMatch(/BATCH_SIZE = 128\b/);
    expect(whole).toContain('def loss_terms(');
    expect(whole).toMatch(/kl = -0\.5 \* \(1 \+ log_variance/);
    expect(await textOf(format, model('vae-dense', 'decoder'))).not.toContain('def train(');
  });

  it('a Keras program has a switch for several workers', async () =>
    expect(await textOf(kerasSource, model('2-cnn'))).toContain('MultiWorkerMirroredStrategy()'));
});
