import { beforeAll, describe, expect, it } from 'vitest';
import { analyseDocument } from '../../../shared/check/analyse.ts';
import { nodeKinds } from '../../../shared/nodes/catalogue.ts';
import { openDevice } from '../tfjs/devices.ts';
import { caseModel, drawableCases, unmetOptions } from './testing/caseDocument.ts';
import { agreeing, compareStep, liveTensors, subject } from './testing/stepComparison.ts';

/** Law over the catalogue: whatever a node computes, a compiled step that holds it does what the eager step does. A kind without cases does not compile (kindCases.ts). */
beforeAll(() => openDevice('tensorflow'));

describe.each(nodeKinds)('%s', (kind) => {
  const cases = drawableCases(kind);

  it('is met with every option', () => {
    expect(unmetOptions(kind, cases)).toEqual([]);
  });

  it.each(cases)('$id', async (kindCase) => {
    const { document, batches } = caseModel(kindCase);
    const { plan, issues } = analyseDocument(document, null);
    if (!plan) throw new Error(issues.map(({ code, at }) => `${code} at ${at.node ?? 'the document'}`).join(', '));
    const before = liveTensors();
    expect(await compareStep(subject(plan, batches), { rate: 1e-3, warmUp: 3 })).toEqual(agreeing);
    expect(liveTensors()).toBe(before);
  });
});
