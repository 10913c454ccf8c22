import { describe, expect, test } from 'vitest';
import { applyEdit } from '../../shared/graph/applyEdit.ts';
import { newDocument } from '../../shared/graph/createDocument.ts';
import { documentSchema, trainingSchema } from '../../shared/graph/document.ts';
import { dataReferenceSchema } from '../../shared/data/dataReference.ts';
import { ownDataSpecs, preparationSpecs, splitSpecs } from './dataSettingSpecs.ts';
import { readSetting } from './settingSpec.ts';
import type { SettingSpec } from './settingSpec.ts';
import { clipSpecs, optimiserSpecs, runSpecs, scheduleSpecs, stoppingSpecs } from './trainingSettingSpecs.ts';

const document = newDocument('x');
const training = [...runSpecs, ...optimiserSpecs, ...scheduleSpecs, ...clipSpecs, ...stoppingSpecs],
  data = [...ownDataSpecs, ...splitSpecs, ...preparationSpecs];
const set = ({ room, path, write }: SettingSpec, value: Parameters<NonNullable<SettingSpec['write']>>[0]) =>
  applyEdit(document, [{ do: room === 'training' ? 'setTraining' : 'setData', path, value: write ? write(value) : value }]);

describe.each([...training, ...data].map((spec) => [`${spec.room}.${spec.path.join('.')}`, spec] as const))('%s', (_, setting) => {
  const { spec } = setting;
  test('stands at the schema’s own default', () => {
    expect(readSetting(document, setting)).toEqual(spec.default);
  });
  test('its range is the schema’s: both ends are taken, what lies beyond is not', () => {
    if (spec.type !== 'int' && spec.type !== 'number') return;
    for (const end of [spec.min, spec.max]) expect(set(setting, end).issues).toEqual([]);
    const step = spec.type === 'int' ? 1 : Math.max(1e-7, Math.abs(spec.max) * 1e-6);
    expect(set(setting, spec.max + step).value).toBeUndefined();
    expect(set(setting, spec.min - step).value).toBeUndefined();
  });
  test('what is set is read back', () => {
    const values =
      spec.type === 'choice'
        ? spec.options
        : spec.type === 'flag'
          ? [true, false]
          : spec.type === 'text'
            ? ['a', '']
            : spec.type === 'ints'
              ? [[7], []]
              : [spec.max];
    for (const value of values) {
      const { value: edited, issues } = set(setting, value);
      expect(issues).toEqual([]);
      if (edited) expect(readSetting(edited.document, setting)).toEqual(value);
    }
  });
});

test('every setting of a document has its field', () => {
  const names = (schema: { readonly shape: object }): string[] => Object.keys(schema.shape).sort();
  const covered = (specs: readonly SettingSpec[]): string[] => [...new Set(specs.map(({ path }) => path[0] ?? ''))].sort();
  expect(covered(training)).toEqual(names(trainingSchema));
  // The kind has the picker of data sets.
  expect([...covered(data), 'kind'].sort()).toEqual(names(dataReferenceSchema));
  expect(documentSchema.shape.data).toBe(dataReferenceSchema);
});
