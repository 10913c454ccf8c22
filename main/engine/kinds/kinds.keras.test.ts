import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from '../../../shared/z.ts';
import { nodeKinds } from '../../../shared/nodes/catalogue.ts';
import { openDevice } from '../tfjs/devices.ts';
import { caseValues } from './reference/caseValues.ts';
import { largest, largestDifference } from './reference/compare.ts';
import { runEngine } from './reference/engineRun.ts';
import { kerasCases, withoutKerasLayer } from './reference/kerasCases.ts';
import { kindCases } from './reference/kindCases.ts';

const array = z.object({ shape: z.array(z.number()), data: z.array(z.number()) });
const answered = z.looseObject({
  id: z.string(),
  outputRefs: z.unknown(),
  inputs: z.array(array),
  weights: z.record(z.string(), array),
  outputs: z.array(array),
  weightsAfter: z.record(z.string(), array).optional(),
});
const fixture = z.object({ versions: z.record(z.string(), z.string()), cases: z.array(answered) });
const { cases: answers } = fixture.parse(JSON.parse(readFileSync(new URL('../../../shared/fixtures/keras/kinds.json', import.meta.url), 'utf8')));
const byId = new Map(answers.map((answer) => [answer.id, answer]));
const remake = 'run `node tools/peer/makeKindCases.ts` where the peer Python is';

/** Law: what a kind emits for Keras, computed by Keras 3 itself, is what its lowering computes. Keras's answers are frozen in shared/fixtures/keras/kinds.json. */
beforeAll(() => openDevice('tensorflow'));

describe.each(nodeKinds)('%s', (kind) => {
  test('is held to Keras, or says what else holds it', () => {
    // Labels become a layer only where they are one-hot.
    const least = kind in withoutKerasLayer ? 0 : kind === 'labels' ? 2 : 3;
    expect(kerasCases(kind).length).toBeGreaterThanOrEqual(least);
    if (kind in withoutKerasLayer) expect(kerasCases(kind)).toEqual([]);
  });

  for (const asked of kerasCases(kind)) {
    test(`${asked.id}: the frozen case is today's`, () => {
      const answer = byId.get(asked.id);
      const { outputs, ...rest } = asked;
      expect(answer, remake).toMatchObject({ ...JSON.parse(JSON.stringify(rest)), outputRefs: outputs });
    });

    test(`${asked.id}: equals Keras`, () => {
      const answer = byId.get(asked.id),
        kindCase = kindCases(kind).find(({ id }) => id === asked.id);
      if (!answer || !kindCase) throw new Error(remake);
      const { outputs, states } = runEngine(kindCase, caseValues(kindCase));
      const found = Object.values(outputs);
      expect(found.map(({ shape }) => shape)).toEqual(answer.outputs.map(({ shape }) => shape));
      for (const [at, { data }] of answer.outputs.entries()) expect(largestDifference(found[at]?.data, data)).toBeLessThan(1e-5 * (1 + largest(data)));
      for (const [name, { data }] of Object.entries(states))
        expect(largestDifference(data, answer.weightsAfter?.[name]?.data ?? [])).toBeLessThan(1e-5 * (1 + largest(data)));
    });
  }
});
