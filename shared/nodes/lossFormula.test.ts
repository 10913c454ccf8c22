import { describe, expect, it } from 'vitest';
import { defaultParams } from '../graph/nodeParams.ts';
import { catalogue } from './catalogue.ts';
import type { AnyParams } from './defineNode.ts';
import { lossFormula } from './lossFormula.ts';

const formula = (changed: AnyParams = {}): string => lossFormula({ ...defaultParams(catalogue.loss), ...changed });

describe('the formula of a loss', () => {
  it('shows the reductions that are in force', () => {
    expect(formula()).toContain('\\tfrac1B\\sum_b\\sum_i');
    expect(formula({ features: 'mean' })).toContain('\\tfrac1B\\sum_b\\tfrac1n\\sum_i');
    expect(formula({ batch: 'sum' })).toMatch(/= \{\}& \\sum_b\\sum_i/);
    expect(formula({ klDimensions: 'mean' })).toContain('\\tfrac1d\\sum_j');
    expect(formula({ klSign: 'plusHalf' })).toContain('+\\tfrac12');
    expect(formula({ freeBits: 0.5 })).toContain('\\max(0.5,');
    expect(formula({ kl: false })).not.toContain('mu');
  });

  it('shows β, and what it comes to where the two terms are reduced differently', () => {
    expect(formula({ beta: 4 })).toContain('+ 4 \\cdot');
    expect(formula()).not.toContain('eff');
    expect(formula({ features: 'mean', beta: 4 })).toContain('= {}& 4 \\cdot n');
    expect(formula({ features: 'mean', klBatch: 'sum' })).toContain('\\cdot n\\,B');
    expect(formula({ klDimensions: 'mean' })).toContain('\\cdot \\tfrac{1}{d}');
  });
});
