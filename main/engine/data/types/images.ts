import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { refuse } from '../../../../shared/check/issue.ts';
import { classesOfTexts } from '../classLabels.ts';
import { defaultLimitBytes } from '../datasetKind.ts';
import type { DatasetKind } from '../datasetKind.ts';
import { decodeJpeg, isJpeg, readJpegHeader } from '../formats/jpeg.ts';
import type { PictureHeader, Pixels } from '../formats/pixels.ts';
import { PictureError } from '../formats/pixels.ts';
import { decodePng, isPng, readPngHeader } from '../formats/png.ts';
import { readBytes, refuseFileError } from '../formats/readBytes.ts';
import { ownPath } from '../ownPath.ts';
import { packDataset } from '../packDataset.ts';
import { sharedBytes } from '../sharedMemory.ts';

/** Largest picture file that is read: a picture for training is a few kilobytes. */
const limitPictureBytes = 64 * 2 ** 20;

interface Picture {
  readonly file: string;
  /** Name of the class folder, or null where pictures lie loose. */
  readonly folder: string | null;
}

/** The user's own pictures: a folder of PNG and JPEG files of one size; subfolders, where there are any, are classes. */
export const images: DatasetKind = {
  title: { en: 'Folder of pictures', zh: '图片文件夹' },
  about: {
    en: 'Your own PNG and JPEG pictures, all of one size; each subfolder is a class.',
    zh: '您自己的 PNG 和 JPEG 图片，尺寸须一致；每个子文件夹为一个类别。',
  },
  source: { en: 'Files on this machine', zh: '本机文件' },
  origin: 'own',
  isAvailable: async () => true,
  async load(reference, { limitBytes = defaultLimitBytes }) {
    const path = ownPath(reference);
    const pictures = await listPictures(path);
    const { width, height, channels, values } = await readPictures(pictures, limitBytes);
    const folders = pictures.map(({ folder }) => folder).filter((folder) => folder !== null);
    const labels = folders.length > 0 ? classesOfTexts(folders, path) : {};
    return packDataset({ name: basename(path), shape: [height, width, channels], values, ...labels });
  },
};

const byName = (a: Dirent, b: Dirent): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
const isPicture = (entry: Dirent): boolean => !entry.isDirectory() && !entry.name.startsWith('.') && /\.(png|jpe?g)$/i.test(entry.name);

async function listFolder(folder: string): Promise<Dirent[]> {
  try {
    return (await readdir(folder, { withFileTypes: true })).sort(byName);
  } catch (error) {
    refuseFileError(error, folder);
  }
}

/** Pictures in the order of their names, class by class. Throws IssueError data-images-none, data-images-loose and those of the file system. */
async function listPictures(path: string): Promise<Picture[]> {
  if (await isFile(path)) refuse('data-folder-expected', { file: path });
  const entries = await listFolder(path);
  const loose = entries.filter(isPicture).map((entry): Picture => ({ file: join(path, entry.name), folder: null }));
  const classed: Picture[] = [];
  for (const folder of entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))) {
    const inside = await listFolder(join(path, folder.name));
    classed.push(...inside.filter(isPicture).map((entry): Picture => ({ file: join(path, folder.name, entry.name), folder: folder.name })));
  }
  const first = loose[0];
  if (first && classed[0]) refuse('data-images-loose', { file: first.file }, { folder: classed[0].folder ?? '' });
  const pictures = first ? loose : classed;
  if (pictures.length === 0) refuse('data-images-none', { file: path });
  return pictures;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    refuseFileError(error, path);
  }
}

/** All pictures as one array; grey where every one is grey. A size or a sum that does not fit is refused before the picture is decoded. */
async function readPictures(pictures: readonly Picture[], limitBytes: number): Promise<Pixels> {
  const decoded: Pixels[] = [];
  let first: (PictureHeader & { readonly file: string }) | undefined;
  for (const { file } of pictures) {
    const bytes = await readBytes(file, Math.min(limitBytes, limitPictureBytes));
    const header = orRefuse(file, () => readHeader(bytes));
    first ??= { ...header, file };
    if (header.width !== first.width || header.height !== first.height) {
      refuse('data-images-mixed-sizes', { file }, { size: sizeText(header), otherFile: first.file, otherSize: sizeText(first) });
    }
    const total = pictures.length * header.width * header.height * 3;
    if (total > limitBytes) refuse('data-too-large', { file }, { bytes: total, limit: limitBytes });
    decoded.push(orRefuse(file, () => (isPng(bytes) ? decodePng(bytes) : decodeJpeg(bytes))));
  }
  const { width, height } = first ?? { width: 0, height: 0 };
  const channels = decoded.some((picture) => picture.channels === 3) ? 3 : 1;
  const size = width * height * channels;
  const values = sharedBytes(decoded.length * size);
  decoded.forEach((picture, i) => {
    values.set(picture.channels === channels ? picture.values : greyToRgb(picture.values), i * size);
  });
  return { width, height, channels, values };
}

const sizeText = ({ width, height }: PictureHeader): string => `${width}x${height}`;

function readHeader(bytes: Uint8Array): PictureHeader {
  if (isPng(bytes)) return readPngHeader(bytes);
  if (isJpeg(bytes)) return readJpegHeader(bytes);
  throw new PictureError('neither PNG nor JPEG, whatever its name says');
}

function greyToRgb(grey: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: grey.length * 3 }, (_, i) => grey[Math.floor(i / 3)] ?? 0);
}

function orRefuse<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof PictureError) refuse('data-image-unreadable', { file }, { reason: error.reason });
    throw error;
  }
}
