import { appendFile, mkdir, open, readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { issue, refuse } from '../../../shared/check/issue.ts';
import type { Issue } from '../../../shared/check/issue.ts';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import { parseDocument } from '../../../shared/graph/parseDocument.ts';
import type { RunEvent } from '../../../shared/run/runEvent.ts';
import { applyEvent, initialRunState } from '../../../shared/run/runState.ts';
import type { RunState } from '../../../shared/run/runState.ts';
import { writeCheckpoint } from './checkpoint.ts';
import type { Checkpoint } from './checkpoint.ts';
import { writeWhole } from './writeWhole.ts';

/**
 * A run on disk:
 *   run.json        the document as it was, and the run's name
 *   events.jsonl    every event but ticks, one JSON object a line, appended and flushed
 *   checkpoints/    epoch-000003.safetensors, and step-…  where a run was stopped inside an epoch
 */
export interface RunFolder {
  readonly path: string;
  readonly id: string;
  readonly document: GraphDoc;
  append(event: RunEvent): Promise<void>;
  /** Writes a checkpoint and drops those the retention rule lets go; returns the event that says so. */
  saveCheckpoint(checkpoint: Checkpoint, keep: Retention): Promise<Extract<RunEvent, { event: 'checkpoint' }>>;
}

/** Kept beside the last checkpoint: the newest `newest` and the epoch with the lowest validation loss. */
export interface Retention { readonly newest: number; readonly bestEpoch: number | null }

const eventsFile = 'events.jsonl';
const runFile = 'run.json';
const checkpointFolder = 'checkpoints';

/** Makes the folder of a new run. Throws IssueError `run-folder-taken` where one lies there already. */
export async function createRunFolder(path: string, run: { readonly id: string; readonly document: GraphDoc }): Promise<RunFolder> {
  if (await exists(join(path, runFile))) return refuse('run-folder-taken', { file: path });
  await mkdir(join(path, checkpointFolder), { recursive: true });
  await writeWhole(join(path, runFile), `${JSON.stringify({ format: 'hourglass-run', version: 1, id: run.id, document: run.document }, null, 2)}\n`);
  return folderAt(path, run.id, run.document);
}

export interface OpenedRunFolder { readonly folder: RunFolder; readonly state: RunState; readonly events: readonly RunEvent[]; readonly issues: readonly Issue[] }

/**
 * Opens a run's folder. A log whose last line was cut off by a crash is read up to it.
 * Throws IssueError `run-missing` or `run-broken` naming file and place.
 */
export async function openRunFolder(path: string): Promise<OpenedRunFolder> {
  const text = await readFile(join(path, runFile), 'utf8').catch(() => refuse('run-missing', { file: path }));
  const stored = parseRunFile(text) ?? refuse('run-broken', { file: join(path, runFile) }, { reason: 'not a run description' });
  const parsed = parseDocument(stored.document);
  if (!parsed.value) return refuse('run-broken', { file: join(path, runFile) }, { reason: parsed.issues.map(({ code }) => code).join(', ') });
  const log = await readFile(join(path, eventsFile), 'utf8').catch(() => '');
  const { events, issues } = parseLog(log, join(path, eventsFile));
  const state = events.reduce(applyEvent, initialRunState);
  // A cut line must go before the next one is appended behind it.
  const repair = issues.length > 0 ? events.map((event) => `${JSON.stringify(event)}\n`).join('') : null;
  return { folder: folderAt(path, stored.id, parsed.value, repair), state, events, issues };
}

/** File of the wanted checkpoint: an epoch, the last, or the one with the lowest validation loss. Throws IssueError `checkpoint-missing`. */
export async function findCheckpoint(path: string, state: RunState, wanted: number | 'best' | 'last'): Promise<string> {
  const names = await checkpointNames(path);
  const best = bestEpoch(state);
  const named = wanted === 'last' ? latest(names) : names.find((name) => name === epochName(wanted === 'best' ? (best ?? -1) : wanted)) ?? (wanted === 'best' ? latest(names) : undefined);
  return named ? join(path, checkpointFolder, named) : refuse('checkpoint-missing', { file: join(path, checkpointFolder, typeof wanted === 'number' ? epochName(wanted) : String(wanted)) });
}

/** The epoch with the lowest validation loss (training loss where nothing is validated), or null before the first. */
export function bestEpoch(state: RunState): number | null {
  const judged = state.epochs.map((epoch) => ({ epoch: epoch.epoch, loss: epoch.validation?.loss ?? epoch.loss })).filter(({ loss }) => Number.isFinite(loss));
  return judged.reduce<{ epoch: number; loss: number } | null>((best, candidate) => (best && best.loss <= candidate.loss ? best : candidate), null)?.epoch ?? null;
}

function folderAt(path: string, id: string, document: GraphDoc, repair: string | null = null): RunFolder {
  let pendingRepair = repair;
  return {
    path, id, document,
    async append(event) {
      const log = join(path, eventsFile);
      if (pendingRepair !== null) await writeWhole(log, pendingRepair);
      pendingRepair = null;
      await appendLine(log, `${JSON.stringify(event)}\n`);
    },
    async saveCheckpoint(checkpoint, keep) {
      const midEpoch = checkpoint.progress.batch !== undefined && checkpoint.progress.batch > 0;
      const name = midEpoch ? stepName(checkpoint.step) : epochName(checkpoint.epoch);
      const bytes = await writeCheckpoint(join(path, checkpointFolder, name), checkpoint);
      await applyRetention(path, name, keep);
      return { event: 'checkpoint', epoch: checkpoint.epoch, step: checkpoint.step, file: `${checkpointFolder}/${name}`, bytes, runBytes: await bytesIn(path) };
    },
  };
}

const epochName = (epoch: number): string => `epoch-${String(epoch).padStart(6, '0')}.safetensors`;
const stepName = (step: number): string => `step-${String(step).padStart(9, '0')}.safetensors`;

async function checkpointNames(path: string): Promise<string[]> {
  const names = await readdir(join(path, checkpointFolder)).catch(() => []);
  return names.filter((name) => /^(epoch|step)-\d+\.safetensors$/.test(name)).sort();
}

/** A stopped run's step checkpoint is newer than any epoch's: saving an epoch removes it. */
function latest(names: readonly string[]): string | undefined {
  return names.findLast((name) => name.startsWith('step-')) ?? names.at(-1);
}

async function applyRetention(path: string, written: string, { newest, bestEpoch: best }: Retention): Promise<void> {
  const names = await checkpointNames(path);
  const epochs = names.filter((name) => name.startsWith('epoch-'));
  const kept = new Set([written, ...epochs.slice(-newest), ...(best === null ? [] : [epochName(best)])]);
  for (const name of names) if (!kept.has(name)) await rm(join(path, checkpointFolder, name), { force: true });
}

async function bytesIn(path: string): Promise<number> {
  const files = [runFile, eventsFile, ...(await checkpointNames(path)).map((name) => join(checkpointFolder, name))];
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(path, file)).catch(() => null))?.size ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function appendLine(file: string, line: string): Promise<void> {
  await appendFile(file, line);
  const handle = await open(file, 'r+');
  try { await handle.sync(); } finally { await handle.close(); }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}

function parseRunFile(text: string): { id: string; document: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== 'hourglass-run' || !('version' in value) || value.version !== 1) return null;
    return 'id' in value && typeof value.id === 'string' && 'document' in value ? { id: value.id, document: value.document } : null;
  } catch {
    return null;
  }
}

/** Lines are our own writing; one that does not parse is either the crash's last (dropped) or damage (refused). */
function parseLog(log: string, file: string): { events: RunEvent[]; issues: Issue[] } {
  const lines = log.split('\n');
  const events: RunEvent[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const event = parseEvent(line);
    if (event) events.push(event);
    else if (index === lines.length - 1) return { events, issues: [issue('run-log-cut', { file, path: `line ${index + 1}` })] };
    else return refuse('run-broken', { file, path: `line ${index + 1}` }, { reason: `line ${index + 1} is not an event` });
  }
  return { events, issues: [] };
}

function parseEvent(line: string): RunEvent | null {
  try {
    const value: unknown = JSON.parse(line);
    return isRunEvent(value) ? value : null;
  } catch {
    return null;
  }
}

const eventNames: ReadonlySet<string> = new Set<RunEvent['event']>(['start', 'batch', 'epoch', 'checkpoint', 'control', 'paused', 'resumed', 'issue', 'lost', 'end']);
function isRunEvent(value: unknown): value is RunEvent {
  return typeof value === 'object' && value !== null && 'event' in value && typeof value.event === 'string' && eventNames.has(value.event);
}
