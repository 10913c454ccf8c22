import { describe, expect, it, test } from 'vitest';
import { analyseDocument } from '../../shared/check/analyse.ts';
import { templates } from '../../shared/templates/templates.ts';
import type { TemplateId } from '../../shared/templates/templates.ts';
import { arrange } from './arrange.ts';
import { placesOf } from './boxes.ts';
import type { Box } from './boxes.ts';
import { createSceneDeriver } from './deriveScene.ts';
import { createRouter, geometryOf } from './sceneGeometry.ts';
import { lanePath, routeWires } from './wireRoutes.ts';
import type { Lane, WireRun } from './wireRoutes.ts';

const card = (x: number, y = 0): Box => ({ x, y, width: 168, height: 120 });
const wire = (id: string, fromX: number, toX: number, y = 56): WireRun => ({ id, from: { x: fromX, y }, to: { x: toX, y } });

/** Whether a lane's three straight parts keep off every box. */
function clear({ from, to }: WireRun, { x1, y, x2 }: Lane, boxes: readonly Box[]): boolean {
  const meets = (a: number, b: number, c: number, d: number, box: Box): boolean =>
    Math.max(a, c) > box.x && Math.min(a, c) < box.x + box.width && Math.max(b, d) > box.y && Math.min(b, d) < box.y + box.height;
  return boxes.every((box) => !meets(x1, from.y, x1, y, box) && !meets(x1, y, x2, y, box) && !meets(x2, y, x2, to.y, box));
}

describe('a wire', () => {
  it('with nothing in its way runs plainly', () => {
    expect(routeWires([wire('w', 168, 440)], [card(0), card(440)]).size).toBe(0);
    expect(routeWires([wire('w', 168, 660)], [card(0), card(220, 300), card(660)]).size).toBe(0);
  });
  it('goes round the cards between its ends, and no two share a lane', () => {
    const boxes = [card(0), card(220), card(440), card(660)];
    const runs = [wire('a', 168, 660), wire('b', 168, 660, 76), wire('c', 388, 660, 96)];
    const lanes = routeWires(runs, boxes);
    for (const run of runs) {
      const lane = lanes.get(run.id);
      expect(lane && clear(run, lane, boxes)).toBe(true);
    }
    const heights = [...lanes.values()].map(({ y }) => y);
    expect(Math.min(...heights.flatMap((y, place) => heights.slice(place + 1).map((other) => Math.abs(y - other))))).toBeGreaterThanOrEqual(7);
  });
  it('turns where no card stands in the way up or down', () => {
    const low = { x: 176, y: 108, width: 90, height: 22 };
    for (const boxes of [
      [card(0), card(300), card(700), low],
      [card(0), card(300), card(700), { ...low, x: 590 }],
    ]) {
      const run = wire('w', 168, 700, 100);
      const lane = routeWires([run], boxes).get('w');
      expect(lane && clear(run, lane, boxes)).toBe(true);
    }
  });
  it('drawn from right to left goes round its own cards', () => {
    const boxes = [card(0), card(400)];
    const back = wire('w', 568, 0);
    const lane = routeWires([back], boxes).get('w');
    expect(lane && clear(back, lane, boxes)).toBe(true);
  });
  it('walled in runs plainly rather than not at all', () => {
    expect(routeWires([wire('w', 168, 660)], [card(0), { x: 170, y: -5000, width: 480, height: 10_000 }, card(660)]).size).toBe(0);
  });
});

test.each(Object.keys(templates) as readonly TemplateId[])('wires of %s run in sight, as it is opened and arranged', (id) => {
  const document = templates[id].build();
  const scene = createSceneDeriver()(document, analyseDocument(document));
  for (const places of [placesOf(document), { ...placesOf(document), ...arrange(document, scene) }]) {
    const { runs, boxes } = geometryOf(document, scene, places);
    const lanes = routeWires(runs, boxes);
    for (const run of runs) {
      const lane = lanes.get(run.id);
      if (lane) expect(clear(run, lane, boxes)).toBe(true);
    }
    // Asked again with its own answer taken as known: what has no lane is in sight.
    expect(runs.filter((run) => !lanes.has(run.id) && routeWires([run], boxes).has(run.id))).toEqual([]);
  }
});

test('a path along a lane begins and ends at the ports', () => {
  const path = lanePath({ x: 0, y: 10 }, { x: 300, y: 40 }, { x1: 20, y: 200, x2: 280 });
  expect(path.startsWith('M0 10 ')).toBe(true);
  expect(path.endsWith(' L300 40')).toBe(true);
  expect(path.match(/Q/g)?.length).toBe(4);
});

test('the router answers with the same lanes while nothing moves', () => {
  const router = createRouter();
  const geometry = { runs: [wire('a', 168, 660)], boxes: [card(0), card(220), card(660)] };
  const first = router(geometry);
  expect(router({ runs: [...geometry.runs], boxes: [...geometry.boxes] })).toBe(first);
  const moved = router({ ...geometry, boxes: [...geometry.boxes, card(3000)] });
  expect(moved).not.toBe(first);
  expect(moved.get('a')).toBe(first.get('a'));
});
