import { expect } from 'vitest';
import type { Plan } from '../../../../shared/check/stages.ts';
import type { NamedValues } from '../../files/safetensors.ts';
import { describeSource } from '../describeSource.ts';
import type { ExportFormat } from '../exportFormat.ts';
import { forwardPlan } from '../forwardPlan.ts';
import type { PortableModel } from '../portableModel.ts';
import { runLayers } from '../runLayers.ts';
import { verify } from '../verify.ts';
import { exampleInputs } from './exampleInputs.ts';
import { exampleCard } from './exampleCard.ts';

export interface FormatCase {
  readonly title: string;
  readonly plan: Plan;
  readonly weights: NamedValues;
  readonly model: PortableModel;
  /** Classes that the labels are taken from. */
  readonly classes?: number;
}

/**
 * Law: what a format writes, its own reader reads, and what was read computes what the plan computes; what a format cannot hold it refuses, naming the
 * node. Counts the models that were held, and those refused.
 */
export async function holdFormat(format: ExportFormat, cases: Iterable<FormatCase>): Promise<{ readonly held: number; readonly refused: number }> {
  let held = 0,
    refused = 0;
  for (const { title, plan, weights, model, classes } of cases) {
    if (!format.samples.includes(model.sample) || !format.parts.includes(model.part)) continue;
    const whole = { ...model, source: describeSource({ plan, weights, part: model.part, sample: model.sample }) };
    const { value: files, issues } = await format.write(whole, exampleCard);
    if (!files) {
      const coded = issues.length > 0 && issues.every(({ code, at }) => (code === 'export-layer-unknown' ? at.node !== undefined : format.id === 'page'));
      expect([title, issues.map(({ code }) => code), coded]).toEqual([title, expect.anything(), true]);
      refused += 1;
      continue;
    }
    const read = format.read ? await format.read(files) : { value: runLayers(model), issues: [] };
    expect([title, read.issues.map(({ code }) => code)]).toEqual([title, []]);
    if (!read.value) throw new Error(`${title} was not read`);
    const forward = forwardPlan(plan, weights);
    const inputs = { split: 'validation', count: 3, inputs: exampleInputs(model, 3, classes) } as const;
    const { value, issues: found } = await verify({ forward, model, written: read.value, held: inputs, by: 'file', format: format.id });
    read.value.dispose();
    forward.dispose();
    expect([title, found.map(({ values }) => values)]).toEqual([title, []]);
    expect(value?.outputs.length).toBe(model.outputs.length);
    expect(format.snippet(whole, 'model').length).toBeGreaterThan(20);
    held += 1;
  }
  return { held, refused };
}
