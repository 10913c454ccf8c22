import type { OptimiserSettings } from '../../../shared/graph/document.ts';
import { tf } from '../tfjs/core.ts';
import type { Scalar, Tensor } from '../tfjs/core.ts';

/** What one step does to one weight. */
export interface WeightUpdate {
  readonly weight: Tensor;
  readonly slots: readonly Tensor[];
}

/** One optimiser in TensorFlow's (and Keras 3's) form: Adam's ε stands inside the bias correction. */
export interface Optimiser {
  /** Names of the tensors kept beside each weight, all starting as zeros of its shape. */
  readonly slots: readonly string[];
  /** Scalars that depend on the step number t = 1, 2, …, given to `update` in this order. */
  scalars(learningRate: number, t: number): readonly number[];
  /** w, g and slots of one shape → their next values. */
  update(weight: Tensor, gradient: Tensor, slots: readonly Tensor[], scalars: readonly Scalar[]): WeightUpdate;
}

const first = <T>(list: readonly T[], index: number): T => {
  const item = list[index];
  if (item === undefined) throw new Error(`optimiser state ${index} is missing`);
  return item;
};

/** a + (b − a)·share: a moving average. */
const towards = (a: Tensor, b: Tensor, share: number): Tensor => tf.add(a, tf.mul(tf.sub(b, a), share));

/** Creates the optimiser that the settings name. Formulas: keras/src/optimizers. */
export function createOptimiser(settings: OptimiserSettings): Optimiser {
  switch (settings.kind) {
    // w ← w − η·g
    case 'sgd':
      return { slots: [], scalars: (rate) => [rate], update: (w, g, _, scalars) => ({ weight: tf.sub(w, tf.mul(g, first(scalars, 0))), slots: [] }) };
    // v ← μ·v − η·g;  w ← w + v
    case 'momentum':
      return {
        slots: ['velocity'],
        scalars: (rate) => [rate],
        update: (w, g, slots, scalars) => {
          const velocity = tf.sub(tf.mul(first(slots, 0), settings.momentum), tf.mul(g, first(scalars, 0)));
          return { weight: tf.add(w, velocity), slots: [velocity] };
        },
      };
    // s ← ρ·s + (1 − ρ)·g²;  w ← w − η·g/√(s + ε)
    case 'rmsprop':
      return {
        slots: ['meanSquare'],
        scalars: (rate) => [rate],
        update: (w, g, slots, scalars) => {
          const meanSquare = towards(first(slots, 0), tf.square(g), 1 - settings.rho);
          return { weight: tf.sub(w, tf.div(tf.mul(g, first(scalars, 0)), tf.sqrt(tf.add(meanSquare, settings.epsilon)))), slots: [meanSquare] };
        },
      };
    case 'adam':
      return adam(settings, 0);
    case 'adamw':
      return adam(settings, settings.weightDecay);
  }
}

/**
 * α = η·√(1 − β₂ᵗ)/(1 − β₁ᵗ), each operation rounded to float32 as TensorFlow and Keras round it. 1 − 0.999 keeps five digits that way, so the first
 * steps are 6·10⁻⁶ smaller than the formula says: equal rounding is what lets two libraries walk the same path.
 */
function biasCorrectedRate(rate: number, t: number, beta1: number, beta2: number): number {
  const f = Math.fround;
  const rest = (beta: number): number => f(1 - f(f(beta) ** t));
  return f(f(f(rate) * f(Math.sqrt(rest(beta2)))) / rest(beta1));
}

/**
 * Adam (Kingma & Ba 2015, the efficient form of §2): α = η·√(1 − β₂ᵗ)/(1 − β₁ᵗ), w ← w − α·m/(√v + ε).
 * AdamW (Loshchilov & Hutter 2019) first takes w ← w − η·λ·w.
 */
function adam({ beta1, beta2, epsilon }: OptimiserSettings, weightDecay: number): Optimiser {
  return {
    slots: ['m', 'v'],
    scalars: (rate, t) => [biasCorrectedRate(rate, t, beta1, beta2), rate * weightDecay],
    update: (w, g, slots, scalars) => {
      const m = towards(first(slots, 0), g, 1 - beta1);
      const v = towards(first(slots, 1), tf.square(g), 1 - beta2);
      const decayed = weightDecay > 0 ? tf.sub(w, tf.mul(w, first(scalars, 1))) : w;
      return { weight: tf.sub(decayed, tf.div(tf.mul(m, first(scalars, 0)), tf.add(tf.sqrt(v), epsilon))), slots: [m, v] };
    },
  };
}
