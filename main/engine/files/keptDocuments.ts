import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { issue } from '../../../shared/check/issue.ts';
import type { Issue, Outcome } from '../../../shared/check/issue.ts';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import { parseDocument } from '../../../shared/graph/parseDocument.ts';
import { draftName } from '../../../shared/protocol/hostCalls.ts';
import { z } from '../../../shared/z.ts';
import { changing, readStored, reasonOf, writeStored } from './storedFile.ts';

/** A document kept beside a project, with what it is called. `savedAt` is ISO 8601 in UTC. */
export interface KeptDocument {
  readonly id: string;
  readonly title: string;
  readonly savedAt: string;
  readonly document: GraphDoc;
  /** Stamp of the file that it was made from; null where that is not known. */
  readonly base: string | null;
  /** Names the document among those without a project; null where it has one, or that was not noted. */
  readonly draft: string | null;
}

/** Folders of documents kept as `<id>.json`: versions and drafts. An id that is none names nothing. */
export interface KeptDocuments {
  save(
    folder: string,
    kept: Pick<KeptDocument, 'id' | 'title' | 'document'> & Partial<Pick<KeptDocument, 'base' | 'draft'>>,
  ): Promise<{ readonly savedAt: string }>;
  /** Null where there is none or it cannot be read. */
  read(folder: string, id: string): Promise<KeptDocument | null>;
  /** Newest first; those that cannot be read stay and are reported. */
  list(folder: string): Promise<Outcome<readonly KeptDocument[]>>;
  remove(folder: string, id: string): Promise<void>;
  /** Removes the oldest beyond so many. */
  thin(folder: string, most: number): Promise<void>;
}

const envelope = z.strictObject({
  format: z.string(),
  version: z.literal(1),
  title: z.string().max(200),
  savedAt: z.string().max(40),
  base: z.string().max(128).nullable().default(null),
  draft: draftName.nullable().default(null),
  document: z.unknown(),
});
const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** @param kind what they are: it stands in each file as `hourglass-<kind>`, and names the warning about one that cannot be read */
export function createKeptDocuments(kind: 'version' | 'draft'): KeptDocuments {
  const format = `hourglass-${kind}`;
  const fileOf = (folder: string, id: string): string => join(folder, `${id}.json`);
  /** Every save a millisecond after the one before at least: the order of two is never left to chance. */
  let lastMs = 0;
  const stamp = (): string => new Date((lastMs = Math.max(Date.now(), lastMs + 1))).toISOString();

  const parse = (id: string, text: string): KeptDocument | string => {
    try {
      const { success, data } = envelope.safeParse(JSON.parse(text));
      if (!success || data.format !== format) return `not a ${kind} of this version`;
      const { value: document, issues } = parseDocument(data.document);
      return document
        ? { id, title: data.title, savedAt: data.savedAt, base: data.base, draft: data.draft, document }
        : issues.map(({ code }) => code).join(', ');
    } catch (error) {
      return reasonOf(error);
    }
  };
  const read = async (folder: string, id: string): Promise<KeptDocument | string | null> => {
    if (!idPattern.test(id)) return null;
    const text = await readStored(fileOf(folder, id)).catch(reasonOf);
    return text === null ? null : parse(id, text);
  };
  const idsIn = async (folder: string): Promise<readonly string[]> =>
    (await readdir(folder).catch(() => [])).flatMap((name) => (name.endsWith('.json') && idPattern.test(name.slice(0, -5)) ? [name.slice(0, -5)] : []));

  return {
    async save(folder, { id, title, document, base, draft }) {
      if (!idPattern.test(id)) throw new Error(`${id} is no id`);
      const savedAt = stamp();
      await writeStored(
        fileOf(folder, id),
        `${JSON.stringify({ format, version: 1, title, savedAt, ...(base ? { base } : {}), ...(draft ? { draft } : {}), document })}\n`,
      );
      return { savedAt };
    },
    async read(folder, id) {
      const kept = await read(folder, id);
      return typeof kept === 'string' ? null : kept;
    },
    async list(folder) {
      const ids = await idsIn(folder);
      const all = await Promise.all(ids.map((id) => read(folder, id)));
      const issues = all.flatMap((kept, index): Issue[] =>
        typeof kept === 'string' ? [issue(`${kind}-broken`, { file: fileOf(folder, ids[index] ?? '') }, { reason: kept })] : [],
      );
      const value = all
        .filter((kept) => kept !== null && typeof kept !== 'string')
        .toSorted((a, b) => b.savedAt.localeCompare(a.savedAt) || b.id.localeCompare(a.id));
      return { value, issues };
    },
    async remove(folder, id) {
      if (idPattern.test(id)) await changing(fileOf(folder, id), () => rm(fileOf(folder, id), { force: true }));
    },
    async thin(folder, most) {
      const ids = await idsIn(folder);
      if (ids.length <= most) return;
      const aged = await Promise.all(ids.map(async (id) => ({ id, ms: (await stat(fileOf(folder, id)).catch(() => null))?.mtimeMs ?? 0 })));
      const oldest = aged.toSorted((a, b) => b.ms - a.ms).slice(most);
      await Promise.all(oldest.map(({ id }) => rm(fileOf(folder, id), { force: true })));
    },
  };
}
