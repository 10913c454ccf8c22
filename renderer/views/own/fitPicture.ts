/** Ink or light, 0 … 1, row by row, channels beside each other. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly values: Float32Array;
}

/** A part of a picture, in its pixels; may reach beyond it, where there is nothing (0). */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The frame of a picture shown at another size, each new pixel the mean of what it covers. */
export function resample({ width, height, channels, values }: Picture, frame: Frame, size: { readonly width: number; readonly height: number }): Picture {
  const made = new Float32Array(size.width * size.height * channels);
  const [stepX, stepY] = [frame.width / size.width, frame.height / size.height];
  const sums = new Float64Array(channels);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const [left, top] = [frame.left + x * stepX, frame.top + y * stepY];
      const [right, bottom] = [left + stepX, top + stepY];
      sums.fill(0);
      for (let row = Math.max(0, Math.floor(top)); row < Math.min(height, bottom); row++) {
        const high = Math.min(row + 1, bottom) - Math.max(row, top);
        for (let column = Math.max(0, Math.floor(left)); column < Math.min(width, right); column++) {
          const share = (high * (Math.min(column + 1, right) - Math.max(column, left))) / (stepX * stepY);
          for (let channel = 0; channel < channels; channel++)
            sums[channel] = (sums[channel] ?? 0) + share * (values[(row * width + column) * channels + channel] ?? 0);
        }
      }
      made.set(sums, (y * size.width + x) * channels);
    }
  }
  return { ...size, channels, values: made };
}

/** The whole picture, as large as fits, in the middle. */
export function fitWhole(picture: Picture, size: { readonly width: number; readonly height: number }): Picture {
  const scale = Math.max(picture.width / size.width, picture.height / size.height);
  const [width, height] = [size.width * scale, size.height * scale];
  return resample(picture, { left: (picture.width - width) / 2, top: (picture.height - height) / 2, width, height }, size);
}

/** What counts as ink. */
const inkFrom = 0.1;
/** Of the picture's side, what the longer side of the ink fills: 20 of 28 pixels. */
const inkShare = 20 / 28;

/**
 * As the digits of MNIST were made (LeCun et al., "The MNIST database"): the ink's box scaled so that its longer side fills 20 of 28 pixels, its centre of
 * mass in the middle. A picture without ink stays empty.
 */
export function centreInk(picture: Picture, size: { readonly width: number; readonly height: number }): Picture {
  const box = inkBox(picture);
  if (!box) return { ...size, channels: picture.channels, values: new Float32Array(size.width * size.height * picture.channels) };
  const scale = Math.max(box.width / (size.width * inkShare), box.height / (size.height * inkShare));
  const [width, height] = [size.width * scale, size.height * scale];
  const { x, y } = centreOfMass(picture);
  return resample(picture, { left: x - width / 2, top: y - height / 2, width, height }, size);
}

const brightness = ({ channels, values }: Picture, pixel: number): number => {
  let sum = 0;
  for (let channel = 0; channel < channels; channel++) sum += values[pixel * channels + channel] ?? 0;
  return sum / channels;
};

function inkBox(picture: Picture): Frame | null {
  let left = Infinity,
    top = Infinity,
    right = -1,
    bottom = -1;
  for (let pixel = 0; pixel < picture.width * picture.height; pixel++) {
    if (brightness(picture, pixel) <= inkFrom) continue;
    const x = pixel % picture.width,
      y = Math.floor(pixel / picture.width);
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  }
  return right < 0 ? null : { left, top, width: right - left, height: bottom - top };
}

function centreOfMass(picture: Picture): { readonly x: number; readonly y: number } {
  let mass = 0,
    x = 0,
    y = 0;
  for (let pixel = 0; pixel < picture.width * picture.height; pixel++) {
    const ink = brightness(picture, pixel);
    mass += ink;
    x += ink * ((pixel % picture.width) + 0.5);
    y += ink * (Math.floor(pixel / picture.width) + 0.5);
  }
  return mass > 0 ? { x: x / mass, y: y / mass } : { x: picture.width / 2, y: picture.height / 2 };
}

/** Dark for light and light for dark. */
export const inverted = (picture: Picture): Picture => ({ ...picture, values: picture.values.map((value) => 1 - value) });

/** Whether a picture is drawn dark on light: its border is light. */
export function isDarkOnLight(picture: Picture): boolean {
  let sum = 0,
    count = 0;
  for (let pixel = 0; pixel < picture.width * picture.height; pixel++) {
    const x = pixel % picture.width,
      y = Math.floor(pixel / picture.width);
    if (x > 0 && y > 0 && x < picture.width - 1 && y < picture.height - 1) continue;
    sum += brightness(picture, pixel);
    count += 1;
  }
  return count > 0 && sum / count > 0.5;
}

/** RGBA bytes as a picture of one (luminance, ITU-R BT.601) or three channels; transparency is black. */
export function pictureOfPixels(
  { width, height, data }: { readonly width: number; readonly height: number; readonly data: ArrayLike<number> },
  channels: number,
): Picture {
  const values = new Float32Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const alpha = (data[pixel * 4 + 3] ?? 0) / 255 / 255;
    const [r, g, b] = [(data[pixel * 4] ?? 0) * alpha, (data[pixel * 4 + 1] ?? 0) * alpha, (data[pixel * 4 + 2] ?? 0) * alpha];
    if (channels === 1) values[pixel] = 0.299 * r + 0.587 * g + 0.114 * b;
    else values.set(channels === 3 ? [r, g, b] : [r, g, b, 1], pixel * channels);
  }
  return { width, height, channels, values };
}

/** A picture of as many channels: ink of one channel is the same in all. */
export function withChannels(picture: Picture, channels: number): Picture {
  if (picture.channels === channels) return picture;
  const values = new Float32Array(picture.width * picture.height * channels);
  for (let pixel = 0; pixel < picture.width * picture.height; pixel++) values.fill(brightness(picture, pixel), pixel * channels, (pixel + 1) * channels);
  return { ...picture, channels, values };
}
