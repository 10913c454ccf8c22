import type { DataReference } from '../../../shared/data/dataReference.ts';
import type { PhiloxState } from '../../../shared/random/philox.ts';
import { deriveSeed, fillBits, fillNormal, statelessState } from '../../../shared/random/philox.ts';

/** Which of its drawings an example is: draws depend on nothing else, neither on batch size nor on what was drawn before. */
export interface Occurrence {
  readonly epoch: number;
  /** Index into the data set. */
  readonly index: number;
  /** 0 for an example's first place in the epoch, 1 for its second (over-sampling) and so on. */
  readonly copy: number;
}

export interface Augmentation {
  /** Shifts, rotates and mirrors one image of stored values in place; beyond the edge lies `background`. */
  moveStored(image: Float32Array, of: Occurrence): void;
  /** Adds noise to one normalised example in place and clips it to `range`. */
  addNoise(example: Float32Array, of: Occurrence, range: readonly [number, number]): void;
}

export function movesImages({ shift, rotate, flip }: DataReference['augment']): boolean {
  return shift > 0 || rotate > 0 || flip;
}

/** The augmentation of a training split, drawn from the run's seed. `shape` is [height, width, channels] where images are moved. */
export function createAugmentation(
  settings: DataReference['augment'],
  shape: readonly number[],
  { seed, background }: { readonly seed: number; readonly background: number },
): Augmentation {
  const moves = statelessState(deriveSeed(seed, 'data', 'augment', 'move'));
  const noises = statelessState(deriveSeed(seed, 'data', 'augment', 'noise'));
  const draws = new Uint32Array(4);
  const source = new Float32Array(movesImages(settings) ? shape.reduce((product, size) => product * size, 1) : 0);
  let noise = new Float32Array(0);
  return {
    moveStored(image, of) {
      fillBits(streamOf(moves, of), draws);
      const [first = 0, second = 0, third = 0, fourth = 0] = draws;
      const move = {
        dx: Math.floor((first / 2 ** 32) * (2 * settings.shift + 1)) - settings.shift,
        dy: Math.floor((second / 2 ** 32) * (2 * settings.shift + 1)) - settings.shift,
        angle: ((third / 2 ** 32) * 2 - 1) * settings.rotate * (Math.PI / 180),
        mirror: settings.flip && fourth >= 2 ** 31,
      };
      source.set(image);
      moveImage(source, image, { shape, background, ...move });
    },
    addNoise(example, of, [low, high]) {
      if (noise.length !== example.length) noise = new Float32Array(example.length);
      fillNormal(streamOf(noises, of), noise);
      for (let i = 0; i < example.length; i++) example[i] = Math.min(high, Math.max(low, (example[i] ?? 0) + settings.noise * (noise[i] ?? 0)));
    },
  };
}

/** A stream of its own for each occurrence: the counter's upper words say which, its lowest counts blocks. */
function streamOf(state: PhiloxState, { epoch, index, copy }: Occurrence): PhiloxState {
  return { key: state.key, counter: [0, copy >>> 0, index >>> 0, epoch >>> 0] };
}

/** One move of an image: pixels to the right and down, radians clockwise about the image's centre, mirrored left to right before both. */
export interface Move {
  readonly shape: readonly number[];
  readonly background: number;
  readonly dx: number;
  readonly dy: number;
  readonly angle: number;
  readonly mirror: boolean;
}

/** Writes the moved image into `into`, sampling `from` bilinearly; whole-pixel moves copy exactly. */
export function moveImage(from: Float32Array, into: Float32Array, { shape, background, dx, dy, angle, mirror }: Move): void {
  const [height = 1, width = 1, channels = 1] = shape;
  const cosine = Math.cos(angle),
    sine = Math.sin(angle);
  const centreX = (width - 1) / 2,
    centreY = (height - 1) / 2;
  const at = (x: number, y: number, channel: number): number =>
    x < 0 || y < 0 || x >= width || y >= height ? background : (from[(y * width + x) * channels + channel] ?? background);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // Where this pixel comes from: shift undone, rotation undone, mirror undone.
      const offsetX = x - dx - centreX,
        offsetY = y - dy - centreY;
      const turnedX = offsetX * cosine + offsetY * sine;
      const sourceX = centreX + (mirror ? -turnedX : turnedX);
      const sourceY = centreY + offsetY * cosine - offsetX * sine;
      const left = Math.floor(sourceX),
        top = Math.floor(sourceY);
      const right = sourceX - left,
        below = sourceY - top;
      for (let channel = 0; channel < channels; channel++) {
        let value = at(left, top, channel) * (1 - right) * (1 - below);
        if (right > 0) value += at(left + 1, top, channel) * right * (1 - below);
        if (below > 0) value += at(left, top + 1, channel) * (1 - right) * below;
        if (right > 0 && below > 0) value += at(left + 1, top + 1, channel) * right * below;
        into[(y * width + x) * channels + channel] = value;
      }
    }
  }
}
