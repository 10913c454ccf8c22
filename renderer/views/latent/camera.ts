/** From where a plot is seen. Flat: moved and enlarged; in space: turned about its middle. */
export interface Camera {
  readonly mode: '2d' | '3d';
  /** 1: the whole plot. */
  readonly zoom: number;
  /** Of the plot's middle, in half heights or widths of the view, whichever is less. */
  readonly x: number;
  readonly y: number;
  /** Turns, radians: about the upright axis, and up. */
  readonly yaw: number;
  readonly pitch: number;
}

export const firstCamera = (mode: Camera['mode']): Camera => ({ mode, zoom: 1, x: 0, y: 0, yaw: 0.6, pitch: 0.4 });

/** Room left around the plot. */
const margin = 0.9;

/**
 * As a plot is first seen. A flat one fills its view as far as all of it stays in sight; a unit across is as long as a unit upwards, however wide the view is.
 * @param halves half its width and height; from the middle to the edge of the longest axis is 1
 */
export function fittedCamera(mode: Camera['mode'], halves: readonly [number, number], { width, height }: Viewport): Camera {
  const camera = firstCamera(mode);
  const half = Math.min(width, height);
  if (mode === '3d' || half <= 0) return camera;
  const fit = (extent: number, along: number): number => (extent > 0 ? along / (half * extent) : Infinity);
  const zoom = Math.min(fit(halves[0], width), fit(halves[1], height));
  return { ...camera, zoom: Number.isFinite(zoom) ? zoom : 1 };
}
const focal = 2.2,
  distance = 3.4,
  near = 0.05,
  far = 40;

/** Camera and view as one matrix, column-major, from plot to clip coordinates. */
export function cameraMatrix({ mode, zoom, x, y, yaw, pitch }: Camera, aspect: number): Float32Array {
  const [wide, high] = aspect >= 1 ? [1 / aspect, 1] : [1, aspect];
  if (mode === '2d') {
    const unit = zoom * margin;
    return Float32Array.from([unit * wide, 0, 0, 0, 0, unit * high, 0, 0, 0, 0, 0, 0, x * wide, y * high, 0, 1]);
  }
  const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  // Turned about y, then about x; depth counts towards the eye.
  const right = [cy, 0, sy],
    up = [sp * sy, cp, -sp * cy],
    towards = [-cp * sy, sp, cp * cy];
  const away = distance / zoom,
    depth = (far + near) / (far - near),
    shift = (2 * far * near) / (far - near);
  const column = (axis: number): number[] => [
    focal * wide * (right[axis] ?? 0),
    focal * high * (up[axis] ?? 0),
    -depth * (towards[axis] ?? 0),
    -(towards[axis] ?? 0),
  ];
  return Float32Array.from([...column(0), ...column(1), ...column(2), x * wide * away, y * high * away, depth * away - shift, away]);
}

export interface Viewport {
  readonly width: number;
  readonly height: number;
}
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Where a place of the plot stands in the view, in pixels from its left upper corner; null behind the eye. */
export function project(matrix: Float32Array, [x, y, z]: readonly [number, number, number], { width, height }: Viewport): Spot | null {
  const m = (index: number): number => matrix[index] ?? 0;
  const w = m(3) * x + m(7) * y + m(11) * z + m(15);
  if (w <= 0) return null;
  return { x: (((m(0) * x + m(4) * y + m(8) * z + m(12)) / w + 1) / 2) * width, y: ((1 - (m(1) * x + m(5) * y + m(9) * z + m(13)) / w) / 2) * height };
}

/** The place of a flat plot under a spot of the view. */
export function unproject({ zoom, x, y }: Camera, spot: Spot, { width, height }: Viewport): Spot {
  const half = Math.min(width, height) / 2;
  return { x: ((spot.x - width / 2) / half - x) / (zoom * margin), y: ((height / 2 - spot.y) / half - y) / (zoom * margin) };
}

/** The point nearest to a spot, at most `radius` pixels away; null for none. @param isShown whether a point is drawn at all */
export function nearestPoint(
  positions: Float32Array,
  { matrix, viewport, isShown }: { readonly matrix: Float32Array; readonly viewport: Viewport; isShown(point: number): boolean },
  spot: Spot,
  radius: number,
): number | null {
  let best: number | null = null,
    least = radius * radius;
  const [m0 = 0, m1 = 0, , m3 = 0, m4 = 0, m5 = 0, , m7 = 0, m8 = 0, m9 = 0, , m11 = 0, m12 = 0, m13 = 0, , m15 = 0] = matrix;
  const { width, height } = viewport;
  for (let point = 0; point * 3 < positions.length; point++) {
    const x = positions[point * 3] ?? 0,
      y = positions[point * 3 + 1] ?? 0,
      z = positions[point * 3 + 2] ?? 0;
    const w = m3 * x + m7 * y + m11 * z + m15;
    if (w <= 0) continue;
    const across = (((m0 * x + m4 * y + m8 * z + m12) / w + 1) / 2) * width - spot.x;
    const down = ((1 - (m1 * x + m5 * y + m9 * z + m13) / w) / 2) * height - spot.y;
    const squared = across * across + down * down;
    if (squared < least && isShown(point)) {
      best = point;
      least = squared;
    }
  }
  return best;
}

/** Enlarged about a spot of the view, which stays where it is in a flat plot. */
export function zoomAt(camera: Camera, factor: number, { spot, viewport }: { readonly spot: Spot; readonly viewport: Viewport }): Camera {
  const zoom = Math.max(0.2, Math.min(200, camera.zoom * factor));
  if (camera.mode === '3d') return { ...camera, zoom: Math.min(zoom, 12) };
  const held = unproject(camera, spot, viewport),
    moved = unproject({ ...camera, zoom }, spot, viewport);
  return { ...camera, zoom, x: camera.x + (moved.x - held.x) * zoom * margin, y: camera.y + (moved.y - held.y) * zoom * margin };
}

/** Dragged by so many pixels: moved in the plane, turned in space. */
export function drag(camera: Camera, { dx, dy }: { readonly dx: number; readonly dy: number }, { width, height }: Viewport): Camera {
  const half = Math.min(width, height) / 2;
  return camera.mode === '2d'
    ? { ...camera, x: camera.x + dx / half, y: camera.y - dy / half }
    : { ...camera, yaw: camera.yaw + dx / 120, pitch: Math.max(-1.55, Math.min(1.55, camera.pitch + dy / 120)) };
}
