import { issue } from '../../../shared/check/issue.ts';
import type { Outcome } from '../../../shared/check/issue.ts';
import type { SplitName } from '../data/dataset.ts';
import type { NamedArrays, ReadBack } from './exportFormat.ts';
import type { PlanForward } from './forwardPlan.ts';
import type { HeldInputs } from './heldInputs.ts';
import type { PortableModel } from './portableModel.ts';
import type { StoredArray } from './storedArray.ts';

/** What one output of a written model differs by. */
export interface OutputDifference {
  readonly output: string;
  /** difference: the largest absolute difference. moments: of an output that the target draws, in standard errors of its mean and variance. */
  readonly measure: 'difference' | 'moments';
  readonly largest: number;
  readonly allowed: number;
}

export interface Verification {
  readonly examples: number;
  readonly split: SplitName;
  /** file: read back from what was written, by a reader of our own; layers: source text, whose layers and weights were run before they were written down. */
  readonly by: 'file' | 'layers';
  readonly outputs: readonly OutputDifference[];
  /** Over the outputs that are compared value by value; null where the target draws them all. */
  readonly largestDifference: number | null;
  /** The same by the target's own library, where it was asked for: its answer, or why there is none. */
  readonly peer?: PeerVerification;
}

export type PeerVerification =
  | { readonly by: string; readonly outputs: readonly OutputDifference[]; readonly largestDifference: number | null }
  | { readonly notRun: 'no-python' | 'no-library' };

export interface VerifyRequest {
  readonly forward: PlanForward;
  readonly model: PortableModel;
  readonly written: ReadBack;
  readonly held: HeldInputs;
  readonly by: Verification['by'];
  /** The format's title in messages. */
  readonly format: string;
}

const steppedClasses = new Set(['Conv2D', 'Conv2DTranspose', 'LSTM', 'GRU', 'SimpleRNN']);
/** Draws of one example that moments are taken from. */
const drawsPerMoment = 512;
/** Standard errors that a moment may be off: chance alone goes so far in less than one of 10¹² comparisons. */
const allowedErrors = 8;

/** Absolute tolerance of a model's outputs where they lie within ±1: 1e-5, 1e-4 with convolutions or recurrence. */
export function toleranceOf({ layers }: Pick<PortableModel, 'layers'>): number {
  return layers.some(({ className }) => steppedClasses.has(className)) ? 1e-4 : 1e-5;
}

/**
 * Runs held inputs through the run's own model and through a written one. Values beyond ±1 are held to the tolerance times the largest of them:
 * float32 tells no more. Issue `export-differs` names the output that differs by more.
 */
export async function verify({ forward, model, written, held, by, format }: VerifyRequest): Promise<Outcome<Verification>> {
  const drawn = drawnOutputs(model);
  const tolerance = toleranceOf(model);
  const [expected, found] = [await forward.run(model, held.inputs), await written.run(held.inputs)];
  const outputs: OutputDifference[] = model.outputs
    .filter(({ name }) => !drawn.has(name))
    .map(({ name }) => ({ output: name, measure: 'difference', ...difference(expected[name], found[name], tolerance) }));
  if (drawn.size > 0) outputs.push(...(await compareMoments({ forward, model, written, held }, drawn, tolerance)));
  const values = outputs.filter(({ measure }) => measure === 'difference').map(({ largest }) => largest);
  const worst = outputs.find(({ largest, allowed }) => !(largest <= allowed));
  if (worst)
    return {
      value: undefined,
      issues: [issue('export-differs', {}, { output: worst.output, format, largest: worst.largest.toPrecision(2), allowed: worst.allowed.toPrecision(2) })],
    };
  return { value: { examples: held.count, split: held.split, by, outputs, largestDifference: values.length > 0 ? Math.max(...values) : null }, issues: [] };
}

/** Outputs that rest on a layer that draws when the model is used. */
export function drawnOutputs({ layers, outputs }: Pick<PortableModel, 'layers' | 'outputs'>): ReadonlySet<string> {
  const random = new Set<string>();
  for (const { name, inputs, alwaysTraining } of layers) if (alwaysTraining || inputs.some(([from]) => random.has(from))) random.add(name);
  return new Set(outputs.filter(({ ref }) => random.has(ref[0])).map(({ name }) => name));
}

function difference(
  expected: StoredArray | undefined,
  found: StoredArray | undefined,
  tolerance: number,
): { readonly largest: number; readonly allowed: number } {
  if (!expected || !found || expected.shape.join() !== found.shape.join()) return { largest: Infinity, allowed: tolerance };
  let largest = 0,
    extent = 1;
  for (const [at, value] of expected.values.entries()) {
    const gap = Math.abs(value - (found.values[at] ?? NaN));
    // What is not a number differs from everything.
    largest = Number.isNaN(gap) ? Infinity : Math.max(largest, gap);
    extent = Math.max(extent, Math.abs(value));
  }
  return { largest, allowed: tolerance * extent };
}

/** The first of some examples over and over, as often as moments are taken from. */
export function repeatedInputs(inputs: NamedArrays): NamedArrays {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, values }]) => {
      const row = values.subarray(0, values.length / (shape[0] ?? 1));
      const many = new Float32Array(drawsPerMoment * row.length);
      for (let at = 0; at < drawsPerMoment; at++) many.set(row, at * row.length);
      return [name, { shape: [drawsPerMoment, ...shape.slice(1)], values: many }];
    }),
  );
}

/** The first held example over and over: means and variances of each value over the draws. */
async function compareMoments(
  { forward, model, written, held }: Pick<VerifyRequest, 'forward' | 'model' | 'written' | 'held'>,
  drawn: ReadonlySet<string>,
  tolerance: number,
): Promise<OutputDifference[]> {
  const repeated = repeatedInputs(held.inputs);
  const [ours, theirs] = [await forward.run(model, repeated), await written.run(repeated)];
  return [...drawn].map((output) => ({ output, measure: 'moments', largest: momentGap(ours[output], theirs[output], tolerance), allowed: allowedErrors }));
}

function momentGap(ours: StoredArray | undefined, theirs: StoredArray | undefined, tolerance: number): number {
  if (!ours || !theirs || ours.shape.join() !== theirs.shape.join()) return Infinity;
  const count = ours.shape[0] ?? 1,
    width = ours.values.length / count;
  let worst = 0;
  for (let place = 0; place < width; place++) {
    const a = momentsAt(ours.values, place, { count, width }),
      b = momentsAt(theirs.values, place, { count, width });
    const meanError = Math.sqrt((a.variance + b.variance) / count) + tolerance;
    const varianceError = Math.sqrt((a.fourth - a.variance ** 2 + b.fourth - b.variance ** 2) / count) + tolerance;
    const gap = Math.max(Math.abs(a.mean - b.mean) / meanError, Math.abs(a.variance - b.variance) / varianceError);
    worst = Number.isNaN(gap) ? Infinity : Math.max(worst, gap);
  }
  return worst;
}

/** Mean, variance and fourth central moment of one value over the draws. */
function momentsAt(
  values: Float32Array,
  place: number,
  { count, width }: { readonly count: number; readonly width: number },
): { readonly mean: number; readonly variance: number; readonly fourth: number } {
  let sum = 0,
    squares = 0,
    fourths = 0;
  for (let at = 0; at < count; at++) sum += values[at * width + place] ?? NaN;
  const mean = sum / count;
  for (let at = 0; at < count; at++) {
    const square = ((values[at * width + place] ?? NaN) - mean) ** 2;
    squares += square;
    fourths += square * square;
  }
  return { mean, variance: squares / count, fourth: fourths / count };
}
