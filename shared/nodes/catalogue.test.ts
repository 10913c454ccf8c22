import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { issue } from '../check/issue.ts';
import { describeIssue } from '../messages/describeIssue.ts';
import { languages } from '../messages/language.ts';
import type { Text } from '../messages/language.ts';
import { deriveSeed, randomUniform } from '../random/philox.ts';
import { definitionOf, nodeKinds } from './catalogue.ts';
import type { NodeKind } from './catalogue.ts';
import type { AnyNodeDefinition, AnyParams, Port, ShapeAnswer, ShapeRequest } from './defineNode.ts';
import { faultOf } from './params.ts';
import { randomInputs, randomParam, randomParams } from './randomNode.ts';
import type { Draw } from './randomNode.ts';

const rounds = 500;

/** Numbers in [0, 1) from a seed of the kind, refilled from Philox as they run out. */
function drawOf(kind: string): Draw {
  let block = 0,
    next = 0;
  let numbers: Float32Array = new Float32Array(0);
  return () => {
    if (next === numbers.length) {
      numbers = randomUniform(deriveSeed(20261120, kind, block++), 4096);
      next = 0;
    }
    return numbers[next++] ?? 0;
  };
}

interface Trial {
  readonly request: ShapeRequest<AnyParams>;
  readonly answer: ShapeAnswer;
}

/** 500 nodes of a kind with parameters in range and specs at every required port, and what their shape rule says. */
function trials(kind: NodeKind): readonly Trial[] {
  const definition = definitionOf(kind),
    draw = drawOf(kind);
  return Array.from({ length: rounds }, () => {
    const params = randomParams(draw, definition);
    const request = { params, inputs: randomInputs(draw, definition.inputs(params)) };
    return { request, answer: definition.shape(request) };
  });
}

function portsOf(definition: AnyNodeDefinition): readonly Port[] {
  const draw = drawOf(`ports of ${definition.kind}`);
  return Array.from({ length: 50 }, () => randomParams(draw, definition)).flatMap((params) => [...definition.inputs(params), ...definition.outputs(params)]);
}

function textsOf(definition: AnyNodeDefinition): readonly Text[] {
  const params = Object.values(definition.params).flatMap(({ title, help }) => [title, help]);
  return [definition.title, definition.summary, ...params, ...portsOf(definition).map(({ title }) => title)];
}

it('lists every file of types/, under the name of the file', () => {
  const files = readdirSync(new URL('types/', import.meta.url))
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => file.replace(/\.ts$/, ''));
  expect([...nodeKinds].sort()).toEqual(files.sort());
  for (const kind of nodeKinds) expect(definitionOf(kind).kind).toBe(kind);
});

describe.each(nodeKinds)('%s', (kind) => {
  const definition = definitionOf(kind);

  it('has a migration for each version it left behind', () => {
    expect(definition.migrations).toHaveLength(definition.version - 1);
  });

  it('has a default in range for each parameter', () => {
    for (const spec of Object.values(definition.params)) expect(faultOf(spec, spec.default)).toBeNull();
  });

  it('never names two ports alike on one side', () => {
    const draw = drawOf(kind);
    for (let round = 0; round < 50; round++) {
      const params = randomParams(draw, definition);
      for (const ports of [definition.inputs(params), definition.outputs(params)]) {
        expect(new Set(ports.map(({ name }) => name)).size).toBe(ports.length);
      }
    }
  });

  it('says everything in every language', () => {
    for (const text of textsOf(definition)) {
      for (const language of languages) expect(text[language].trim()).not.toBe('');
    }
    for (const text of [definition.summary, ...Object.values(definition.params).map(({ help }) => help)]) {
      expect(text.zh).toMatch(/\p{Script=Han}/u);
      expect(text.en).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('draws random parameters in range', () => {
    const draw = drawOf(kind);
    for (let round = 0; round < rounds; round++) {
      const params = randomParams(draw, definition);
      for (const [name, spec] of Object.entries(definition.params)) expect(faultOf(spec, params[name])).toBeNull();
    }
  });

  it('answers every request with positive integer shapes and sound bounds, or with coded problems in words', () => {
    let succeeded = 0;
    for (const { request, answer } of trials(kind)) {
      if ('problems' in answer) {
        expect(answer.problems.length).toBeGreaterThan(0);
        for (const { code, port, param, values } of answer.problems) {
          if (port !== undefined) expect(definition.inputs(request.params).map(({ name }) => name)).toContain(port);
          if (param !== undefined) expect(Object.keys(definition.params)).toContain(param);
          const found = issue(code, { node: 'n', ...(port === undefined ? {} : { port }), ...(param === undefined ? {} : { param }) }, values);
          expect(found.severity).toBe('error');
          for (const language of languages) {
            const { message, hint } = describeIssue(found, language);
            expect(`${message} ${hint}`).not.toMatch(/\{\w+\}/);
          }
        }
        continue;
      }
      succeeded++;
      expect(Object.keys(answer.outputs).sort()).toEqual(
        definition
          .outputs(request.params)
          .map(({ name }) => name)
          .sort(),
      );
      for (const { shape, range } of Object.values(answer.outputs)) {
        for (const extent of shape) expect(Number.isInteger(extent) && extent >= 1).toBe(true);
        expect(range[0]).toBeLessThanOrEqual(range[1]);
        expect(range[0]).toBeLessThan(Infinity);
        expect(range[1]).toBeGreaterThan(-Infinity);
      }
    }
    expect(succeeded).toBeGreaterThan(10);
  });

  it('gives ids exactly where its output port says so', () => {
    for (const { request, answer } of trials(kind)) {
      if ('problems' in answer) continue;
      for (const port of definition.outputs(request.params)) {
        expect(answer.outputs[port.name]?.dtype).toBe(port.carries === 'ids' ? 'int32' : 'float32');
      }
    }
  });

  it('has the same weights each time it is asked, each under a name of its own', () => {
    for (const { request, answer } of trials(kind)) {
      if ('problems' in answer) continue;
      const weights = definition.weights(request);
      expect(definition.weights(request)).toEqual(weights);
      expect(new Set(weights.map(({ name }) => name)).size).toBe(weights.length);
      for (const { shape } of weights) for (const extent of shape) expect(Number.isInteger(extent) && extent >= 1).toBe(true);
    }
  });

  it('ignores a parameter that is hidden', () => {
    const draw = drawOf(`hidden ${kind}`);
    for (const { request, answer } of trials(kind)) {
      const hidden = Object.entries(definition.params).filter(([, { shownWhen }]) => shownWhen?.(request.params) === false);
      if (hidden.length === 0) continue;
      const params: AnyParams = { ...request.params, ...Object.fromEntries(hidden.map(([name, spec]) => [name, randomParam(draw, spec)])) };
      const other = { params, inputs: request.inputs };
      expect(definition.inputs(params)).toEqual(definition.inputs(request.params));
      expect(definition.outputs(params)).toEqual(definition.outputs(request.params));
      expect(definition.shape(other)).toEqual(answer);
      if ('outputs' in answer) expect(definition.weights(other)).toEqual(definition.weights(request));
    }
  });
});
