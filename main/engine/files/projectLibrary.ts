import { createHash, randomBytes } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { refuse } from '../../../shared/check/issue.ts';
import type { Issue, Outcome } from '../../../shared/check/issue.ts';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import { parseDocument } from '../../../shared/graph/parseDocument.ts';
import { serialiseDocument } from '../../../shared/graph/serialiseDocument.ts';
import type { Draft, OpenedProject, ProjectLine, VersionLine } from '../../../shared/protocol/hostCalls.ts';
import { nameFault } from '../../../shared/protocol/projectName.ts';
import { createKeptDocuments } from './keptDocuments.ts';
import { changing, createTurns, readStored, reasonOf, writeStored } from './storedFile.ts';

/**
 * The projects of a user on disk, each in a folder of its own name under `projects/`:
 *   project.hourglass.json            the document as it was saved last
 *   project.previous.hourglass.json   as it was before that
 *   versions/  drafts/  runs/         kept versions, changes nobody saved, and training runs
 * Drafts of documents without a project lie in `drafts/` beside `projects/`. Everything that is expected to go wrong is thrown as IssueError.
 */
export interface ProjectLibrary {
  /** Latest saved first. */
  list(): Promise<readonly ProjectLine[]>;
  open(name: string, which?: 'current' | 'previous'): Promise<Outcome<OpenedProject>>;
  /** @param over stamp of the file that is replaced; null where there must be none */
  save(name: string, document: GraphDoc, over: string | null): Promise<{ readonly stamp: string; readonly savedAt: string }>;
  rename(name: string, to: string): Promise<void>;
  /** Removes it for good; once begun it is not seen again, even if the process ends in the middle. */
  delete(name: string): Promise<void>;
  listVersions(name: string): Promise<Outcome<readonly VersionLine[]>>;
  saveVersion(name: string, title: string, document: GraphDoc): Promise<VersionLine>;
  restoreVersion(name: string, id: string): Promise<Outcome<OpenedProject>>;
  /** @param of the stamp of the project's file that the changes were made to; what names the document among those without a project */
  saveDraft(
    project: string | null,
    page: string,
    document: GraphDoc,
    of?: { readonly base?: string | null; readonly draft?: string },
  ): Promise<{ readonly savedAt: string }>;
  loadDrafts(project: string | null): Promise<Outcome<readonly Draft[]>>;
  discardDraft(project: string | null, page: string): Promise<void>;
  /** The folder of a project that exists; of the library itself for null. Throws IssueError `project-missing`. */
  folderOf(project: string | null): Promise<string>;
}

const projectFile = 'project.hourglass.json';
const previousFile = 'project.previous.hourglass.json';

/** @param root folder of everything the user makes, as `dataFolder` says; made when something is first written */
export function createProjectLibrary(root: string): ProjectLibrary {
  const projects = join(root, 'projects');
  const inTurn = createTurns();

  /** Where a project of this name lies or would lie. Throws `library-name`: nothing gets out of the folder. */
  const placeOf = (name: string): string => {
    const fault = nameFault(name);
    return fault === null ? join(projects, name) : refuse('library-name', {}, { name: name.slice(0, 80), fault });
  };
  const folderOf = async (project: string | null): Promise<string> => {
    if (project === null) return root;
    const place = placeOf(project);
    return (await exists(place)) ? place : refuse('project-missing', {}, { name: project });
  };
  const within = <T>(name: string, work: () => Promise<T>): Promise<T> => inTurn(name.toLowerCase(), work);

  const open = async (name: string, which: 'current' | 'previous' = 'current'): Promise<Outcome<OpenedProject>> => {
    const file = join(placeOf(name), which === 'current' ? projectFile : previousFile);
    const text = await readStored(file).catch((error: unknown) => refuse('project-broken', { file }, { name, reason: reasonOf(error) }));
    if (text === null) return refuse('project-missing', { file }, { name });
    const { value: document, issues } = parseDocument(text);
    const placed = issues.map((found): Issue => ({ ...found, at: { ...found.at, file } }));
    return document ? { value: { document, stamp: stampOf(text), savedAt: await savedAt(file) }, issues: placed } : { value: undefined, issues: placed };
  };

  const save = async (name: string, document: GraphDoc, over: string | null): Promise<{ stamp: string; savedAt: string }> => {
    // 1. Nothing is written over that the writer has not seen, or that nobody can read.
    const file = join(placeOf(name), projectFile);
    const existing = await readStored(file).catch((error: unknown) => refuse('project-broken', { file }, { name, reason: reasonOf(error) }));
    if (existing === null && over !== null) return refuse('project-missing', { file }, { name });
    if (existing !== null && over === null) return refuse('project-exists', { file }, { name });
    if (existing !== null && stampOf(existing) !== over) return refuse('project-changed', { file }, { name });
    const readable = existing === null ? null : parseDocument(existing);
    if (readable && !readable.value) return refuse('project-broken', { file }, { name, reason: readable.issues.map(({ code }) => code).join(', ') });
    // 2. The file as it is now is kept; the new one takes its place whole.
    const text = serialiseDocument(document);
    if (existing !== text) {
      if (existing !== null) await writeStored(join(placeOf(name), previousFile), existing);
      await writeStored(file, text);
    }
    return { stamp: stampOf(text), savedAt: await savedAt(file) };
  };

  const versions = createKeptDocuments('version');
  const drafts = createKeptDocuments('draft');
  const versionsOf = async (name: string): Promise<string> => join(await folderOf(name), 'versions');
  const draftsOf = async (project: string | null): Promise<string> => join(await folderOf(project), 'drafts');

  return {
    folderOf,
    open,
    async list() {
      const names = (await readdir(projects).catch(() => [])).filter((name) => nameFault(name) === null);
      const lines = await Promise.all(names.map((name) => lineOf(name, join(projects, name))));
      return lines.filter((line) => line !== null).toSorted((a, b) => b.savedAt.localeCompare(a.savedAt) || a.name.localeCompare(b.name));
    },
    save: (name, document, over) => within(name, () => save(name, document, over)),
    rename: (name, to) =>
      within(name, async () => {
        const from = await folderOf(name),
          target = placeOf(to);
        if (await exists(target)) return refuse('project-exists', {}, { name: to });
        await changing(target, () => rename(from, target));
      }),
    delete: (name) =>
      within(name, async () => {
        const folder = await folderOf(name);
        // A name that the list leaves out.
        const doomed = join(projects, `.deleted-${randomBytes(6).toString('hex')}`);
        await changing(folder, () => rename(folder, doomed));
        await changing(doomed, () => rm(doomed, { recursive: true, force: true }));
      }),
    listVersions: async (name) => {
      const { value = [], issues } = await versions.list(await versionsOf(name));
      return { value: value.map(({ id, title, savedAt: at }) => ({ id, title, savedAt: at })), issues };
    },
    saveVersion: (name, title, document) =>
      within(name, async () => {
        const id = versionId(new Date());
        return { id, title, savedAt: (await versions.save(await versionsOf(name), { id, title, document })).savedAt };
      }),
    restoreVersion: (name, id) =>
      within(name, async () => {
        const folder = await versionsOf(name);
        const kept = await versions.read(folder, id);
        if (!kept) return refuse('version-missing', {}, { name, id: id.slice(0, 64) });
        const { value: current } = await open(name);
        if (current) {
          await versions.save(folder, { id: versionId(new Date()), title: '', document: current.document });
          await save(name, kept.document, current.stamp);
        } else {
          await save(name, kept.document, null);
        }
        return open(name);
      }),
    saveDraft: (project, page, document, { base = null, draft } = {}) =>
      inTurn(`draft ${page} ${project}`, async () => {
        const folder = await draftsOf(project);
        const saved = await drafts.save(folder, { id: page, title: '', document, base, draft: draft ?? null });
        await drafts.thin(folder, mostDrafts);
        return saved;
      }),
    loadDrafts: async (project) => {
      const { value = [], issues } = await drafts.list(await draftsOf(project));
      return { value: value.map(({ id, savedAt: at, document, base, draft }) => ({ page: id, savedAt: at, document, base, draft })), issues };
    },
    discardDraft: (project, page) => inTurn(`draft ${page} ${project}`, async () => drafts.remove(await draftsOf(project), page)),
  };
}

/** Drafts kept of one project: the newest. */
const mostDrafts = 50;

/** A project as the list shows it; null for a folder without a project in it. */
async function lineOf(name: string, folder: string): Promise<ProjectLine | null> {
  const file = await stat(join(folder, projectFile)).catch(() => null);
  if (!file?.isFile()) return null;
  const count = async (room: string, fits: (entry: string) => boolean): Promise<number> =>
    (await readdir(join(folder, room)).catch(() => [])).filter(fits).length;
  const isKept = (entry: string): boolean => entry.endsWith('.json');
  const drafts = (await readdir(join(folder, 'drafts')).catch(() => [])).filter(isKept);
  const draftTimes = await Promise.all(drafts.map(async (draft) => (await stat(join(folder, 'drafts', draft)).catch(() => null))?.mtimeMs ?? 0));
  return {
    name,
    savedAt: file.mtime.toISOString(),
    versions: await count('versions', isKept),
    runs: await count('runs', (entry) => !entry.startsWith('.')),
    bytes: await bytesIn(folder),
    draftAt: draftTimes.length > 0 ? new Date(Math.max(...draftTimes)).toISOString() : null,
  };
}

/** The bytes of every file under a folder; what goes away meanwhile counts for nothing. */
async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.filter((entry) => entry.isFile()).map(async (entry) => (await stat(join(entry.parentPath, entry.name)).catch(() => null))?.size ?? 0),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function stampOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function savedAt(file: string): Promise<string> {
  return (await stat(file)).mtime.toISOString();
}

/** Sorts as the moments do. */
function versionId(now: Date): string {
  return `${now.toISOString().replace(/\D/g, '')}-${randomBytes(3).toString('hex')}`;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
