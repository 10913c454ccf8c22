import { beforeAll, describe, expect, test } from 'vitest';
import { nodeKinds } from '../../../shared/nodes/catalogue.ts';
import { tf } from '../tfjs/core.ts';
import { openDevice } from '../tfjs/devices.ts';
import { caseValues } from './reference/caseValues.ts';
import { engineGradients, runEngine } from './reference/engineRun.ts';
import { kindCases } from './reference/kindCases.ts';

/** Law over the catalogue: what a node's definition says is what its engine half does. */
beforeAll(() => openDevice('tensorflow'));

describe.each(nodeKinds)('%s', (kind) => {
  test('has at least three cases', () => {
    expect(kindCases(kind).length).toBeGreaterThanOrEqual(3);
  });

  for (const kindCase of kindCases(kind)) {
    const values = caseValues(kindCase, 1);

    test(`${kindCase.id}: ports, shapes and types are those of the shape rule, the weights those of the specs`, () => {
      const { outputs, asked, states } = runEngine(kindCase, values);
      const told = Object.fromEntries(Object.entries(values.outputs).map(([port, { shape, dtype }]) => [port, { shape: [kindCase.batch, ...shape], dtype }]));
      expect(Object.fromEntries(Object.entries(outputs).map(([port, { shape, dtype }]) => [port, { shape, dtype }]))).toEqual(told);
      expect([...asked].toSorted()).toEqual(values.weights.map(({ name }) => name).toSorted());
      for (const [name, { shape }] of Object.entries(states)) expect(shape).toEqual(values.weights.find((spec) => spec.name === name)?.shape);
    });

    test(`${kindCase.id}: values lie in the range of the shape rule`, () => {
      const { outputs } = runEngine(kindCase, values);
      for (const [
        port,
        {
          range: [low, high],
        },
      ] of Object.entries(values.outputs)) {
        const slack = 1e-5 * (1 + (Number.isFinite(low) ? Math.abs(low) : 0) + (Number.isFinite(high) ? Math.abs(high) : 0));
        expect(Math.min(...(outputs[port]?.data ?? []))).toBeGreaterThanOrEqual(low - slack);
        expect(Math.max(...(outputs[port]?.data ?? []))).toBeLessThanOrEqual(high + slack);
      }
    });

    test(`${kindCase.id}: forward and backward are finite, the same twice, and leave no tensor behind`, () => {
      const before = tf.memory().numTensors;
      const forward = runEngine(kindCase, values),
        backward = engineGradients(kindCase, values);
      const all = [
        ...Object.values(forward.outputs).flatMap(({ data }) => data),
        ...forward.terms.map(({ value }) => value),
        ...Object.values(backward ?? {}).flatMap(({ data }) => data),
      ];
      expect(all.every(Number.isFinite)).toBe(true);
      for (const [name, { shape }] of Object.entries(backward ?? {})) expect(shape).toEqual(values.leaves.find((leaf) => leaf.name === name)?.shape);
      expect(runEngine(kindCase, values)).toEqual(forward);
      expect(engineGradients(kindCase, values)).toEqual(backward);
      expect(tf.memory().numTensors).toBe(before);
    });
  }
});
