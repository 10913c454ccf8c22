import type { ActivationName } from '../../../../shared/nodes/activation.ts';
import { extentOf, fill, get, map } from './doubleTensor.ts';
import type { Doubles } from './doubleTensor.ts';

/** erf by the series 2/√π · e^(−x²) · Σ 2ⁿx²ⁿ⁺¹/(1·3·…·(2n+1)), whose terms all have one sign. */
export function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x,
    sum = x;
  for (let n = 1; n < 200; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

export const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
const seluAlpha = 1.6732632423543772,
  seluScale = 1.0507009873554805;

const byValue: Record<Exclude<ActivationName, 'softmax'>, (x: number) => number> = {
  linear: (x) => x,
  relu: (x) => (x > 0 ? x : 0),
  leakyRelu: (x) => (x > 0 ? x : 0.2 * x),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  selu: (x) => seluScale * (x > 0 ? x : seluAlpha * Math.expm1(x)),
  gelu: (x) => x * 0.5 * (1 + erf(x / Math.sqrt(2))),
  silu: (x) => x * sigmoid(x),
  tanh: (x) => Math.tanh(x),
  sigmoid,
  softplus: (x) => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x))),
};

/** Keras's activation functions in doubles; softmax over the last axis. */
export function referenceActivation(name: ActivationName, x: Doubles): Doubles {
  return name === 'softmax' ? map(logSoftmax(x), Math.exp) : map(x, byValue[name]);
}

/** x − max − log Σ e^(x − max) over the last axis. */
export function logSoftmax(x: Doubles): Doubles {
  const classes = extentOf(x.shape, -1);
  return fill(x.shape, (at) => {
    const start = at - (at % classes);
    const row = Array.from({ length: classes }, (_, i) => get(x, start + i));
    const peak = Math.max(...row);
    return get(x, at) - peak - Math.log(row.reduce((sum, value) => sum + Math.exp(value - peak), 0));
  });
}
