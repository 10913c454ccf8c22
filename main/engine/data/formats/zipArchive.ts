// NumPy's archives and zips of pictures are read alike; the reader lies with the files.
export { listZip, unzipEntry } from '../../files/zipArchive.ts';
export type { ZipEntry } from '../../files/zipArchive.ts';
