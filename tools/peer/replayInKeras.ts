import { z } from '../../shared/z.ts';
import { runPeerProgram } from './runPeerProgram.ts';

/** [entry, output index]. */
export type ReplayRef = readonly [entry: string, output: number];

/** One Keras layer, as `KerasEmission.layers` has it, and what only the replay needs. An input is a layer of class `InputLayer`. */
export interface ReplayLayer {
  readonly name: string;
  /** A class of keras.layers, or `ops.<function>` for one of keras.ops with `config` as its keyword arguments. */
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly ReplayRef[];
  /** Keys of start.npz in the order of the layer's `weights`; bare weight names are looked up under `<node>/` and then `<name>/`. */
  readonly weights: readonly string[];
  /** The node it comes from, where that is not its name. */
  readonly node?: string;
  /** Inputs: the key in batches.npz; without it, the input's name and then `x` are tried. */
  readonly batch?: string;
}

/** What a Keras program must write itself: a Sample node, a halving, random numbers from eps.npz, a Loss or classification loss node. */
export type ReplayEntry =
  | ReplayLayer
  | {
      readonly name: string;
      readonly sample: { readonly mean: ReplayRef; readonly spread: ReplayRef; readonly form: 'logVariance' | 'logStd'; readonly noise?: ReplayRef | null };
    }
  | { readonly name: string; readonly split: { readonly input: ReplayRef; readonly parts?: number; readonly axis?: number } }
  | { readonly name: string; readonly noise: true }
  | { readonly name: string; readonly loss: Readonly<Record<string, unknown>> };

/** settings.json. Arrays by step have one number for each of the steps. */
export interface ReplaySettings {
  /** As keras.optimizers serialises one; a clipping of gradients is part of its config (clipnorm, global_clipnorm, clipvalue). */
  readonly optimizer: { readonly class_name: string; readonly config: Readonly<Record<string, unknown>> };
  /** Learning rate at each step, where it changes. */
  readonly learningRates?: readonly number[];
  /** β at each step, by Loss node, where it follows a schedule. */
  readonly betas?: Readonly<Record<string, readonly number[]>>;
  /** Largest relative difference of the total, else 1e-3. */
  readonly tolerance?: number;
}

/** losses.json: our total at each step before its update, and our terms before weight and β (`reconstruction`, `kl`, `classification`, `penalty`). */
export interface ReplayLosses {
  readonly total: readonly number[];
  readonly terms?: Readonly<Record<string, readonly number[]>>;
}

const difference = z.object({ what: z.string(), relative: z.number(), step: z.number(), ours: z.number(), keras: z.number() });

const replayReport = z.object({
  versions: z.record(z.string(), z.string()),
  steps: z.number(),
  tolerance: z.number(),
  /** Whether the total stays within the tolerance at each step. */
  passed: z.boolean(),
  /** For each curve that both sides have, the total first: where Keras and we are furthest apart. */
  largest: z.array(difference),
  /** The weight whose end value is furthest from ours; null where the folder holds no end.npz. */
  endWeights: z.object({ weight: z.string(), relative: z.number() }).nullable(),
});

export type ReplayReport = z.infer<typeof replayReport>;

/**
 * Trains the plan in `folder` in Keras (see README.md for the folder) and compares the losses.
 * @throws with the program's own words where the folder is at fault, Keras's loss is not finite, or there is no peer Python.
 */
export async function replayInKeras(
  folder: string,
  options: { floatx?: 'float32' | 'float64'; tolerance?: number; anchored?: boolean } = {},
): Promise<ReplayReport> {
  const args = [folder, '--json', `--floatx=${options.floatx ?? 'float32'}`];
  if (options.tolerance !== undefined) args.push(`--tolerance=${options.tolerance}`);
  if (options.anchored) args.push('--anchored');
  const { code, stdout, stderr } = await runPeerProgram('replay.py', args);
  const answer = stdout.trim().split('\n').at(-1) ?? '';
  if ((code !== 0 && code !== 1) || !answer.startsWith('{')) throw new Error(`replay.py ended with ${code}: ${stderr.trim().split('\n').slice(-4).join('\n')}`);
  return replayReport.parse(JSON.parse(answer));
}
