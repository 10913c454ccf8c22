import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layTiles, tileUnder } from './tileLayout.ts';

const asked = fc.record({
  count: fc.integer({ min: 1, max: 200 }),
  rows: fc.integer({ min: 1, max: 3 }),
  width: fc.integer({ min: 40, max: 2000 }),
  aspect: fc.constantFrom(0.5, 1, 2),
  gap: fc.integer({ min: 0, max: 8 }),
});

describe('layTiles', () => {
  it('keeps every tile inside its own box and off every other', () => {
    fc.assert(
      fc.property(asked, (request) => {
        const layout = layTiles(request);
        const corners = new Set<string>();
        for (let example = 0; example < request.count; example++) {
          for (let row = 0; row < request.rows; row++) {
            const { x, y } = layout.at(example, row);
            expect(x + layout.tileWidth).toBeLessThanOrEqual(Math.max(layout.width, request.width));
            expect(y + layout.tileHeight).toBeLessThanOrEqual(layout.height);
            corners.add(`${x} ${y}`);
          }
        }
        expect(corners.size).toBe(request.count * request.rows);
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it('finds the example under the middle of its tile', () => {
    fc.assert(
      fc.property(asked, (request) => {
        const layout = layTiles(request);
        for (let example = 0; example < request.count; example += 7) {
          const { x, y } = layout.at(example, 0);
          expect(tileUnder(layout, request.count, { x: x + layout.tileWidth / 2, y: y + layout.tileHeight / 2 })).toBe(example);
        }
      }),
      { seed: 7, numRuns: 40 },
    );
  });

  it('leaves no tile alone in the last row', () => {
    const layout = layTiles({ count: 17, rows: 1, width: 600, aspect: 1, gap: 3 });
    expect([layout.columns, layout.blocks]).toEqual([9, 2]);
  });

  it('keeps the tiles of an example within the height there is', () => {
    const layout = layTiles({ count: 4, rows: 3, width: 900, aspect: 1, gap: 3, height: 180 });
    expect(layout.tileHeight).toBe(58);
    expect(layTiles({ count: 4, rows: 3, width: 900, aspect: 1, gap: 3, height: 30 }).tileHeight).toBe(34);
  });

  it('fills the width with a few large tiles', () => {
    const layout = layTiles({ count: 4, rows: 3, width: 400, aspect: 1, gap: 4 });
    expect([layout.columns, layout.blocks, layout.tileWidth]).toEqual([4, 1, 96]);
  });
});
