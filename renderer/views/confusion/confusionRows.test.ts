import { expect, it } from 'vitest';
import { confusionRows } from './confusionRows.ts';

it('counts each true class and shares its examples among the predicted ones', () => {
  const rows = confusionRows(
    {
      confusion: [
        [3, 1],
        [0, 0],
      ],
      perClass: [0.75, null],
    },
    ['cat'],
  );
  expect(rows.map(({ name, examples, accuracy }) => ({ name, examples, accuracy }))).toEqual([
    { name: 'cat', examples: 4, accuracy: 0.75 },
    { name: '1', examples: 0, accuracy: null },
  ]);
  expect(rows[0]?.cells).toEqual([
    { count: 3, share: 0.75, isRight: true },
    { count: 1, share: 0.25, isRight: false },
  ]);
  expect(rows[1]?.cells.every(({ share }) => share === 0)).toBe(true);
});
