import { expect, test } from 'vitest';
import { analyseDocument } from '../../shared/check/analyse.ts';
import { newDocument } from '../../shared/graph/createDocument.ts';
import { templates } from '../../shared/templates/templates.ts';
import { trainBlock } from './trainBlock.ts';

const good = analyseDocument(templates['vae-dense'].build()).issues,
  empty = analyseDocument(newDocument('x')).issues;

test('a sound document trains on an engine that answers, one run at a time', () => {
  expect(trainBlock({ engine: 'ready', issues: good, active: null })).toBeNull();
  expect(trainBlock({ engine: 'ready', issues: good, active: 'run' })?.key).toBe('training.block.busy');
  expect(trainBlock({ engine: 'ready', issues: good, active: null, isStarting: true })?.key).toBe('training.block.busy');
  expect(trainBlock({ engine: 'lost', issues: good, active: null })?.key).toBe('training.block.engine');
});

test('errors are counted', () => {
  const errors = empty.filter(({ severity }) => severity === 'error').length;
  expect(errors).toBeGreaterThan(0);
  expect(trainBlock({ engine: 'ready', issues: empty, active: null })).toEqual({
    key: errors === 1 ? 'training.block.error' : 'training.block.errors',
    values: { count: errors },
  });
  const [one] = empty.filter(({ severity }) => severity === 'error');
  expect(trainBlock({ engine: 'ready', issues: one ? [one] : [], active: null })?.key).toBe('training.block.error');
});
