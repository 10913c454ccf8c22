import type { Point } from '../../shared/graph/edit.ts';
import type { Box } from './boxes.ts';

/** A wire's way round the cards between its ends: from its source to the right as far as `x1`, up or down to `y`, along to `x2`, up or down to its target's port. */
export interface Lane {
  readonly x1: number;
  readonly y: number;
  readonly x2: number;
}

/** A wire by its ends: `from` at the right edge of one box, `to` at the left edge of another. */
export interface WireRun {
  readonly id: string;
  readonly from: Point;
  readonly to: Point;
}

/** Pixels between a lane and a card, between two lanes, and from a port to where its wire may turn. */
const margin = 12,
  apart = 9,
  stub = 14;
/** Lanes beside each other along one edge, and places to turn before one port. */
const lanesPerEdge = 6,
  turnsPerPort = 4;
/** How far above or below its ends a wire is led, and how many lanes are tried before it is left to run straight. */
const reach = 900,
  mostTries = 60;

interface Segment {
  readonly at: number;
  readonly low: number;
  readonly high: number;
}

/** Lanes for the wires whose plain curve would run behind a card, short wires first so that they lie inside. Wires that are not in the answer run plainly. */
export function routeWires(runs: readonly WireRun[], boxes: readonly Box[]): ReadonlyMap<string, Lane> {
  const across: Segment[] = [],
    upright: Segment[] = [];
  const span = ({ from, to }: WireRun): number => Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
  const hidden = runs.filter((run) => isHidden(run, boxes)).toSorted((a, b) => span(a) - span(b));
  const lanes = new Map<string, Lane>();
  for (const run of hidden) {
    const lane = laneOf(run, boxes, across, upright);
    if (!lane) continue;
    lanes.set(run.id, lane);
    across.push(segment(lane.y, lane.x1, lane.x2));
    upright.push(segment(lane.x1, run.from.y, lane.y), segment(lane.x2, lane.y, run.to.y));
  }
  return lanes;
}

/** The control points' distance from the ends of the plain curve, as React Flow draws it. */
export function curveReach(distance: number): number {
  return distance >= 0 ? distance / 2 : 6.25 * Math.sqrt(-distance);
}

const samples = 20;

/** Whether the plain curve passes behind a card. */
function isHidden({ from, to }: WireRun, boxes: readonly Box[]): boolean {
  const pull = curveReach(to.x - from.x);
  const left = Math.min(from.x, to.x - pull),
    right = Math.max(to.x, from.x + pull),
    top = Math.min(from.y, to.y),
    bottom = Math.max(from.y, to.y);
  const near = boxes.filter((box) => box.x < right && box.x + box.width > left && box.y < bottom && box.y + box.height > top);
  if (near.length === 0) return false;
  for (let place = 1; place < samples; place++) {
    const t = place / samples,
      u = 1 - t;
    const x = u ** 3 * from.x + 3 * u * u * t * (from.x + pull) + 3 * u * t * t * (to.x - pull) + t ** 3 * to.x,
      y = (u ** 3 + 3 * u * u * t) * from.y + (3 * u * t * t + t ** 3) * to.y;
    if (near.some((box) => x > box.x + 1 && x < box.x + box.width - 1 && y > box.y + 1 && y < box.y + box.height - 1)) return true;
  }
  return false;
}

/** The nearest lane that no card and no other lane takes; null where none is found. */
function laneOf({ from, to }: WireRun, boxes: readonly Box[], across: readonly Segment[], upright: readonly Segment[]): Lane | null {
  const turns = turnsPerPort * apart + stub;
  const left = Math.min(from.x, to.x - turns),
    right = Math.max(to.x, from.x + turns);
  const low = Math.min(from.y, to.y) - reach - margin,
    high = Math.max(from.y, to.y) + reach + margin;
  const near = boxes.filter((box) => box.x < right && box.x + box.width > left && box.y < high && box.y + box.height > low);
  const free = (y: number, x1: number, x2: number): boolean =>
    !blocked(segment(y, x1, x2), near, across, ({ x, y: top, width, height }) => ({ at: top, size: height, low: x, high: x + width }));
  const clear = (x: number, y1: number, y2: number): boolean =>
    Math.abs(y1 - y2) < 1 ||
    !blocked(segment(x, y1, y2), near, upright, ({ x: start, y, width, height }) => ({ at: start, size: width, low: y, high: y + height }));
  // What every choice of turns at a height has in common tells most heights off at once.
  const inner = [from.x + turns, to.x - turns] as const;
  const outer = [from.x + stub, to.x - stub] as const;
  const [core1, core2] = inner[0] < inner[1] ? inner : outer[0] > outer[1] ? outer : [0, 0];
  for (const y of laneHeights(from, to, near)) {
    if (core1 !== core2 && !free(y, core1, core2)) continue;
    for (let turn = 0; turn < turnsPerPort; turn++) {
      const x1 = from.x + stub + turn * apart;
      if (!clear(x1, from.y, y)) continue;
      for (let back = 0; back < turnsPerPort; back++) {
        const x2 = to.x - stub - back * apart;
        if (clear(x2, y, to.y) && free(y, x1, x2)) return { x1, y, x2 };
      }
    }
  }
  return null;
}

/** Heights at which a lane could run: level with an end, or along the top or bottom of a card; shortest way first. */
function laneHeights(from: Point, to: Point, near: readonly Box[]): readonly number[] {
  const heights = new Set([from.y, to.y].map(Math.round));
  const low = Math.min(from.y, to.y) - reach,
    high = Math.max(from.y, to.y) + reach;
  for (const { y, height } of near)
    for (let lane = 0; lane < lanesPerEdge; lane++) {
      for (const at of [y - margin - lane * apart, y + height + margin + lane * apart]) if (at > low && at < high) heights.add(Math.round(at / 3) * 3);
    }
  const way = (y: number): number => Math.abs(y - from.y) + Math.abs(y - to.y);
  return [...heights].toSorted((a, b) => way(a) - way(b)).slice(0, mostTries);
}

/** Whether a segment comes too near to a card or runs along another. @param along a box in the segment's own directions */
function blocked(
  { at, low, high }: Segment,
  boxes: readonly Box[],
  others: readonly Segment[],
  along: (box: Box) => { readonly at: number; readonly size: number; readonly low: number; readonly high: number },
): boolean {
  // A segment may end at the very side of the card that it leads to, but not pass it.
  return (
    boxes.some((box) => {
      const side = along(box);
      return at > side.at - 5 && at < side.at + side.size + 5 && high > side.low - 5 && low < side.high + 5;
    }) || others.some((other) => Math.abs(other.at - at) < apart - 2 && low < other.high + apart && high > other.low - apart)
  );
}

const segment = (at: number, a: number, b: number): Segment => ({ at, low: Math.min(a, b), high: Math.max(a, b) });

const bend = 14;

/** The path along a lane, its corners rounded. */
export function lanePath(from: Point, to: Point, { x1, y, x2 }: Lane): string {
  const level = Math.abs(y - from.y) < 3 ? from.y : Math.abs(y - to.y) < 3 ? to.y : y;
  const corners = [from, { x: x1, y: from.y }, { x: x1, y: level }, { x: x2, y: level }, { x: x2, y: to.y }, to];
  let path = `M${from.x} ${from.y}`;
  for (const [place, corner] of corners.slice(1, -1).entries()) {
    const before = corners[place] ?? corner,
      after = corners[place + 2] ?? corner;
    const radius = Math.min(bend, reachTo(before, corner) / 2, reachTo(corner, after) / 2);
    if (radius < 0.5) continue;
    path += ` L${towards(corner, before, radius)} Q${corner.x} ${corner.y} ${towards(corner, after, radius)}`;
  }
  return `${path} L${to.x} ${to.y}`;
}

const reachTo = (a: Point, b: Point): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);

function towards(from: Point, to: Point, by: number): string {
  return `${from.x + Math.sign(to.x - from.x) * by} ${from.y + Math.sign(to.y - from.y) * by}`;
}
