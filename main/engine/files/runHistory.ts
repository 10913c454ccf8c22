import { readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { issue, IssueError, refuse } from '../../../shared/check/issue.ts';
import type { Issue, Outcome } from '../../../shared/check/issue.ts';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import { draftName } from '../../../shared/protocol/hostCalls.ts';
import type { HistoryLine, ReadRun } from '../../../shared/protocol/hostCalls.ts';
import type { RunState } from '../../../shared/run/runState.ts';
import { z } from '../../../shared/z.ts';
import { newRunFolder } from './dataFolder.ts';
import { openRunFolder } from './runFolder.ts';
import { changing, createTurns, readStored, reasonOf, writeStored } from './storedFile.ts';

/** The states of runs that are known alive, by their folder. */
export type LiveStates = ReadonlyMap<string, RunState>;

/**
 * The training runs of a library: in `runs/` those of documents without a project, in each project's `runs/` its own. A project's `adopted.json` names
 * those in the first that became its own when it was saved; `owner.json` beside the log of one of the others names its document. Expected problems are
 * thrown as IssueError.
 */
export interface RunHistory {
  /** A path for a new run's folder. */
  place(projectFolder: string, documentName: string): string;
  /** Newest first. @param projectFolder the project's folder, or the library's for runs without a project @param draft only those of this document without a project */
  list(projectFolder: string, live: LiveStates, draft?: string): Promise<Outcome<readonly HistoryLine[]>>;
  /** Takes note of whose a run without a project is. */
  own(folder: string, draft: string): Promise<void>;
  open(folder: string, live: LiveStates): Promise<ReadRun>;
  /** Gives a run a title; an empty one takes it away. @param folder as `confine` gave it */
  rename(folder: string, title: string): Promise<void>;
  /** Removes a run for good. @param folder as `confine` gave it */
  delete(folder: string): Promise<void>;
  /** Makes runs without a project a project's own. @param folders as `confine` gave them; others than those in the library's `runs/` are left out */
  adopt(projectFolder: string, folders: readonly string[]): Promise<void>;
  /** The real path of a run's folder, given as it is or relative to the library. Throws `run-outside-library` where it lies anywhere else, also by way of links. */
  confine(given: string): Promise<string>;
}

const adoptedSchema = z.strictObject({ format: z.literal('hourglass-adopted'), version: z.literal(1), runs: z.array(z.string()) });

/** Beside a run's log: its title is the user's to change, the log never is. */
const titleFile = 'title.json';
const ownerFile = 'owner.json';
const ownerSchema = z.strictObject({ format: z.literal('hourglass-owner'), version: z.literal(1), draft: draftName });
const titleSchema = z.strictObject({ format: z.literal('hourglass-title'), version: z.literal(1), title: z.string() });

export function createRunHistory(root: string): RunHistory {
  const inTurn = createTurns();
  /** What was read of a run, as long as its log stays as it is. */
  const known = new Map<string, { readonly stamp: string; readonly line: HistoryLine }>();

  const adopted = async (projectFolder: string): Promise<readonly string[]> => {
    const text = await readStored(join(projectFolder, 'adopted.json')).catch(() => null);
    const { data } = adoptedSchema.safeParse(text === null ? null : parseJson(text));
    return (data?.runs ?? []).filter((name) => name === basename(name) && !name.startsWith('.')).map((name) => join(root, 'runs', name));
  };

  /** Of the runs in the library's own room: those that no project has adopted, of one document or of all. */
  const without = async (folders: readonly string[], draft: string | undefined): Promise<readonly string[]> => {
    const projects = await readdir(join(root, 'projects')).catch(() => []);
    const taken = new Set((await Promise.all(projects.map((name) => adopted(join(root, 'projects', name))))).flat());
    const left = folders.filter((folder) => !taken.has(folder));
    if (draft === undefined) return left;
    const owners = await Promise.all(left.map(ownerOf));
    return left.filter((_, index) => owners[index] === draft);
  };

  const lineOf = async (folder: string, live: LiveStates): Promise<HistoryLine> => {
    const alive = live.get(folder);
    const stamp = await stampOf(folder);
    const remembered = known.get(folder);
    if (!alive && remembered?.stamp === stamp) return { ...remembered.line, title: await titleOf(folder), checkpoints: await checkpointsIn(folder) };
    const {
      folder: { document },
      state,
    } = await openRunFolder(folder);
    const line = { ...describe(folder, document, alive ?? afterwards(state), await checkpointsIn(folder)), title: await titleOf(folder) };
    if (!alive) known.set(folder, { stamp, line });
    return line;
  };

  return {
    place: (projectFolder, documentName) => newRunFolder(documentName, new Date(), join(projectFolder, 'runs')),
    own: (folder, draft) =>
      inTurn(folder, () => writeStored(join(folder, ownerFile), `${JSON.stringify({ format: 'hourglass-owner', version: 1, draft }, null, 2)}\n`)),
    async list(projectFolder, live, draft) {
      const own = (await readdir(join(projectFolder, 'runs'), { withFileTypes: true }).catch(() => []))
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
        .map(({ name }) => join(projectFolder, 'runs', name));
      const folders = projectFolder === root ? await without(own, draft) : [...new Set([...own, ...(await adopted(projectFolder))])];
      const lines: HistoryLine[] = [],
        issues: Issue[] = [];
      for (const folder of folders) {
        try {
          lines.push(await lineOf(folder, live));
        } catch (error) {
          const found = error instanceof IssueError ? error.issues : [];
          // A folder without a run in it is no run; one that is adopted and gone was deleted.
          if (found.some(({ code }) => code === 'run-missing')) continue;
          issues.push(
            issue(
              'run-unreadable',
              { file: folder },
              { reason: found.map(({ code, values }) => (typeof values.reason === 'string' ? values.reason : code)).join(', ') || reasonOf(error) },
            ),
          );
        }
      }
      return { value: lines.toSorted((a, b) => (b.at ?? '').localeCompare(a.at ?? '') || b.folder.localeCompare(a.folder)), issues };
    },
    async open(folder, live) {
      const {
        folder: { document },
        state,
      } = await openRunFolder(folder);
      return { folder, document, state: live.get(folder) ?? afterwards(state), draft: await ownerOf(folder) };
    },
    rename: (folder, title) =>
      inTurn(folder, async () => {
        await writeStored(join(folder, titleFile), `${JSON.stringify({ format: 'hourglass-title', version: 1, title: title.trim() }, null, 2)}\n`);
      }),
    async delete(folder) {
      known.delete(folder);
      const doomed = join(dirname(folder), `.deleted-${randomBytes(6).toString('hex')}`);
      await changing(folder, () => rename(folder, doomed));
      await changing(doomed, () => rm(doomed, { recursive: true, force: true }));
    },
    adopt: (projectFolder, folders) =>
      inTurn(projectFolder, async () => {
        const names = folders.filter((folder) => dirname(folder) === join(root, 'runs')).map((folder) => basename(folder));
        if (names.length === 0) return;
        const runs = [...new Set([...(await adopted(projectFolder)).map((folder) => basename(folder)), ...names])];
        await writeStored(join(projectFolder, 'adopted.json'), `${JSON.stringify({ format: 'hourglass-adopted', version: 1, runs }, null, 2)}\n`);
      }),
    async confine(given) {
      const outside = (): never => refuse('run-outside-library', { file: given.slice(0, 500) });
      const path = await realpath(resolve(root, given)).catch(outside);
      const [room, second, third, fourth, ...rest] = relative(await realpath(root).catch(outside), path).split(sep);
      const isRun =
        room === 'runs' ? second !== undefined && third === undefined : room === 'projects' && third === 'runs' && fourth !== undefined && rest.length === 0;
      const name = room === 'runs' ? second : fourth;
      // As it is spelled under `root`, so that one run has one name.
      return isRun && !name?.startsWith('.') ? join(root, relative(await realpath(root), path)) : outside();
    },
  };
}

/** A run whose log does not tell its end, and which is not alive, ended with its process. */
function afterwards(state: RunState): RunState {
  const open = state.status === 'training' || state.status === 'paused';
  return open ? { ...state, status: 'lost' } : state;
}

function describe(folder: string, document: GraphDoc, state: RunState, checkpoints: readonly number[]): Omit<HistoryLine, 'title'> {
  const { training, data } = document;
  const last = state.epochs.at(-1);
  return {
    folder,
    name: document.name,
    at: state.start?.at ?? null,
    status: state.status,
    settings: {
      epochs: Math.max(training.epochs, state.start?.epochs ?? 0),
      batchSize: training.batchSize,
      learningRate: training.optimiser.learningRate,
      optimiser: training.optimiser.kind,
      seed: training.seed,
      data: data.kind,
    },
    epochsDone: state.epochs.length,
    loss: last?.loss ?? null,
    validationLoss: last?.validation?.loss ?? null,
    seconds: state.seconds,
    checkpoints,
    device: state.start?.device.description ?? null,
    dataHash: state.start?.data.hash ?? null,
  };
}

/** A title that cannot be read is none: the run keeps its document's name. */
async function titleOf(folder: string): Promise<string | null> {
  const text = await readStored(join(folder, titleFile)).catch(() => null);
  return titleSchema.safeParse(text === null ? null : parseJson(text)).data?.title || null;
}

/** The document whose run this is, where it has no project; null where that was not said. */
async function ownerOf(folder: string): Promise<string | null> {
  const text = await readStored(join(folder, ownerFile)).catch(() => null);
  return ownerSchema.safeParse(text === null ? null : parseJson(text)).data?.draft ?? null;
}

async function checkpointsIn(folder: string): Promise<number[]> {
  const names = await readdir(join(folder, 'checkpoints')).catch(() => []);
  return names
    .flatMap((name) => /^epoch-(\d+)\.safetensors$/.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => a - b);
}

/** Changes with every event but ticks that is written to the run's log. */
async function stampOf(folder: string): Promise<string> {
  const log = await stat(join(folder, 'events.jsonl')).catch(() => null);
  return log ? `${log.mtimeMs} ${log.size}` : '';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
