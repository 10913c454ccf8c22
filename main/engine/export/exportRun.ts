import { basename, dirname, join } from 'node:path';
import { IssueError, issue } from '../../../shared/check/issue.ts';
import type { Issue, Outcome } from '../../../shared/check/issue.ts';
import type { Plan } from '../../../shared/check/stages.ts';
import { entitled } from '../../../shared/graph/titles.ts';
import type { RunState } from '../../../shared/run/runState.ts';
import type { PreparedData } from '../data/dataset.ts';
import type { Checkpoint } from '../files/checkpoint.ts';
import { cutModel } from './cutModel.ts';
import { describeSource } from './describeSource.ts';
import type { ExportFiles, ExportFormat, ExportFormatId, ReadBack } from './exportFormat.ts';
import { exportReport, isReportOf, readme } from './exportReport.ts';
import type { ExportReport } from './exportReport.ts';
import { formatOf } from './formats.ts';
import { forwardPlan } from './forwardPlan.ts';
import type { PlanForward } from './forwardPlan.ts';
import { heldInputs } from './heldInputs.ts';
import type { HeldInputs } from './heldInputs.ts';
import { modelCard } from './modelCard.ts';
import { partTitles } from './modelPart.ts';
import { openPeer, peerPython } from './peerReader.ts';
import { placeFiles, textOf } from './placeFiles.ts';
import type { ExportPart, PortableModel, SampleForm } from './portableModel.ts';
import { runLayers } from './runLayers.ts';
import { verify } from './verify.ts';
import type { PeerVerification, Verification } from './verify.ts';

/** Where an export stands. */
export type ExportStage = 'writing' | 'verifying' | 'placing';

/** What of a run is written, how, and where to. */
export interface ExportWish {
  readonly part: ExportPart;
  readonly format: ExportFormatId;
  readonly sample: SampleForm;
  /** The file or, where the format is a folder, the folder to be made; the format's ending is added where it lacks. Report and read-me lie beside it. */
  readonly path: string;
  /** Takes the place of an earlier export there. */
  readonly replace?: boolean;
  /** As the user states it; goes into every place that names a licence. */
  readonly licence?: string | null;
  /** Held inputs that the file is verified on; 64 unless told. */
  readonly examples?: number;
  /** Also asks the format's own library for its answer, where a Python with it is there; the report tells which, or why not. */
  readonly peer?: boolean;
  readonly onStage?: (stage: ExportStage) => void;
}

/** A run opened for export. */
export interface ExportSource {
  readonly path: string;
  readonly plan: Plan;
  readonly data: PreparedData;
  readonly state: RunState;
  readonly checkpoint: Checkpoint;
  /** Version of Hourglass. */
  readonly hourglass: string;
}

export interface Exported {
  /** What was asked for: a file or a folder. */
  readonly path: string;
  readonly report: string;
  readonly readme: string;
  readonly licenceFile: string | null;
  readonly bytes: number;
  readonly verification: Verification;
  readonly snippet: string;
}

const usualExamples = 64;

/**
 * Writes a part of a run, holds what was written to the run's own model, and puts it in place; above tolerance, and after any other failure, nothing is left on disk.
 * Throws IssueError: export-part-absent, export-uniform-sampled, export-format-missing, export-sample-missing, export-differs, export-peer-refuses, export-exists,
 * export-not-ours, output-unwritable, and what the format's own writer refuses.
 */
export async function exportRun(
  source: ExportSource,
  wish: ExportWish,
  find: (id: ExportFormatId) => ExportFormat | undefined = formatOf,
): Promise<{ readonly value: Exported; readonly issues: readonly Issue[] }> {
  try {
    return await writeVerified(source, wish, find);
  } catch (error) {
    // Writers know nodes by their ids, users by their titles.
    if (error instanceof IssueError) throw new IssueError(error.issues.map((found) => entitled(source.plan.document, found)));
    throw error;
  }
}

async function writeVerified(
  source: ExportSource,
  wish: ExportWish,
  find: (id: ExportFormatId) => ExportFormat | undefined,
): Promise<{ readonly value: Exported; readonly issues: readonly Issue[] }> {
  const { plan, data, state, checkpoint } = source;
  const format = find(wish.format) ?? refuseWith([issue('export-format-missing', {}, { format: wish.format })]);
  // 1. The part as layers; a model in which nothing is drawn is the same in every form.
  const request = { plan, weights: checkpoint.model, part: wish.part, sample: wish.sample };
  const cut = valueOf(cutModel(request));
  const sample = drawsSomething(cut) ? wish.sample : 'mean';
  if (!format.samples.includes(sample) || !format.parts.includes(wish.part))
    refuseWith([issue('export-sample-missing', {}, { format: format.title, part: partTitles[wish.part], sample })]);
  const model: PortableModel = { ...cut, sample, source: describeSource({ ...request, sample }) };
  // 2. The files, in memory.
  wish.onStage?.('writing');
  const card = modelCard({
    plan,
    data,
    state,
    run: basename(source.path),
    checkpointEpoch: checkpoint.epoch,
    hourglass: source.hourglass,
    licence: wish.licence?.trim() || null,
  });
  const { value: files, issues } = await format.write(model, card);
  if (!files) return refuseWith(issues);
  // 3. What was written against what was trained.
  wish.onStage?.('verifying');
  const verification = await verifyFiles(source, { model, format, files, examples: wish.examples ?? usualExamples, peer: wish.peer ?? false });
  // 4. Into place with all that goes beside it.
  wish.onStage?.('placing');
  const names = namesFor(wish.path, format);
  const snippet = format.snippet(model, names.target);
  const report = exportReport({
    card,
    model,
    format,
    files: renamed(files, names.target, format),
    target: names.target,
    verification,
    snippet,
    trainedWith: state.start?.versions ?? null,
  });
  await placeFiles({
    folder: names.folder,
    files: { ...renamed(files, names.target, format), ...besides(report, names, card.licence) },
    replace: wish.replace ?? false,
    isOurs: async (entry) => entry === names.target && isReportOf(await textOf(join(names.folder, names.report)), names.target),
  });
  const at = (name: string): string => join(names.folder, name);
  return {
    value: {
      path: at(names.target),
      report: at(names.report),
      readme: at(names.readme),
      licenceFile: card.licence === null ? null : at(names.licence),
      bytes: Object.values(files).reduce((sum, bytes) => sum + bytes.length, 0),
      verification,
      snippet,
    },
    issues,
  };
}

function refuseWith(issues: readonly Issue[]): never {
  throw new IssueError(issues);
}

function valueOf<T>({ value, issues }: Outcome<T>): T {
  return value ?? refuseWith(issues);
}

/** Whether a form of sampling makes a difference. */
export function drawsSomething({ inputs, layers }: Pick<PortableModel, 'inputs' | 'layers'>): boolean {
  return inputs.some(({ role }) => role === 'noise' || role === 'uniform') || layers.some(({ alwaysTraining }) => alwaysTraining);
}

interface Written {
  readonly model: PortableModel;
  readonly format: ExportFormat;
  readonly files: ExportFiles;
  readonly examples: number;
  readonly peer: boolean;
}

async function verifyFiles({ plan, data, checkpoint }: ExportSource, { model, format, files, examples, peer }: Written): Promise<Verification> {
  const forward = forwardPlan(plan, checkpoint.model);
  let written: ReadBack | null = null;
  try {
    const held = await heldInputs({ plan, weights: checkpoint.model, data, forward, model, count: examples });
    written = format.read ? valueOf(await format.read(files)) : runLayers(model);
    const found = valueOf(await verify({ forward, model, written, held, by: format.read ? 'file' : 'layers', format: format.title.en }));
    return peer ? { ...found, peer: await askPeer({ model, format, files }, { forward, held }) } : found;
  } finally {
    written?.dispose();
    forward.dispose();
  }
}

async function askPeer(
  written: Pick<Written, 'model' | 'format' | 'files'>,
  { forward, held }: { readonly forward: PlanForward; readonly held: HeldInputs },
): Promise<PeerVerification> {
  const python = peerPython();
  if (python === null) return { notRun: 'no-python' };
  const { model, format } = written;
  const reader = await openPeer(python, written);
  if (!reader) return { notRun: 'no-library' };
  try {
    const { outputs, largestDifference } = valueOf(await verify({ forward, model, written: reader, held, by: 'file', format: format.title.en }));
    return { by: reader.by(), outputs, largestDifference };
  } catch (error) {
    if (error instanceof IssueError || !(error instanceof Error)) throw error;
    return refuseWith([issue('export-peer-refuses', {}, { library: reader.by(), format: format.title, reason: error.message })]);
  } finally {
    reader.dispose();
  }
}

interface Names {
  readonly folder: string;
  readonly target: string;
  readonly report: string;
  readonly readme: string;
  readonly licence: string;
}

function namesFor(path: string, { extension }: ExportFormat): Names {
  const given = basename(path);
  const ends = extension !== null && given.toLowerCase().endsWith(extension);
  const stem = ends ? given.slice(0, -extension.length) : given;
  const target = extension === null || ends ? given : `${given}${extension}`;
  return { folder: dirname(path), target, report: `${stem}.report.json`, readme: `${stem}.README.md`, licence: `${stem}.LICENCE.txt` };
}

/** The format's files under the name that the user chose. */
function renamed(files: ExportFiles, target: string, { extension }: ExportFormat): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [extension === null ? `${target}/${path}` : target, bytes]));
}

function besides(report: ExportReport, names: Names, licence: string | null): Record<string, Uint8Array> {
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);
  return {
    [names.report]: text(`${JSON.stringify(report, null, 2)}\n`),
    [names.readme]: text(readme(report)),
    ...(licence === null ? {} : { [names.licence]: text(`${licence}\n`) }),
  };
}
