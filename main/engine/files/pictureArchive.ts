import { refuse } from '../../../shared/check/issue.ts';
import { nameFault } from '../../../shared/protocol/projectName.ts';
import type { ZipEntry } from './zipArchive.ts';

/** What an archive of pictures may hold at most, so that unpacking one takes bounded memory and room. */
export interface ArchiveLimits {
  /** Of the archive itself, which is held in memory while it is unpacked. */
  readonly archiveBytes: number;
  /** Of one picture, and of all together, unpacked. */
  readonly pictureBytes: number;
  readonly unpackedBytes: number;
  readonly pictures: number;
}

export const archiveLimits: ArchiveLimits = { archiveBytes: 512 * 2 ** 20, pictureBytes: 64 * 2 ** 20, unpackedBytes: 2 ** 31, pictures: 200_000 };

/** One picture of an archive and where it goes within the set: `[file]`, or `[class, file]`. */
export interface PlannedPicture {
  readonly entry: ZipEntry;
  readonly path: readonly string[];
}

/**
 * Which entries of an archive are unpacked, and where: its PNG and JPEG files; a folder that is around everything is left out, and what remains is one folder
 * for each class, or pictures alone. Judged by what the archive's directory declares, before anything is unpacked; unpacking allows no entry more than that.
 * Throws IssueError `archive-path` (a name that leads out of the set, or that some file system refuses), `archive-too-deep`, `archive-too-large`, `archive-no-pictures`.
 * @param file the archive's name, as issues name it
 */
export function planPictures(entries: readonly ZipEntry[], file: string, limits: ArchiveLimits): readonly PlannedPicture[] {
  // 1. A name that leads elsewhere condemns the archive, whatever else it holds.
  const named = entries.map((entry) => ({ entry, name: entry.name.normalize('NFC') }));
  for (const { name } of named) {
    const leadsOut = name.startsWith('/') || /[\\\0]|^[A-Za-z]:/.test(name) || name.split('/').includes('..');
    if (leadsOut) refuse('archive-path', { file }, { name: name.slice(0, 200) });
  }
  // 2. Pictures alone; what systems put beside them is left out.
  const pictures = named.flatMap(({ entry, name }) => {
    const path = name.split('/').filter((step) => step !== '' && step !== '.');
    const isOther = name.endsWith('/') || path.some((step) => step.startsWith('.') || step === '__MACOSX') || !/\.(png|jpe?g)$/i.test(name);
    return isOther ? [] : [{ entry, path }];
  });
  if (pictures.length === 0) refuse('archive-no-pictures', { file });
  // 3. No more than there is room for.
  const bytes = pictures.reduce((sum, { entry }) => sum + entry.unpackedBytes, 0);
  const isTooLarge =
    bytes > limits.unpackedBytes || pictures.length > limits.pictures || pictures.some(({ entry }) => entry.unpackedBytes > limits.pictureBytes);
  if (isTooLarge) refuse('archive-too-large', { file }, { pictures: pictures.length, bytes, limit: limits.unpackedBytes });
  // 4. Class folders at the top.
  const depth = Math.max(...pictures.map(({ path }) => path.length));
  const around = commonFolders(pictures.map(({ path }) => path));
  const cut = Math.min(around, Math.max(0, depth - 2));
  return pictures.map(({ entry, path }) => {
    const inside = path.slice(cut);
    if (inside.length > 2) refuse('archive-too-deep', { file }, { name: path.join('/').slice(0, 200) });
    for (const step of inside) if (nameFault(step) !== null) refuse('archive-path', { file }, { name: path.join('/').slice(0, 200) });
    return { entry, path: inside };
  });
}

/** How many folders all paths begin with. */
function commonFolders(paths: readonly (readonly string[])[]): number {
  const [first = []] = paths;
  let shared = first.length - 1;
  for (const path of paths) {
    shared = Math.min(shared, path.length - 1);
    while (shared > 0 && path.slice(0, shared).some((step, at) => step !== first[at])) shared--;
  }
  return Math.max(0, shared);
}
