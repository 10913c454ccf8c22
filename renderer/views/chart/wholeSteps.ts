/** Steps between the marks of an axis that counts epochs or steps, ascending: 1, 2 or 5 times a power of ten. Between two of what is counted there is no mark. */
export const wholeSteps: readonly number[] = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((factor) => factor * 10 ** power)).flat();
