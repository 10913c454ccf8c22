import type { Issue } from '../../../shared/check/issue.ts';
import { issue } from '../../../shared/check/issue.ts';
import type { DataReference } from '../../../shared/data/dataReference.ts';
import { deriveSeed, permutation } from '../../../shared/random/philox.ts';
import type { Dataset, SplitName } from './dataset.ts';

/** Indices into the data set, split by split: disjoint, together all examples within the limit. */
export type Splits = Readonly<Record<SplitName, Int32Array>>;

/**
 * Divides the examples: seeded shuffle, limit, then the rounded shares. Depends on the seed and the shares only.
 * A set with a published test part keeps it apart whatever the shares: it is the test split, whole unless there is a limit, and the shares divide the rest.
 */
export function splitExamples(
  dataset: Dataset,
  { limit, split }: Pick<DataReference, 'limit' | 'split'>,
  seed: number,
): { readonly splits: Splits; readonly issues: readonly Issue[] } {
  const all = dataset.facts.count;
  const count = Math.min(limit ?? all, all);
  const order = permutation(deriveSeed(seed, 'data', 'split'), all);
  const official = dataset.officialTestStart;
  if (official === undefined) {
    const [test, validation] = [Math.round(count * split.test), Math.round(count * split.validation)];
    const used = order.subarray(0, count);
    return named({ test: used.slice(0, test), validation: used.slice(test, test + validation), train: used.slice(test + validation) }, { count, split });
  }
  const published = order.filter((index) => index >= official),
    rest = order.filter((index) => index < official);
  const test = split.test === 0 ? 0 : count === all ? published.length : Math.min(published.length, Math.round(count * split.test));
  const learning = Math.min(rest.length, count - test);
  const validation = Math.round(learning * split.validation);
  const splits = { test: published.slice(0, test), validation: rest.slice(0, validation), train: rest.slice(validation, learning) };
  return named(splits, { count, split });
}

/** Adds an issue for each split that is empty though examples were asked for it. */
function named(splits: Splits, { count, split }: { readonly count: number; readonly split: DataReference['split'] }): { splits: Splits; issues: Issue[] } {
  const asked: readonly SplitName[] = ['train', ...(split.validation > 0 ? ['validation' as const] : []), ...(split.test > 0 ? ['test' as const] : [])];
  const issues = asked
    .filter((name) => splits[name].length === 0)
    .map((name) => issue('data-split-empty', { path: `data.split.${name}` }, { split: name, count, validation: split.validation, test: split.test }));
  return { splits, issues };
}
