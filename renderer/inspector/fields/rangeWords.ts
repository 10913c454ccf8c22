import type { IntParam, IntsParam, NumberParam } from '../../../shared/nodes/params.ts';

/** `1 … 1,048,576`: what a parameter permits, as it stands under its field. */
export function rangeWords(spec: IntParam | NumberParam | IntsParam): string {
  switch (spec.type) {
    case 'int':
    case 'number':
      return `${bound(spec.min)} … ${bound(spec.max)}`;
    case 'ints':
      return `${spec.minLength === spec.maxLength ? spec.minLength : `${spec.minLength} … ${spec.maxLength}`} × (${bound(spec.min)} … ${bound(spec.max)})`;
  }
}

/** Whole numbers with their thousands told apart; others as they are written. */
function bound(value: number): string {
  return Number.isInteger(value) && Math.abs(value) >= 10_000 ? value.toLocaleString('en').replace('-', '−') : String(value).replace('-', '−');
}
