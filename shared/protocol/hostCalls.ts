import { dataKinds } from '../data/dataReference.ts';
import type { DataKind } from '../data/dataReference.ts';
import type { GraphDoc } from '../graph/document.ts';
import type { RunState, RunStatus } from '../run/runState.ts';
import { z } from '../z.ts';
import { travellingDocument } from './documentSchema.ts';
import { real } from './issueSchema.ts';
import { runStateSchema, runStatusSchema } from './runSchemas.ts';

const engineStatuses = ['starting', 'running', 'not answering', 'failed', 'closed'] as const;
/** starting: started anew after a crash, not yet greeted; not answering: silent for ten seconds; failed: given up after several crashes in a row. */
export type EngineStatus = (typeof engineStatuses)[number];

/** A project of the library, as lists show it. Moments are ISO 8601 in UTC. */
export interface ProjectLine {
  readonly name: string;
  readonly savedAt: string;
  readonly versions: number;
  readonly runs: number;
  /** On disk, with versions, drafts and its own runs' checkpoints. */
  readonly bytes: number;
  /** When its newest draft was kept: changes that were not saved. Null for none. */
  readonly draftAt: string | null;
}

/** A project's document with the stamp of the file it came from. */
export interface OpenedProject {
  readonly document: GraphDoc;
  /** Stands for the file's content; given back when saving, so that nobody writes over what they have not seen. */
  readonly stamp: string;
  readonly savedAt: string;
}

/** A version that was kept under a title; without one, by itself before another was restored. */
export interface VersionLine {
  readonly id: string;
  readonly title: string;
  readonly savedAt: string;
}

/** Changes that a page kept by itself and nobody saved. */
export interface Draft {
  readonly page: string;
  readonly savedAt: string;
  readonly document: GraphDoc;
  /** Stamp of the project's file that the changes were made to; null where there was none, or it is not known. */
  readonly base: string | null;
  /** Which document without a project they are of, so that whoever opens them finds its runs; null for those of a project, or where that was not said. */
  readonly draft: string | null;
}

/** A run of a project's history. */
export interface HistoryLine {
  /** Names the run in `openRun`, `resume`, `history.open` and `history.delete`. */
  readonly folder: string;
  /** What the user calls it; null for a run that was given no title. */
  readonly title: string | null;
  /** The document's name when it was trained. */
  readonly name: string;
  /** When it began; null for one that never did. */
  readonly at: string | null;
  /** `lost` where its log does not tell its end and it is not training now. */
  readonly status: RunStatus;
  readonly settings: {
    readonly epochs: number;
    readonly batchSize: number;
    readonly learningRate: number;
    readonly optimiser: string;
    readonly seed: number;
    readonly data: DataKind;
  };
  readonly epochsDone: number;
  /** Of the last epoch; null before the first. */
  readonly loss: number | null;
  readonly validationLoss: number | null;
  readonly seconds: number;
  /** Epochs whose checkpoint is still kept, ascending: what `openRun` takes as `checkpoint`. */
  readonly checkpoints: readonly number[];
  readonly device: string | null;
  /** Class counts, splits and curves are the same where this is: a hash of the examples. Null for one that never began. */
  readonly dataHash: string | null;
}

/** A run read from its folder without an engine. */
export interface ReadRun {
  readonly folder: string;
  readonly document: GraphDoc;
  readonly state: RunState;
  /** Which document without a project it was trained from; null where that was not said. */
  readonly draft: string | null;
}

/** A data set of the user's own in the library. */
export interface OwnData {
  readonly name: string;
  /** What `data.path` of a document takes: the file where there is one alone, else the folder. */
  readonly path: string;
  readonly bytes: number;
  readonly files: number;
  /** Its files and class folders, by name, the first hundred. */
  readonly entries: readonly { readonly name: string; readonly path: string }[];
}

/** Calls that the host answers, with its library of projects; an engine by itself refuses them with `protocol-call-unknown`. A library name has no `nameFault`. */
export interface HostCalls {
  /** Whether the engine's process runs and answers; told at once, whatever the engine does. */
  'engine.status': { params: null; result: { readonly status: EngineStatus } };
  /** Latest saved first. */
  'projects.list': { params: null; result: readonly ProjectLine[] };
  /** `previous`: the file as it was before the last save. Refused: `project-missing`, the document's own issues with the file's name; the file is left as it is. */
  'projects.open': { params: { readonly name: string; readonly previous?: boolean }; result: OpenedProject };
  /**
   * Writes the document whole, and keeps the file it replaces. `over` is the stamp of what is replaced, null for a new project; saving under another
   * name is saving a new project. `adopt` names runs trained before the document had a project (`history.list` of null), which become its own.
   * Refused: `library-name`, `project-exists` (over null), `project-changed` (saved elsewhere since), `project-broken` (a file that cannot be read is never replaced).
   */
  'projects.save': {
    params: { readonly name: string; readonly document: GraphDoc; readonly over: string | null; readonly adopt?: readonly string[] };
    result: { readonly stamp: string; readonly savedAt: string };
  };
  /** Refused: `project-missing`, `project-exists`, `project-busy` while one of its runs trains. */
  'projects.rename': { params: { readonly name: string; readonly to: string }; result: null };
  /** Removes the project with its versions, drafts and runs for good. Refused: `project-missing`, `project-busy`. */
  'projects.delete': { params: { readonly name: string }; result: null };
  /** Newest first. */
  'versions.list': { params: { readonly name: string }; result: readonly VersionLine[] };
  'versions.save': { params: { readonly name: string; readonly title: string; readonly document: GraphDoc }; result: VersionLine };
  /** Saves a version as the project's document; what it replaces is kept as a version without a title. Refused: `version-missing`. */
  'versions.restore': { params: { readonly name: string; readonly id: string }; result: OpenedProject };
  /** Keeps a page's unsaved changes beside the project (null: a document without one). Each page has its own draft, so that two never overwrite each other. */
  'draft.save': {
    params: { readonly project: string | null; readonly page: string; readonly document: GraphDoc; readonly base?: string | null; readonly draft?: string };
    result: { readonly savedAt: string };
  };
  /** Newest first. Drafts that cannot be read are left as they are and reported beside the others (`draft-broken`). */
  'draft.load': { params: { readonly project: string | null }; result: readonly Draft[] };
  'draft.discard': { params: { readonly project: string | null; readonly page: string }; result: null };
  /**
   * Runs of a project, newest first; of null those that no project has adopted: with `draft`, of that document alone (as `train` was told), else of all
   * documents without a project. Folders that cannot be read are reported beside the others.
   */
  'history.list': { params: { readonly project: string | null; readonly draft?: string }; result: readonly HistoryLine[] };
  'history.open': { params: { readonly folder: string }; result: ReadRun };
  /** Gives a run a title; an empty one takes it away. Refused: `run-outside-library`. */
  'history.rename': { params: { readonly folder: string; readonly title: string }; result: null };
  /** Removes a run with its checkpoints for good. Refused: `run-outside-library`, `run-training`. */
  'history.delete': { params: { readonly folder: string }; result: null };
  /** Uploaded data sets, by name. Files come by HTTP: PUT data/<set>/<file> relative to the page. */
  'data.list': { params: null; result: readonly OwnData[] };
  'data.delete': { params: { readonly name: string }; result: null };
}

export type HostCall = keyof HostCalls;

const libraryName = z.string().max(400);
/** Names a document that has no project: what a page drew for it. */
export const draftName = z.string().regex(/^[0-9a-f]{16}$/);
const project = libraryName.nullable();
const page = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const folder = z.string().min(1).max(4096);
const moment = z.string().max(40);
const text = z.string().max(20_000);
const count = z.int().min(0);
const figure = real.nullable();
const document = travellingDocument;
const stamp = z.string().max(128);

const opened: z.ZodType<OpenedProject> = z.strictObject({ document, stamp, savedAt: moment });
const version: z.ZodType<VersionLine> = z.strictObject({ id: z.string().max(64), title: text, savedAt: moment });
const projectLine: z.ZodType<ProjectLine> = z.strictObject({
  name: libraryName,
  savedAt: moment,
  versions: count,
  runs: count,
  bytes: count,
  draftAt: moment.nullable(),
});
const historyLine: z.ZodType<HistoryLine> = z.strictObject({
  folder,
  title: z.string().max(200).nullable(),
  name: text,
  at: moment.nullable(),
  status: runStatusSchema,
  settings: z.strictObject({ epochs: count, batchSize: count, learningRate: real, optimiser: text, seed: count, data: z.enum(dataKinds) }),
  epochsDone: count,
  loss: figure,
  validationLoss: figure,
  seconds: real,
  checkpoints: z.array(count),
  device: text.nullable(),
  dataHash: text.nullable(),
});

/** The schemas of the host's calls, both ways. */
export const hostCallSchemas: {
  readonly [C in HostCall]: { readonly params: z.ZodType<HostCalls[C]['params']>; readonly result: z.ZodType<HostCalls[C]['result']> };
} = {
  'engine.status': { params: z.null(), result: z.strictObject({ status: z.enum(engineStatuses) }) },
  'projects.list': { params: z.null(), result: z.array(projectLine) },
  'projects.open': { params: z.strictObject({ name: libraryName, previous: z.boolean().optional() }), result: opened },
  'projects.save': {
    params: z.strictObject({ name: libraryName, document, over: stamp.nullable(), adopt: z.array(folder).max(1000).optional() }),
    result: z.strictObject({ stamp, savedAt: moment }),
  },
  'projects.rename': { params: z.strictObject({ name: libraryName, to: libraryName }), result: z.null() },
  'projects.delete': { params: z.strictObject({ name: libraryName }), result: z.null() },
  'versions.list': { params: z.strictObject({ name: libraryName }), result: z.array(version) },
  'versions.save': { params: z.strictObject({ name: libraryName, title: z.string().max(200), document }), result: version },
  'versions.restore': { params: z.strictObject({ name: libraryName, id: z.string().max(64) }), result: opened },
  'draft.save': {
    params: z.strictObject({ project, page, document, base: stamp.nullable().optional(), draft: draftName.optional() }),
    result: z.strictObject({ savedAt: moment }),
  },
  'draft.load': {
    params: z.strictObject({ project }),
    result: z.array(z.strictObject({ page, savedAt: moment, document, base: stamp.nullable(), draft: draftName.nullable() })),
  },
  'draft.discard': { params: z.strictObject({ project, page }), result: z.null() },
  'history.list': { params: z.strictObject({ project, draft: draftName.optional() }), result: z.array(historyLine) },
  'history.open': { params: z.strictObject({ folder }), result: z.strictObject({ folder, document, state: runStateSchema, draft: draftName.nullable() }) },
  'history.rename': { params: z.strictObject({ folder, title: z.string().max(200) }), result: z.null() },
  'history.delete': { params: z.strictObject({ folder }), result: z.null() },
  'data.list': {
    params: z.null(),
    result: z.array(
      z.strictObject({
        name: libraryName,
        path: folder,
        bytes: count,
        files: count,
        entries: z.array(z.strictObject({ name: text, path: folder })),
      }),
    ),
  },
  'data.delete': { params: z.strictObject({ name: libraryName }), result: z.null() },
};
