import { createHash } from 'node:crypto';
import type { RunVersions } from '../../../shared/run/runEvent.ts';
import { z } from '../../../shared/z.ts';
import type { ExportFiles, ExportFormat, ModelCard } from './exportFormat.ts';
import type { PortableModel } from './portableModel.ts';
import type { Verification } from './verify.ts';

export interface ReportRequest {
  readonly card: ModelCard;
  readonly model: PortableModel;
  readonly format: ExportFormat;
  readonly files: ExportFiles;
  /** What was written, as the user finds it: a file's or a folder's name. */
  readonly target: string;
  readonly verification: Verification;
  readonly snippet: string;
  /** Of what trained the run; null where its log does not tell. */
  readonly trainedWith: RunVersions | null;
}

/** What lies beside every export: plain JSON. */
export interface ExportReport {
  readonly format: 'hourglass-export';
  readonly version: 1;
  readonly target: string;
  readonly writtenAs: { readonly id: string; readonly title: string };
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
  readonly part: string;
  readonly sample: string;
  readonly inputs: readonly {
    readonly name: string;
    readonly role: string;
    readonly shape: readonly (number | null)[];
    readonly dtype: string;
    readonly range: readonly [number, number] | null;
  }[];
  readonly outputs: readonly { readonly name: string; readonly role: string; readonly shape: readonly (number | null)[] }[];
  readonly model: ModelCard;
  readonly versions: { readonly hourglass: string; readonly trainedWith: RunVersions | null };
  readonly snippet: string;
  readonly verification: Verification;
}

export function exportReport({ card, model, format, files, target, verification, snippet, trainedWith }: ReportRequest): ExportReport {
  return {
    format: 'hourglass-export',
    version: 1,
    target,
    writtenAs: { id: format.id, title: format.title.en },
    files: Object.entries(files).map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })),
    part: model.part,
    sample: model.sample,
    inputs: model.inputs.map(({ name, role, shape, dtype }) => ({ name, role, shape: [null, ...shape], dtype, range: rangeOf(role, card) })),
    outputs: model.outputs.map(({ name, role, shape }) => ({ name, role, shape: [null, ...shape] })),
    model: card,
    versions: { hourglass: card.hourglass, trainedWith },
    snippet,
    verification,
  };
}

/** Null for what has no bounds: codes and normal draws. */
function rangeOf(role: string, { normalisation, classes }: ModelCard): readonly [number, number] | null {
  if (role === 'data') return normalisation.range;
  if (role === 'uniform') return [0, 1];
  return role === 'labels' && classes ? [0, classes.length - 1] : null;
}

/** Whether a text is a report of this program that speaks of `target`. */
export function isReportOf(text: string | null, target: string): boolean {
  try {
    return z.looseObject({ format: z.literal('hourglass-export'), target: z.literal(target) }).safeParse(JSON.parse(text ?? '')).success;
  } catch {
    return false;
  }
}

/** The same for people: what the file is, what to feed it, how to load it, how far it was checked. Markdown. */
export function readme({ target, writtenAs, part, sample, inputs, outputs, model, snippet, verification }: ExportReport): string {
  const shape = (extents: readonly (number | null)[]): string => `[${extents.map((extent) => extent ?? 'batch').join(', ')}]`;
  const { normalisation: norm } = model;
  const lines = [
    `# ${model.name}: ${part}`,
    '',
    `\`${target}\` is a model in the form of ${writtenAs.title}, written by Hourglass ${model.hourglass} from run \`${model.run}\` after epoch ${model.checkpointEpoch}.`,
    `Sampling: ${sampleWords[sample] ?? sample}`,
    '',
    '## Inputs',
    ...inputs.map(
      ({ name, role, shape: extents, dtype, range }) =>
        `- \`${name}\` ${shape(extents)} ${dtype}: ${roleWords[role] ?? role}${range ? `, from ${range[0]} to ${range[1]}` : ''}`,
    ),
    '',
    '## Outputs',
    ...outputs.map(({ name, role, shape: extents }) => `- \`${name}\` ${shape(extents)}: ${roleWords[role] ?? role}`),
    '',
    '## Values',
    norm.mean
      ? '- A stored value becomes the model’s as (stored − mean) · scale, feature by feature; mean and scale stand in the report under `model.normalisation`.'
      : norm.kind === 'none'
        ? `- The model takes values as stored, from ${norm.storedRange[0]} to ${norm.storedRange[1]}.`
        : `- A stored value from ${norm.storedRange[0]} to ${norm.storedRange[1]} becomes the model’s on a straight line from ${norm.range[0]} to ${norm.range[1]}.`,
    ...(model.classes ? [`- Classes in the order of their numbers: ${model.classes.join(', ')}.`] : []),
    `- Data: ${model.data.name}, SHA-256 ${model.data.hash}. Seed ${model.seed}.`,
    `- Licence: ${model.licence ?? 'not stated.'}`,
    '',
    '## Use',
    '```',
    snippet.trimEnd(),
    '```',
    '',
    '## Verification',
    verification.by === 'file'
      ? `${verification.examples} ${verification.split} inputs went through the trained model and through the file, read back by a reader of Hourglass’s own.`
      : `${verification.examples} ${verification.split} inputs went through the trained model and through the layers and weights that this text was written from.`,
    ...verification.outputs.map(({ output, measure, largest, allowed }) =>
      measure === 'difference'
        ? `- \`${output}\`: largest absolute difference ${largest.toPrecision(3)} (allowed ${allowed.toPrecision(2)})`
        : `- \`${output}\`: drawn by the target; mean and variance within ${largest.toPrecision(2)} standard errors (allowed ${allowed})`,
    ),
    ...peerLines(verification),
    '',
  ];
  return lines.join('\n');
}

function peerLines({ peer }: Verification): readonly string[] {
  if (!peer) return [];
  if ('notRun' in peer)
    return [`- By the target’s own library: not run (${peer.notRun === 'no-python' ? 'no Python for it was found' : 'none is asked for this format'}).`];
  return [
    `- By ${peer.by}: ${peer.largestDifference === null ? 'moments as they should be' : `largest absolute difference ${peer.largestDifference.toPrecision(3)}`}.`,
  ];
}

const sampleWords: Readonly<Record<string, string>> = {
  mean: 'a Sample node gives its mean; nothing is random.',
  noise: 'random draws are inputs of their own.',
  sampled: 'drawn anew by the target’s own generator at every call.',
};

const roleWords: Readonly<Record<string, string>> = {
  data: 'examples of the data',
  labels: 'the class of each example, a whole number',
  latent: 'codes',
  noise: 'draws from N(0, 1)',
  uniform: 'draws evenly between 0 and 1',
  reconstruction: 'the reconstruction',
  classes: 'a probability for each class',
  mean: 'mean of the posterior',
  spread: 'spread of the posterior, as its name says',
  code: 'the code',
};
