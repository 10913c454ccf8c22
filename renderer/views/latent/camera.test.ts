import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cameraMatrix, drag, firstCamera, fittedCamera, nearestPoint, project, unproject, zoomAt } from './camera.ts';
import type { Camera } from './camera.ts';

const viewport = { width: 640, height: 400 };
const aspect = viewport.width / viewport.height;
const part = fc.double({ min: -1, max: 1, noNaN: true });
const flat: fc.Arbitrary<Camera> = fc.record({
  mode: fc.constant('2d' as const),
  zoom: fc.double({ min: 0.3, max: 20, noNaN: true }),
  x: part,
  y: part,
  yaw: part,
  pitch: part,
});
const spot = fc.record({ x: fc.integer({ min: 0, max: 640 }), y: fc.integer({ min: 0, max: 400 }) });
const near = (a: number, b: number, tolerance: number): void => expect(Math.abs(a - b)).toBeLessThan(tolerance);

describe('camera', () => {
  it('shows the whole flat plot, its middle in the middle', () => {
    const matrix = cameraMatrix(firstCamera('2d'), aspect);
    expect(project(matrix, [0, 0, 0], viewport)).toEqual({ x: 320, y: 200 });
    near(project(matrix, [0, 1, 0], viewport)?.y ?? 0, 20, 0.01);
    near(project(matrix, [1, 0, 0], viewport)?.x ?? 0, 500, 0.01);
  });

  it('finds the place of a spot and the spot of a place', () => {
    fc.assert(
      fc.property(flat, spot, (camera, at) => {
        const { x, y } = unproject(camera, at, viewport);
        const back = project(cameraMatrix(camera, aspect), [x, y, 0], viewport);
        near(back?.x ?? -1, at.x, 0.05);
        near(back?.y ?? -1, at.y, 0.05);
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  it('holds the spot under the pointer while zooming, and follows it while dragging', () => {
    fc.assert(
      fc.property(flat, spot, (camera, at) => {
        const place = unproject(camera, at, viewport);
        const enlarged = unproject(zoomAt(camera, 1.3, { spot: at, viewport }), at, viewport);
        near(enlarged.x, place.x, 0.001);
        const moved = unproject(drag(camera, { dx: 10, dy: -7 }, viewport), { x: at.x + 10, y: at.y - 7 }, viewport);
        near(moved.x, place.x, 0.001);
        near(moved.y, place.y, 0.001);
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  it('keeps near things large in space, up up, and right right', () => {
    const matrix = cameraMatrix({ ...firstCamera('3d'), yaw: 0, pitch: 0 }, 1);
    const view = { width: 100, height: 100 };
    const at = (x: number, y: number, z: number) => project(matrix, [x, y, z], view) ?? { x: 0, y: 0 };
    expect(at(0, 0.5, 0).y).toBeLessThan(50);
    expect(at(0.5, 0, 0).x).toBeGreaterThan(50);
    expect(at(0.5, 0, 0.9).x).toBeGreaterThan(at(0.5, 0, -0.9).x);
    expect(project(matrix, [0, 0, 50], view)).toBeNull();
  });

  it('finds the nearest point that is shown, within reach', () => {
    const positions = Float32Array.from([0, 0, 0, 0.1, 0, 0, 0.9, 0.9, 0]);
    const view = { matrix: cameraMatrix(firstCamera('2d'), aspect), viewport, isShown: () => true };
    expect(nearestPoint(positions, view, { x: 322, y: 200 }, 8)).toBe(0);
    expect(nearestPoint(positions, { ...view, isShown: (point) => point !== 0 }, { x: 322, y: 200 }, 30)).toBe(1);
    expect(nearestPoint(positions, view, { x: 100, y: 100 }, 8)).toBeNull();
  });

  it('finds among 60,000 points in a few milliseconds', () => {
    const positions = Float32Array.from({ length: 180_000 }, (_, index) => Math.sin(index * 12.9898));
    const view = { matrix: cameraMatrix(firstCamera('3d'), aspect), viewport, isShown: () => true };
    nearestPoint(positions, view, { x: 300, y: 200 }, 8);
    const before = performance.now();
    nearestPoint(positions, view, { x: 310, y: 210 }, 8);
    expect(performance.now() - before).toBeLessThan(60);
  });
});

describe('fittedCamera', () => {
  const views = [
    { width: 700, height: 200 },
    { width: 200, height: 700 },
    { width: 400, height: 400 },
  ];
  const shapes: readonly (readonly [number, number])[] = [
    [1, 0.25],
    [1, 1],
    [0.3, 1],
    [1, 0],
  ];

  it('shows all of a flat plot, as large as fits, a unit across as long as a unit upwards', () => {
    for (const view of views) {
      for (const [x, y] of shapes) {
        const matrix = cameraMatrix(fittedCamera('2d', [x, y], view), view.width / view.height);
        const at = (place: readonly [number, number]) => project(matrix, [...place, 0], view) ?? { x: Number.NaN, y: Number.NaN };
        const [middle, corner] = [at([0, 0]), at([x, y])];
        const [across, upwards] = [(corner.x - middle.x) / (view.width / 2), (middle.y - corner.y) / (view.height / 2)];
        // The longer one fills the view but for a margin, the other one stays within it.
        expect(Math.max(across, upwards)).toBeCloseTo(0.9, 5);
        const [unitX, unitY] = [at([0.1, 0]).x - middle.x, middle.y - at([0, 0.1]).y];
        expect(unitX).toBeCloseTo(unitY, 4);
      }
    }
  });

  it('shows a single place, and a plot in space, as they are', () => {
    expect(fittedCamera('2d', [0, 0], { width: 700, height: 200 }).zoom).toBe(1);
    expect(fittedCamera('3d', [1, 0.2], { width: 700, height: 200 })).toEqual(firstCamera('3d'));
  });
});
