import type { IntParam, NumberParam } from '../../../shared/nodes/params.ts';

/**
 * The value some steps further, kept in range. A step of an int is 1; of a number, one unit of its second digit
 * (0.001 → 0.0011), so that rates and weights of any size are reached alike.
 */
export function stepValue(spec: IntParam | NumberParam, value: number, steps: number): number {
  let next = value;
  if (spec.type === 'int') next = Math.round(value) + steps;
  else for (let step = 0; step < Math.abs(steps); step++) next = stepNumber(spec, next, Math.sign(steps));
  return Math.min(spec.max, Math.max(spec.min, next));
}

function stepNumber({ max }: NumberParam, value: number, direction: number): number {
  const smallest = max <= 1 ? 1e-2 : 1e-1;
  if (value === 0) return direction * smallest;
  // Downwards from a power of ten the digits below it count: 0.01 → 0.0099.
  const exponent = exponentOf(value) - (isPowerOfTen(value) && direction === -Math.sign(value) ? 1 : 0);
  const place = exponent - 1;
  return Number(`${Math.round(shift(value, -place)) + direction}e${place}`);
}

function exponentOf(value: number): number {
  return Number(value.toExponential().split('e')[1] ?? 0);
}

function isPowerOfTen(value: number): boolean {
  return Math.abs(Number(value.toExponential().split('e')[0])) === 1;
}

/** value · 10^places, decimal digits kept. */
function shift(value: number, places: number): number {
  const [digits, exponent] = value.toExponential().split('e');
  return Number(`${digits ?? '0'}e${Number(exponent ?? 0) + places}`);
}
