import type { ClassFigures } from '../../../shared/run/runEvent.ts';

export interface ConfusionCell {
  readonly count: number;
  /** Of the true class's examples, 0 … 1. */
  readonly share: number;
  readonly isRight: boolean;
}

export interface ConfusionRow {
  readonly name: string;
  readonly cells: readonly ConfusionCell[];
  readonly examples: number;
  /** Share of the class that was predicted right; null for a class without examples. */
  readonly accuracy: number | null;
}

/** The matrix by true class. Classes without a name are numbered from 0, as their labels are. */
export function confusionRows({ confusion, perClass }: Pick<ClassFigures, 'confusion' | 'perClass'>, names: readonly string[] | null): readonly ConfusionRow[] {
  return confusion.map((counts, row) => {
    const examples = counts.reduce((sum, count) => sum + count, 0);
    return {
      name: names?.[row] ?? `${row}`,
      examples,
      accuracy: perClass[row] ?? null,
      cells: counts.map((count, column) => ({ count, share: examples > 0 ? count / examples : 0, isRight: row === column })),
    };
  });
}
