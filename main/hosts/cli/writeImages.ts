import { extname } from 'node:path';
import { refuse } from '../../../shared/check/issue.ts';
import { matrixColumns, pictureSize, writeCsv, writeNpy, writePngFolder, writePngGrid } from '../../engine/engine.ts';
import type { Values } from '../../engine/engine.ts';
import { writeOut } from './writeOut.ts';

/** What a decoder made, with the range that is black to white. */
export interface Made {
  readonly images: Values;
  readonly range: readonly [number, number];
}

/** The ending for what a decoder makes where the user names no file: pictures as PNG, the rest as NumPy array. */
export const defaultEnding = (outputShape: readonly number[] | null): string => (outputShape && pictureSize(outputShape) ? '.png' : '.npy');

/**
 * Writes what a decoder made as the name says: `.png` one sheet, `.npy`, `.csv` a line each, a name without ending a folder of PNG files.
 * Throws IssueError output-unknown, output-unwritable, picture-…
 */
export async function writeImages(file: string, { images, range }: Made): Promise<void> {
  const count = images.shape[0] ?? 0;
  const write = (): Promise<unknown> => {
    switch (extname(file).toLowerCase()) {
      case '.png':
        return writePngGrid(file, [{ pictures: images, columns: Math.ceil(Math.sqrt(count)) }], { range });
      case '.npy':
        return writeNpy(file, images);
      case '.csv':
        return writeCsv(
          file,
          matrixColumns(images, (i) => `value_${i}`),
        );
      case '':
        return writePngFolder(file, images, { range });
      default:
        return refuse('output-unknown', { file }, { endings: '.png, .npy, .csv' });
    }
  };
  await writeOut(file, write);
}
