import { appendFile, mkdir, open, readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { IssueError, issue, refuse } from '../../../shared/check/issue.ts';
import type { Issue } from '../../../shared/check/issue.ts';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import { parseDocument } from '../../../shared/graph/parseDocument.ts';
import type { RunEvent } from '../../../shared/run/runEvent.ts';
import { applyEvent, initialRunState } from '../../../shared/run/runState.ts';
import type { RunState } from '../../../shared/run/runState.ts';
import { z } from '../../../shared/z.ts';
import { bestEpoch } from './bestEpoch.ts';
import { writeCheckpoint } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { encodeRunLog, parseRunLog } from './runLog.ts';
import { writeWhole } from './writeWhole.ts';

/**
 * A run on disk:
 *   run.json        the document as it was, and the run's name
 *   events.jsonl    every event but ticks, one JSON object a line, appended and flushed
 *   checkpoints/    epoch-000003.safetensors, epoch-000000 before the first, and step-… where a run was stopped inside an epoch
 */
export interface RunFolder {
  readonly path: string;
  readonly id: string;
  readonly document: GraphDoc;
  /** Appends to the log in one piece. Throws IssueError `run-unwritable`, as `saveCheckpoint` does. */
  append(events: readonly RunEvent[]): Promise<void>;
  /** Writes a checkpoint and drops those the retention rule lets go; returns the event that says so. */
  saveCheckpoint(checkpoint: Checkpoint, keep: Retention): Promise<Extract<RunEvent, { event: 'checkpoint' }>>;
}

/** Kept beside the last checkpoint: the newest `newest` epochs and the best one. */
export interface Retention {
  readonly newest: number;
  readonly bestEpoch: number | null;
}

const eventsFile = 'events.jsonl';
const runFile = 'run.json';
const checkpointFolder = 'checkpoints';
/** Version of the folder's layout that this build writes. */
const runVersion = 1;

/** Makes the folder of a new run. Throws IssueError `run-folder-taken` where one lies there already, `run-unwritable` where it cannot be made. */
export async function createRunFolder(path: string, run: { readonly id: string; readonly document: GraphDoc }): Promise<RunFolder> {
  if ((await exists(join(path, runFile))) || (await exists(join(path, eventsFile)))) return refuse('run-folder-taken', { file: path });
  await writing(path, async () => {
    await mkdir(join(path, checkpointFolder), { recursive: true });
    await writeWhole(join(path, runFile), `${JSON.stringify({ format: 'hourglass-run', version: runVersion, id: run.id, document: run.document }, null, 2)}\n`);
  });
  return folderAt(path, run.id, run.document);
}

export interface OpenedRunFolder {
  readonly folder: RunFolder;
  readonly state: RunState;
  readonly events: readonly RunEvent[];
  readonly issues: readonly Issue[];
}

/**
 * Opens a run's folder and changes nothing in it. A log whose last line was cut off by a crash is read up to it.
 * Throws IssueError `run-missing`, `run-newer` or `run-broken` naming file and place.
 */
export async function openRunFolder(path: string): Promise<OpenedRunFolder> {
  const file = join(path, runFile);
  const text = await readFile(file, 'utf8').catch(() => refuse('run-missing', { file: path }));
  const stored = parseRunFile(text, file);
  const parsed = parseDocument(stored.document);
  if (!parsed.value) return refuse('run-broken', { file }, { reason: parsed.issues.map(({ code }) => code).join(', ') });
  const log = await readFile(join(path, eventsFile), 'utf8').catch(() => '');
  const { events, issues, whole } = parseRunLog(log, join(path, eventsFile));
  return {
    folder: folderAt(path, stored.id, parsed.value, whole ? null : encodeRunLog(events)),
    state: events.reduce(applyEvent, initialRunState),
    events,
    issues,
  };
}

/** File of the wanted checkpoint: an epoch, the last, or the best (the last where it is not there). Throws IssueError `checkpoint-missing`. */
export async function findCheckpoint(path: string, state: RunState, wanted: number | 'best' | 'last'): Promise<string> {
  const names = await checkpointNames(path);
  const last = latest(names, state);
  const named =
    wanted === 'last'
      ? last
      : (names.find((name) => name === epochName(wanted === 'best' ? (bestEpoch(state) ?? -1) : wanted)) ?? (wanted === 'best' ? last : undefined));
  return named
    ? join(path, checkpointFolder, named)
    : refuse('checkpoint-missing', { file: join(path, checkpointFolder, typeof wanted === 'number' ? epochName(wanted) : String(wanted)) });
}

/** `repair`: what the log should hold before anything is appended; null where it does. */
function folderAt(path: string, id: string, document: GraphDoc, repair: string | null = null): RunFolder {
  let pendingRepair = repair;
  return {
    path,
    id,
    document,
    append: (events) =>
      writing(path, async () => {
        const log = join(path, eventsFile);
        // A cut line must go before the next one is appended behind it.
        if (pendingRepair !== null) await writeWhole(log, pendingRepair);
        pendingRepair = null;
        await appendText(log, encodeRunLog(events));
      }),
    saveCheckpoint: (checkpoint, keep) =>
      writing(path, async () => {
        const midEpoch = checkpoint.progress.batch !== undefined && checkpoint.progress.batch > 0;
        const name = midEpoch ? stepName(checkpoint.step) : epochName(checkpoint.epoch);
        const bytes = await writeCheckpoint(join(path, checkpointFolder, name), checkpoint);
        await applyRetention(path, name, keep);
        return {
          event: 'checkpoint',
          epoch: checkpoint.epoch,
          step: checkpoint.step,
          file: `${checkpointFolder}/${name}`,
          bytes,
          runBytes: await bytesIn(path),
        };
      }),
  };
}

/** What the system refuses (no space, no permission) is told as an issue. */
async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string')
      throw new IssueError([issue('run-unwritable', { file: path }, { reason: error.code })]);
    throw error;
  }
}

const epochName = (epoch: number): string => `epoch-${String(epoch).padStart(6, '0')}.safetensors`;
const stepName = (step: number): string => `step-${String(step).padStart(9, '0')}.safetensors`;

async function checkpointNames(path: string): Promise<string[]> {
  const names = await readdir(join(path, checkpointFolder)).catch(() => []);
  return names.filter((name) => /^(epoch|step)-\d+\.safetensors$/.test(name)).sort();
}

/** The checkpoint after most steps. A run stopped inside an epoch, or killed just before its step checkpoint was dropped, has one of each kind. */
function latest(names: readonly string[], { start }: RunState): string | undefined {
  const stepOf = (name: string): number => {
    const number = Number(/\d+/.exec(name)?.[0]);
    return name.startsWith('step-') ? number : number * (start?.stepsPerEpoch ?? 0);
  };
  return names.reduce<string | undefined>((best, name) => (best !== undefined && stepOf(best) > stepOf(name) ? best : name), undefined);
}

/** The model before its first step is kept until there is another. What a killed process left half written goes too. */
async function applyRetention(path: string, written: string, { newest, bestEpoch: best }: Retention): Promise<void> {
  const names = await checkpointNames(path);
  const epochs = names.filter((name) => name.startsWith('epoch-') && name !== epochName(0));
  const kept = new Set([written, ...epochs.slice(-newest), ...(best === null ? [] : [epochName(best)])]);
  const dropped = [...names.filter((name) => !kept.has(name)), ...(await unfinished(path))];
  for (const name of dropped) await rm(join(path, checkpointFolder, name), { force: true });
}

async function unfinished(path: string): Promise<string[]> {
  return (await readdir(join(path, checkpointFolder)).catch(() => [])).filter((name) => /^(epoch|step)-\d+\.safetensors\..+\.tmp$/.test(name));
}

async function bytesIn(path: string): Promise<number> {
  const files = [runFile, eventsFile, ...(await checkpointNames(path)).map((name) => join(checkpointFolder, name))];
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(path, file)).catch(() => null))?.size ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function appendText(file: string, text: string): Promise<void> {
  await appendFile(file, text);
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

const runFileSchema = z.object({ format: z.literal('hourglass-run'), version: z.literal(runVersion), id: z.string().min(1).max(200), document: z.unknown() });
const versioned = z.object({ format: z.literal('hourglass-run'), version: z.int().min(runVersion + 1) });

function parseRunFile(text: string, file: string): z.infer<typeof runFileSchema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('run-broken', { file }, { reason: 'not JSON' });
  }
  const newer = versioned.safeParse(value);
  if (newer.success) return refuse('run-newer', { file }, { found: newer.data.version, supported: runVersion });
  const parsed = runFileSchema.safeParse(value);
  return parsed.success ? parsed.data : refuse('run-broken', { file }, { reason: 'not a run description' });
}
