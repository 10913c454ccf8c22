import type { ClassFigures, LossFigures } from '../../../shared/run/runEvent.ts';
import type { NamedValues } from '../files/safetensors.ts';
import { tf } from '../tfjs/core.ts';
import { tidy } from '../tfjs/tidy.ts';
import type { Tensor } from '../tfjs/core.ts';
import { termNames } from '../step/eagerStep.ts';
import type { BatchFigures, TermName } from '../step/eagerStep.ts';

export interface SummedFigures {
  readonly figures: LossFigures;
  readonly klPerDimension: readonly number[] | null;
  readonly classes: ClassFigures | null;
  /** Root mean square of the gradient norms that were added, in the order of `gradientNodes`; null where none was. */
  readonly gradientNorms: readonly number[] | null;
}

/** Running means over batches, weighted by their size. Sums stay on the device until they are read: one synchronisation a reading, not one a step. */
export interface FigureSum {
  /** Examples added so far, those before a resume included. */
  readonly examples: number;
  /** Takes over (disposes) the batch's figures; `size` examples stand behind them. */
  add(figures: BatchFigures, size: number): void;
  /** Everything so far; NaN stands for itself. */
  read(): Promise<SummedFigures>;
  /** The means of the loss alone, for ticks. */
  readLoss(): Promise<LossFigures>;
  /** Everything so far as plain numbers, for a checkpoint inside an epoch. */
  save(): Promise<SavedSums>;
  dispose(): void;
}

/** A figure sum between two processes. `progress` holds the counts that go with the sums. */
export interface SavedSums {
  readonly sums: NamedValues;
  readonly progress: Readonly<Record<string, number>>;
}

const sumNames = ['figures', 'klPerDimension', 'confusion', 'squaredNorms'] as const;
type Sums = Partial<Record<(typeof sumNames)[number], Tensor>>;

/** An empty sum, or one that goes on from `saved`. */
export function createFigureSum(saved?: SavedSums): FigureSum {
  const sums: Sums = {};
  let present: readonly TermName[] = [];
  let examples = saved?.progress.examples ?? 0;
  let normSamples = saved?.progress.normSamples ?? 0;
  for (const name of sumNames) {
    const values = saved?.sums[name];
    if (values) sums[name] = tf.tensor(values.values, [...values.shape], 'float32');
  }

  const accumulate = (name: keyof Sums, values: Tensor | null, weigh: (values: Tensor) => Tensor): void => {
    if (!values) return;
    const old = sums[name];
    sums[name] = tidy(() => (old ? tf.add(old, weigh(values)) : tf.clone(weigh(values))));
    old?.dispose();
    values.dispose();
  };
  const meansOf = async (name: keyof Sums, count: number): Promise<number[] | null> => {
    const sum = sums[name];
    return sum ? Array.from(await sum.data(), (value) => value / count) : null;
  };
  const readLoss = async (): Promise<LossFigures> => toLossFigures((await meansOf('figures', examples)) ?? [], present);

  return {
    get examples() {
      return examples;
    },
    add(figures, size) {
      examples += size;
      present = figures.present;
      accumulate('figures', figures.figures, (values) => tf.mul(values, size));
      accumulate('klPerDimension', figures.klPerDimension, (values) => tf.mul(values, size));
      accumulate('confusion', figures.confusion, (values) => values);
      if (figures.gradientNorms) normSamples++;
      accumulate('squaredNorms', figures.gradientNorms, (values) => tf.square(values));
    },
    readLoss,
    async read() {
      const confusion = await sums.confusion?.data();
      return {
        figures: await readLoss(),
        klPerDimension: await meansOf('klPerDimension', examples),
        classes: confusion ? classFigures(Array.from(confusion)) : null,
        gradientNorms: (await meansOf('squaredNorms', normSamples))?.map(Math.sqrt) ?? null,
      };
    },
    async save() {
      const named = await Promise.all(
        Object.entries(sums).map(async ([name, sum]) => [name, { shape: sum.shape, values: Float32Array.from(await sum.data()) }] as const),
      );
      return { sums: Object.fromEntries(named), progress: { examples, normSamples } };
    },
    dispose() {
      for (const sum of Object.values(sums)) sum.dispose();
      for (const name of Object.keys(sums) as (keyof Sums)[]) delete sums[name];
    },
  };
}

/** [loss, …terms] → named figures; a term that is not present is null. */
function toLossFigures(values: readonly number[], present: readonly TermName[]): LossFigures {
  const term = (name: TermName): number | null => (present.includes(name) ? (values[1 + termNames.indexOf(name)] ?? null) : null);
  return { loss: values[0] ?? NaN, reconstruction: term('reconstruction'), kl: term('kl'), classification: term('classification'), penalty: term('penalty') };
}

function classFigures(counts: readonly number[]): ClassFigures {
  const classes = Math.round(Math.sqrt(counts.length));
  const confusion = Array.from({ length: classes }, (_, label) => counts.slice(label * classes, (label + 1) * classes));
  const totals = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  const right = confusion.map((row, label) => row[label] ?? 0);
  const sum = (list: readonly number[]): number => list.reduce((total, count) => total + count, 0);
  return {
    accuracy: sum(totals) > 0 ? sum(right) / sum(totals) : 0,
    perClass: totals.map((total, label) => (total > 0 ? (right[label] ?? 0) / total : null)),
    confusion,
  };
}
