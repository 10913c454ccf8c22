import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { defaultParams } from '../../shared/graph/nodeParams.ts';
import { definitionOf, nodeKinds } from '../../shared/nodes/catalogue.ts';

describe('formulas', () => {
  it.each(nodeKinds)('KaTeX can set that of %s, with every choice of its parameters', (kind) => {
    const { params, formula, formulaFor } = definitionOf(kind);
    const start = defaultParams({ params });
    const changed = Object.entries(params).flatMap(([name, spec]) => {
      if (spec.type === 'choice') return spec.options.map((option) => ({ ...start, [name]: option }));
      if (spec.type === 'flag') return [{ ...start, [name]: !spec.default }];
      return spec.type === 'number' ? [{ ...start, [name]: spec.min + 0.5 }] : [];
    });
    const sources = [start, ...changed].flatMap((given) => formulaFor?.(given) ?? formula ?? []);
    for (const source of new Set(sources)) expect(() => katex.renderToString(source, { throwOnError: true, strict: 'error' }), source).not.toThrow();
  });
});
