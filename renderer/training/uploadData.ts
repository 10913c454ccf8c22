import { hasErrors, issue } from '../../shared/check/issue.ts';
import type { Outcome } from '../../shared/check/issue.ts';
import type { DataKind } from '../../shared/data/dataReference.ts';
import { issuesSchema } from '../../shared/protocol/issueSchema.ts';
import { z } from '../../shared/z.ts';

/** A data set that was uploaded. */
export interface UploadedData {
  /** Its name in the library. */
  readonly name: string;
  /** What reads it, as far as its files' names tell. */
  readonly kind: DataKind | null;
  /** Files sent, or pictures unpacked. */
  readonly count: number;
}

/** The name of the set that some files become: the first one's, without its ending, in the letters a folder may have. */
export function setName(fileName: string): string {
  const stem = fileName.replace(/(\.(gz|idx\d?-ubyte|npz?|csv|zip|png|jpe?g))+$/i, '');
  return (
    stem
      .normalize('NFKC')
      .replace(/[^\p{L}\p{N}_-]+/gu, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 64) || 'data'
  );
}

/** What reads files of these names; null where that cannot be told. */
export function kindOfFiles(names: readonly string[]): DataKind | null {
  const kinds: readonly (readonly [RegExp, DataKind])[] = [
    [/\.(zip|png|jpe?g)$/i, 'images'],
    [/\.(csv|tsv)$/i, 'csv'],
    [/\.np[yz]$/i, 'npy'],
    [/idx\d?-ubyte(\.gz)?$|\.idx(\.gz)?$/i, 'idx'],
  ];
  return kinds.find(([pattern]) => names.length > 0 && names.every((name) => pattern.test(name)))?.[1] ?? null;
}

/** Sends files to the host's library as one data set; a zip of pictures, a folder a class, is unpacked there. */
export async function uploadData(files: readonly File[]): Promise<Outcome<UploadedData>> {
  const name = setName(files[0]?.name ?? ''),
    kind = kindOfFiles(files.map((file) => file.name));
  const [only] = files;
  if (only && files.length === 1 && /\.zip$/i.test(only.name)) {
    const { value, issues } = await send(`archives/${encodeURIComponent(name)}`, only);
    const { data } = unpackedSchema.safeParse(value);
    return data && !hasErrors(issues) ? { value: { name: data.name, kind, count: data.pictures }, issues } : { value: undefined, issues };
  }
  for (const file of files) {
    const { issues } = await send(`data/${encodeURIComponent(name)}/${encodeURIComponent(file.name)}`, file);
    if (hasErrors(issues)) return { value: undefined, issues };
  }
  return { value: { name, kind, count: files.length }, issues: [] };
}

const unpackedSchema = z.object({ name: z.string(), pictures: z.int() });
const refusedSchema = z.object({ issues: issuesSchema });

/** Sends one file; gives back what the host said of it. */
async function send(to: string, file: File): Promise<Outcome<unknown>> {
  const failed = (reason: string): Outcome<unknown> => ({ value: undefined, issues: [issue('upload-failed', { file: file.name }, { reason })] });
  try {
    const response = await fetch(to, { method: 'PUT', body: file });
    const text = await response.text();
    const said: unknown = text.startsWith('{') ? JSON.parse(text) : null;
    if (response.ok) return { value: said, issues: [] };
    const { data } = refusedSchema.safeParse(said);
    return data ? { value: undefined, issues: data.issues } : failed(`${response.status} ${text.slice(0, 200)}`);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}
