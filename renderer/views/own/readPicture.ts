import { pictureOfPixels } from './fitPicture.ts';
import type { Picture } from './fitPicture.ts';

/** Longest side a picture is read at: enough for any model's input, and no photo holds the page up. */
const longest = 256;

/** A file's picture; null where the browser cannot read it as one. */
export async function readPicture(file: Blob, channels: number): Promise<Picture | null> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap || bitmap.width === 0 || bitmap.height === 0) return null;
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = Object.assign(document.createElement('canvas'), {
    width: Math.max(1, Math.round(bitmap.width * scale)),
    height: Math.max(1, Math.round(bitmap.height * scale)),
  });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return pictureOfPixels(context.getImageData(0, 0, canvas.width, canvas.height), channels);
}
