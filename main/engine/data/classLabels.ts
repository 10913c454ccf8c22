import { refuse } from '../../../shared/check/issue.ts';
import { elementCount } from './formats/numericArray.ts';
import type { NumericArray } from './formats/numericArray.ts';

/** Labels as class indices, with the class names in index order. */
export interface ClassLabels {
  readonly labels: Int32Array;
  readonly classes: readonly string[];
}

/** More distinct labels than this are measured values or names, not classes. */
export const maximumClasses = 1000;
/** Class numbers below this keep their number even where some in between never occur. */
const keptNumbers = 256;

/**
 * Labels of whole numbers. Numbers from 0 to 255 stay as they are and are named by their digits; others are numbered in ascending order.
 * Throws IssueError data-label-value, data-too-many-classes.
 */
export function classesOfNumbers(values: ArrayLike<number>, file: string): ClassLabels {
  const distinct = new Set<number>();
  let largest = 0,
    smallest = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? 0;
    if (!Number.isSafeInteger(value)) refuse('data-label-value', { file, path: `label ${row}` }, { row, value: String(value) });
    distinct.add(value);
    largest = Math.max(largest, value);
    smallest = Math.min(smallest, value);
  }
  if (distinct.size > maximumClasses) refuse('data-too-many-classes', { file }, { classes: distinct.size, limit: maximumClasses });
  if (smallest >= 0 && largest < keptNumbers) {
    return { labels: Int32Array.from(values), classes: Array.from({ length: largest + 1 }, (_, i) => String(i)) };
  }
  const ascending = [...distinct].sort((a, b) => a - b);
  const indices = new Map(ascending.map((value, i) => [value, i]));
  return { labels: Int32Array.from({ length: values.length }, (_, row) => indices.get(values[row] ?? 0) ?? 0), classes: ascending.map(String) };
}

/** Labels of text, classes in the order of their code points. Throws IssueError data-too-many-classes. */
export function classesOfTexts(values: readonly string[], file: string): ClassLabels {
  const classes = [...new Set(values)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (classes.length > maximumClasses) refuse('data-too-many-classes', { file }, { classes: classes.length, limit: maximumClasses });
  const indices = new Map(classes.map((name, i) => [name, i]));
  return { labels: Int32Array.from(values, (value) => indices.get(value) ?? 0), classes };
}

/** Labels that stand in an array of shape [count] or [count, 1]. Throws IssueError data-label-shape, data-label-count and those of `classesOfNumbers`. */
export function classesOfArray(array: NumericArray, examples: number, file: string): ClassLabels {
  const { shape, values } = array;
  const labels = shape[0] ?? 0;
  if (shape.length === 0 || elementCount(shape) !== labels) refuse('data-label-shape', { file }, { shape: shape.join(', ') });
  if (labels !== examples) refuse('data-label-count', { file }, { labels, examples });
  return classesOfNumbers(values, file);
}
