import { analyseDocument } from '../../../../shared/check/analyse.ts';
import type { Plan } from '../../../../shared/check/stages.ts';
import type { GraphDoc } from '../../../../shared/graph/document.ts';
import { deriveSeed, randomUniform } from '../../../../shared/random/philox.ts';
import { sizeOf } from '../../../../shared/nodes/tensorSpec.ts';
import { templateIds, templates } from '../../../../shared/templates/templates.ts';
import type { TemplateId } from '../../../../shared/templates/templates.ts';
import type { NamedValues } from '../../files/safetensors.ts';
import { fansOf } from '../../step/initialWeights.ts';
import { cutModel } from '../cutModel.ts';
import { exportParts, sampleForms } from '../portableModel.ts';
import type { ExportPart, PortableModel, SampleForm } from '../portableModel.ts';

/** The templates that train: all but the printed ones, whose faults refuse. */
export const trainingTemplates: readonly TemplateId[] = templateIds.filter((id) => !templates[id].published);

/** Null facts: nothing is known of the data, so that no shape is held against it. */
export function planOf(document: GraphDoc, facts?: null): Plan {
  const { plan, issues } = analyseDocument(document, facts);
  if (!plan) throw new Error(`the document has no plan: ${issues.map(({ code }) => code).join(', ')}`);
  return plan;
}

/** Weights of the size that training starts with, biases and moving averages not left at zero and one. */
export function weightsOf(plan: Plan): NamedValues {
  return Object.fromEntries(
    plan.nodes.flatMap((node) =>
      node.weights.map(({ name, shape }) => {
        const [fanIn, fanOut] = fansOf(shape);
        const limit = shape.length > 1 ? Math.sqrt(6 / (fanIn + fanOut)) : 0.1;
        const middle = name === 'gamma' || name === 'movingVariance' ? 1 : 0;
        const values = randomUniform(deriveSeed(7, plan.name, node.id, name), sizeOf(shape)).map((u) => (2 * u - 1) * limit + middle);
        return [`${node.id}/${name}`, { shape, values }] as const;
      }),
    ),
  );
}

const drawn = new Map<TemplateId, { readonly plan: Plan; readonly weights: NamedValues }>();

/** A template that trains, with weights; the same each time. */
export function trainedTemplate(id: TemplateId): { readonly plan: Plan; readonly weights: NamedValues } {
  const known = drawn.get(id);
  if (known) return known;
  const plan = planOf(templates[id].build());
  const made = { plan, weights: weightsOf(plan) };
  drawn.set(id, made);
  return made;
}

/** A part of a template with drawn weights; null where the template has no such part. */
export function templateModel(id: TemplateId, part: ExportPart, sample: SampleForm): PortableModel | null {
  const { value, issues } = cutModel({ ...trainedTemplate(id), part, sample });
  if (!value && issues.some(({ code }) => code !== 'export-part-absent')) throw new Error(issues.map(({ code }) => code).join(', '));
  return value ?? null;
}

export interface TemplateModel {
  /** `<template> <part> <sample>` */
  readonly title: string;
  readonly template: TemplateId;
  readonly model: PortableModel;
}

/** Every template × part × sample form that there is; forms that give the same layers as `mean` are left out. */
export function* templateModels(ids: readonly TemplateId[] = trainingTemplates): Generator<TemplateModel> {
  for (const template of ids) {
    for (const part of exportParts) {
      const told = new Set<string>();
      for (const sample of sampleForms) {
        const { value: model } = cutModel({ ...trainedTemplate(template), part, sample });
        const layers = JSON.stringify(model?.layers.map(({ name, className, inputs }) => [name, className, inputs]));
        if (!model || told.has(layers)) continue;
        told.add(layers);
        yield { title: `${template} ${part} ${sample}`, template, model };
      }
    }
  }
}
