import { expect } from 'vitest';
import type { Issue, Outcome } from '../../../../shared/check/issue.ts';
import { dataReferenceSchema } from '../../../../shared/data/dataReference.ts';
import { describeIssue } from '../../../../shared/messages/describeIssue.ts';
import { languages } from '../../../../shared/messages/language.ts';
import type { Dataset } from '../dataset.ts';
import type { LoadOptions } from '../datasetKind.ts';
import { elementCount } from '../formats/numericArray.ts';
import { loadDataset } from '../loadDataset.ts';

/** Loads what `reference` describes, defaults filled in. */
export async function load(reference: object, options: Partial<LoadOptions> = {}): Promise<Outcome<Dataset>> {
  return loadDataset(dataReferenceSchema.parse(reference), { seed: 1, ...options });
}

/** The data set, or a failed test that says why there is none. */
export async function loadWell(reference: object, options: Partial<LoadOptions> = {}): Promise<Dataset> {
  const { value, issues } = await load(reference, options);
  expect(issues).toEqual([]);
  if (value === undefined) throw new Error('no data set');
  return value;
}

/** The one issue for which a data set is refused; its words in both languages leave no gap open and name the file. */
export async function refusal(reference: object, options: Partial<LoadOptions> = {}): Promise<Issue> {
  const { value, issues } = await load(reference, options);
  expect(value).toBeUndefined();
  expect(issues).toHaveLength(1);
  const [found] = issues;
  if (found === undefined) throw new Error('no issue');
  expectWords(found);
  return found;
}

export function expectWords(found: Issue): void {
  for (const language of languages) {
    const { message, hint } = describeIssue(found, language);
    expect(`${message} ${hint}`).not.toMatch(/\{\w+\}/);
    if (found.at.file !== undefined) expect(message).toContain(found.at.file);
  }
}

/** Stored values of one example. */
export function storedOf(dataset: Dataset, index: number): number[] {
  const length = elementCount(dataset.facts.shape);
  return [...dataset.stored.subarray(index * length, (index + 1) * length)];
}
