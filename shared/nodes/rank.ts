import { at } from './defineNode.ts';
import type { ShapeProblem, ShapeRequest } from './defineNode.ts';
import { showShape } from './tensorSpec.ts';

/** The problem of a tensor at `port` that has another number of axes (batch axis not counted) than `rank`; empty when it fits. */
export function rankProblems(inputs: ShapeRequest<unknown>['inputs'], rank: number, port = 'in'): readonly ShapeProblem[] {
  const { shape } = at(inputs, port);
  if (shape.length === rank) return [];
  return [{ code: 'rank-mismatch', port, values: { rank, expected: Array.from({ length: rank }, () => '?').join('×'), found: showShape(shape) } }];
}

/** The problem of a tensor at `port` that has no feature axis at all, as integer labels have none; empty when it has one. */
export function scalarProblems(inputs: ShapeRequest<unknown>['inputs'], port = 'in'): readonly ShapeProblem[] {
  const { shape } = at(inputs, port);
  return shape.length > 0 ? [] : [{ code: 'rank-mismatch', port, values: { rank: '≥ 1', expected: '…×?', found: showShape(shape) } }];
}
