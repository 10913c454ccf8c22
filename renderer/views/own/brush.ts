/** Cells of the pad, either way. */
export const padSide = 28;

/** Radius of the pen in cells, and over how many cells its edge fades. */
const radius = 1.1,
  fade = 0.9;

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** The pad with a stroke drawn from one place to another, in cells; never less ink than before. */
export function inked(pad: Float32Array, from: Spot, to: Spot): Float32Array {
  const next = Float32Array.from(pad);
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const squared = dx * dx + dy * dy;
  for (let row = 0; row < padSide; row++) {
    for (let column = 0; column < padSide; column++) {
      const [px, py] = [column + 0.5 - from.x, row + 0.5 - from.y];
      const share = squared > 0 ? Math.max(0, Math.min(1, (px * dx + py * dy) / squared)) : 0;
      const far = Math.hypot(px - share * dx, py - share * dy);
      const ink = Math.max(0, Math.min(1, (radius + fade - far) / fade));
      const at = row * padSide + column;
      if (ink > (next[at] ?? 0)) next[at] = ink;
    }
  }
  return next;
}

export const emptyPad = (): Float32Array => new Float32Array(padSide * padSide);
