import type { Outcome } from '../../../shared/check/issue.ts';
import type { DataReference } from '../../../shared/data/dataReference.ts';
import type { Dataset, PreparedData, SplitName } from './dataset.ts';
import type { LoadOptions } from './datasetKind.ts';
import { loadDataset } from './loadDataset.ts';
import { prepareData } from './prepareData.ts';
import { splitExamples } from './splitExamples.ts';
import type { Splits } from './splitExamples.ts';

/** Which examples are looked at. */
export interface DataPreviewRequest {
  readonly data: DataReference;
  /** The run's seed: it draws the splits and the generated sets. */
  readonly seed: number;
  readonly split: SplitName;
  /** Only examples of this class; null for all. */
  readonly label: number | null;
  /** Place of the first example shown among those that match, and how many are shown at most. */
  readonly from: number;
  readonly count: number;
}

/** A document's data without a run. */
export interface DataPreview {
  readonly name: string;
  /** Shape of one example, without the batch axis. */
  readonly shape: readonly number[];
  /** Bounds of the values below; infinite where normalisation leaves none. */
  readonly range: readonly [number, number];
  /** Class names in label order; null where the set has no labels. */
  readonly classes: readonly string[] | null;
  /** Examples in each split. */
  readonly counts: Readonly<Record<SplitName, number>>;
  /** Examples of each class in the split asked for; null where the set has no labels. */
  readonly classCounts: readonly number[] | null;
  /** How many examples of the split match. */
  readonly matching: number;
  /** The examples shown, normalised and unaugmented, [n, …shape]; `indices` count within the split. */
  readonly examples: { readonly shape: readonly number[]; readonly values: Float32Array; readonly labels: Int32Array | null };
  readonly indices: Int32Array;
}

interface Loaded {
  readonly dataset: Dataset;
  readonly prepared: PreparedData;
  readonly splits: Splits;
}

/** Looks at data sets. The one looked at last stays in memory, so that leafing through it reads no file again. */
export function createDataPreviews(options: Omit<LoadOptions, 'seed'>): (request: DataPreviewRequest) => Promise<Outcome<DataPreview>> {
  let last: { readonly key: string; readonly loaded: Promise<Outcome<Loaded>> } | null = null;
  return async (request) => {
    const key = JSON.stringify([request.data, request.seed]);
    if (last?.key !== key) last = { key, loaded: load(request, options) };
    const { value, issues } = await last.loaded;
    if (value) return { value: look(value, request), issues };
    // What could not be read may have been put right since.
    last = null;
    return { value: undefined, issues };
  };
}

async function load({ data, seed }: DataPreviewRequest, options: Omit<LoadOptions, 'seed'>): Promise<Outcome<Loaded>> {
  const { value: dataset, issues } = await loadDataset(data, { ...options, seed });
  if (!dataset) return { value: undefined, issues };
  const prepared = prepareData(dataset, data, seed);
  const all = [...issues, ...prepared.issues];
  if (!prepared.value) return { value: undefined, issues: all };
  return { value: { dataset, prepared: prepared.value, splits: splitExamples(dataset, data, seed).splits }, issues: all };
}

function look({ dataset, prepared, splits }: Loaded, { split, label, from, count }: DataPreviewRequest): DataPreview {
  const { facts, range, counts } = prepared;
  const labels = dataset.labels && Int32Array.from(splits[split], (index) => dataset.labels?.[index] ?? 0);
  const classCounts = facts.classes && labels ? facts.classes.map((_, index) => labels.reduce((sum, own) => (own === index ? sum + 1 : sum), 0)) : null;
  const places = Array.from(splits[split], (_, place) => place);
  const matching = label === null ? places : places.filter((place) => labels?.[place] === label);
  const indices = Int32Array.from(matching.slice(from, from + count));
  const batch = prepared.pick(split, Array.from(indices));
  return {
    name: facts.name,
    shape: facts.shape,
    range,
    classes: facts.classes,
    counts,
    classCounts,
    matching: matching.length,
    examples: { shape: [batch.size, ...facts.shape], values: batch.x, labels: batch.labels },
    indices,
  };
}
