import { describe, expect, it } from 'vitest';
import { portKey } from '../kinds/network.ts';
import { cutModel } from './cutModel.ts';
import { drawGraph, node } from '../../../shared/templates/drawGraph.ts';
import { caseModel, drawableCases } from '../step/testing/caseDocument.ts';
import { knownLayerClasses } from './layerShapes.ts';
import { exportParts, sampleForms } from './portableModel.ts';
import type { ExportPart, PortableModel, SampleForm } from './portableModel.ts';
import { planOf, templateModel, templateModels, trainedTemplate, trainingTemplates, weightsOf } from './testing/templateModel.ts';

const classesIn = ({ layers }: PortableModel): readonly string[] => layers.map(({ className }) => className);
const namesOf = (list: readonly { readonly name: string }[]): readonly string[] => list.map(({ name }) => name);

describe.each(trainingTemplates)('%s', (id) => {
  const models = [...templateModels([id])];

  it('has a full model, and every part its anatomy names', () => {
    const { anatomy } = trainedTemplate(id).plan;
    for (const sample of sampleForms) {
      expect(templateModel(id, 'full', sample)).not.toBeNull();
      expect(templateModel(id, 'decoder', sample) !== null).toBe(anatomy.latent !== null && anatomy.reconstruction !== null);
      expect(templateModel(id, 'encoder', sample) !== null).toBe(anatomy.latent !== null);
      expect(templateModel(id, 'classifier', sample) !== null).toBe(anatomy.classes !== null);
    }
  });

  it('every layer stands behind what it reads, has a name of its own, and is of a known class', () => {
    for (const { model } of models) {
      const seen = new Set<string>();
      for (const layer of model.layers) {
        expect(layer.name).toMatch(/^[A-Za-z][A-Za-z0-9_]*$/);
        expect(seen).not.toContain(layer.name);
        for (const [from] of layer.inputs) expect(seen).toContain(from);
        if ('name' in layer.config) expect(layer.config.name).toBe(layer.name);
        expect(knownLayerClasses).toContain(layer.className);
        seen.add(layer.name);
      }
      expect(namesOf(model.inputs).toSorted()).toEqual(namesOf(model.layers.filter(({ className }) => className === 'InputLayer')).toSorted());
    }
  });

  it('gives each port of the plan the shape that the plan knows', () => {
    const { plan } = trainedTemplate(id);
    for (const { model } of models) {
      for (const layer of model.layers) {
        const node = plan.nodes.find((one) => one.id === layer.node);
        // A layer called as its node gives the node's one output.
        if (node?.id === layer.name && node.outputs.out) expect([layer.name, layer.outputShapes]).toEqual([layer.name, [node.outputs.out.shape]]);
      }
      const { latent, reconstruction } = plan.anatomy;
      const shapes = new Map(plan.nodes.flatMap((node) => Object.entries(node.outputs).map(([port, { shape }]) => [`${node.id}/${port}`, shape])));
      const told = (role: string): readonly number[] | undefined => [...model.inputs, ...model.outputs].find((one) => one.role === role)?.shape;
      if (told('latent')) expect(told('latent')).toEqual(latent && shapes.get(portKey(latent)));
      if (told('reconstruction')) expect(told('reconstruction')).toEqual(reconstruction && shapes.get(portKey(reconstruction)));
    }
  });

  it('carries every weight that its layers ask for, in the shapes of the checkpoint, and no layer nothing reads', () => {
    const { plan, weights } = trainedTemplate(id);
    for (const { model } of models) {
      for (const { weights: held, node } of model.layers) for (const { name, values } of held) expect(values).toBe(weights[`${node}/${name}`]?.values);
      const read = new Set([...model.layers.flatMap(({ inputs }) => inputs.map(([from]) => from)), ...model.outputs.map(({ ref }) => ref[0])]);
      expect(namesOf(model.layers.filter(({ name }) => !read.has(name)))).toEqual([]);
    }
    const whole = cutModel({ plan, weights, part: 'full', sample: 'noise' }).value;
    const trained = plan.nodes.filter(({ weights: specs }) => specs.length > 0).flatMap((node) => node.weights.map(({ name }) => `${node.id}/${name}`));
    const held = (whole?.layers ?? []).flatMap(({ node, weights: list }) => list.map(({ name }) => `${node}/${name}`));
    expect(held.toSorted()).toEqual(trained.toSorted());
  });
});

describe('sample forms', () => {
  it('mean: nothing is drawn and the spread is not there', () => {
    const model = templateModel('vae-dense', 'full', 'mean');
    expect(model?.inputs.map(({ role }) => role)).toEqual(['data']);
    expect(model && classesIn(model)).not.toContain('Multiply');
  });

  it('noise: ε is an input in the shape of the mean', () => {
    const model = templateModel('vae-dense', 'full', 'noise');
    expect(model?.inputs.map(({ role, name, shape }) => [role, name, shape])).toEqual([
      ['data', model?.inputs[0]?.name, [784]],
      ['noise', 'epsilon', [2]],
    ]);
    expect(model && classesIn(model).filter((name) => name === 'GaussianNoise')).toEqual([]);
  });

  it('sampled: Gaussian noise around zeros, called in training mode, with a seed', () => {
    const model = templateModel('vae-dense', 'full', 'sampled');
    expect(model?.inputs.map(({ role }) => role)).toEqual(['data']);
    const drawn = model?.layers.filter(({ alwaysTraining }) => alwaysTraining) ?? [];
    expect(drawn.map(({ className, config }) => [className, config.stddev, Number.isSafeInteger(config.seed)])).toEqual([['GaussianNoise', 1, true]]);
  });

  it('encoder: mean and spread, and z where it is asked for', () => {
    expect(namesOf(templateModel('vae-dense', 'encoder', 'mean')?.outputs ?? [])).toEqual(['mean', 'log_variance']);
    expect(namesOf(templateModel('vae-dense', 'encoder', 'noise')?.outputs ?? [])).toEqual(['mean', 'log_variance', 'code']);
    expect(namesOf(templateModel('ae-dense', 'encoder', 'mean')?.outputs ?? [])).toEqual(['code']);
  });

  it('a conditional decoder is told the class', () => {
    const model = templateModel('cvae-dense', 'decoder', 'mean');
    expect(model?.inputs.map(({ role, dtype, shape }) => [role, dtype, shape])).toEqual([
      ['labels', 'int32', []],
      ['latent', 'float32', model?.inputs[1]?.shape],
    ]);
  });
});

describe('noise nodes', () => {
  const cut = (distribution: string, sample: SampleForm) =>
    drawableCases('noise')
      .filter(({ params }) => params.distribution === distribution)
      .map((drawn) => {
        const plan = planOf(caseModel(drawn).document, null);
        return cutModel({ plan, weights: weightsOf(plan), part: 'full', sample });
      });

  it('are inputs of standard draws', () => {
    for (const distribution of ['normal', 'uniform']) {
      const models = cut(distribution, 'noise').map(({ value }) => value);
      expect(models.length).toBeGreaterThan(0);
      for (const model of models) expect(model?.inputs.map(({ role }) => role)).toContain(distribution === 'normal' ? 'noise' : 'uniform');
    }
  });

  it('are drawn by the target where they are normal', () => {
    for (const { value, issues } of cut('normal', 'sampled')) {
      expect(issues).toEqual([]);
      expect(value?.inputs.map(({ role }) => role)).toEqual(['data']);
      expect(value?.layers.filter(({ alwaysTraining }) => alwaysTraining).length).toBe(1);
    }
  });

  it('cannot be drawn by the target where they are uniform', () => {
    for (const { value, issues } of cut('uniform', 'sampled')) {
      expect(value).toBeUndefined();
      expect(issues.map(({ code }) => code)).toEqual(['export-uniform-sampled']);
    }
  });
});

describe('a sampling drawn by hand', () => {
  const plan = planOf(
    drawGraph({
      name: 'by hand',
      goal: 'vae',
      nodes: {
        x: node('input', { shape: [6] }),
        mean: node('dense', { units: 2 }),
        spread: node('dense', { units: 2 }),
        half: node('math', { fn: 'scale', factor: 0.5 }),
        deviation: node('math', { fn: 'exp' }),
        epsilon: node('noise', { shape: [2] }),
        scaled: node('multiply'),
        z: node('add'),
        pixels: node('dense', { units: 6 }),
        loss: node('loss', { reconstruction: 'mse' }),
      },
      wires: [
        'x > mean',
        'x > spread',
        'spread > half',
        'half > deviation',
        'deviation > scaled',
        'epsilon > scaled',
        'scaled > z',
        'mean > z',
        'z > pixels',
        'pixels > loss',
        'x > loss.target',
        'mean > loss.mean',
        'spread > loss.spread',
      ],
      data: { kind: 'moons' },
    }),
    null,
  );
  const cut = (part: ExportPart, sample: SampleForm) => cutModel({ plan, weights: weightsOf(plan), part, sample }).value;

  it('is read at its mean', () => {
    expect(cut('full', 'mean')?.layers.map(({ name, inputs }) => [name, inputs[0]?.[0]])).toEqual([
      ['x', undefined],
      ['mean', 'x'],
      ['pixels', 'mean'],
    ]);
    expect(namesOf(cut('encoder', 'mean')?.outputs ?? [])).toEqual(['mean', 'log_variance']);
  });

  it('keeps its arithmetic where the noise is an input', () => {
    expect(cut('full', 'noise')?.inputs.map(({ name, role }) => [name, role])).toEqual([
      ['x', 'data'],
      ['epsilon', 'noise'],
    ]);
    expect(namesOf(cut('encoder', 'noise')?.outputs ?? [])).toEqual(['mean', 'log_variance', 'code']);
    expect(cut('decoder', 'noise')?.inputs.map(({ role }) => role)).toEqual(['latent']);
  });
});

describe('parts that are not there', () => {
  it.each([
    ['2-cnn', 'encoder'],
    ['2-cnn', 'decoder'],
    ['vae-dense', 'classifier'],
  ] as const)('%s has no %s', (id, part) => {
    const { value, issues } = cutModel({ ...trainedTemplate(id), part, sample: 'mean' });
    expect(value).toBeUndefined();
    expect(issues.map(({ code }) => code)).toEqual(['export-part-absent']);
  });
});

it('every part and form is asked for', () => {
  const asked = [...templateModels()].map(({ model }) => `${model.part} ${model.sample}`);
  for (const part of exportParts) for (const sample of part === 'full' ? sampleForms : (['mean'] as const)) expect(asked).toContain(`${part} ${sample}`);
});
