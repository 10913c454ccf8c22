import { tf } from '../tfjs/core.ts';
import type { Tensor, Tensor2D } from '../tfjs/core.ts';
import type { LayerCall } from './layerFunctions.ts';

type Step = (x: Tensor2D, states: readonly Tensor2D[]) => readonly Tensor2D[];

/** Keras 3's recurrent layers, one time step after another; the first state is what a layer shows. */
export const recurrentFunctions = {
  SimpleRNN: (call: LayerCall): Tensor => {
    const { weights, activation } = call;
    const [kernel, recurrent, bias] = weights as Tensor2D[];
    const f = activation('activation');
    return walk(call, 1, (x, [h]) => [f(plus(tf.add(product(x, kernel), product(h, recurrent)), bias)) as Tensor2D]);
  },
  LSTM: (call: LayerCall): Tensor => {
    const { weights, activation } = call;
    const [kernel, recurrent, bias] = weights as Tensor2D[];
    const f = activation('activation'),
      gate = activation('recurrent_activation');
    return walk(call, 2, (x, [h, c]) => {
      const [i, j, k, o] = tf.split(plus(tf.add(product(x, kernel), product(h, recurrent)), bias), 4, 1);
      const memory = tf.add(tf.mul(gate(some(j)), some(c)), tf.mul(gate(some(i)), f(some(k))));
      return [tf.mul(gate(some(o)), f(memory)) as Tensor2D, memory as Tensor2D];
    });
  },
  GRU: (call: LayerCall): Tensor => {
    const { weights, activation, config } = call;
    const [kernel, recurrent, bias] = weights as Tensor2D[];
    const f = activation('activation'),
      gate = activation('recurrent_activation');
    const after = config.flag('reset_after');
    const [inner, outer] = bias && after ? tf.unstack(bias) : [bias, undefined];
    const [recurrentZ, recurrentR, recurrentH] = tf.split(some(recurrent), 3, 1);
    const [outerZ, outerR, outerH] = outer ? tf.split(outer, 3) : [];
    return walk(call, 1, (x, [h]) => {
      const [xz, xr, xh] = tf.split(plus(product(x, kernel), inner), 3, 1);
      const z = gate(tf.add(some(xz), plus(product(h, recurrentZ), outerZ)));
      const r = gate(tf.add(some(xr), plus(product(h, recurrentR), outerR)));
      const back = after ? tf.mul(r, plus(product(h, recurrentH), outerH)) : product(tf.mul(r, some(h)) as Tensor2D, recurrentH);
      const candidate = f(tf.add(some(xh), back));
      return [tf.add(tf.mul(z, some(h)), tf.mul(tf.sub(1, z), candidate)) as Tensor2D];
    });
  },
};

const some = <T extends Tensor>(tensor: T | undefined): T => {
  if (!tensor) throw new Error('a recurrent layer lacks a tensor');
  return tensor;
};
const product = (x: Tensor2D | undefined, kernel: Tensor | undefined): Tensor => tf.matMul(some(x), some(kernel) as Tensor2D);
const plus = (x: Tensor, bias: Tensor | undefined): Tensor => (bias ? tf.add(x, bias) : x);

/** [batch, time, features] → [batch, time, units] or the last [batch, units]. */
function walk({ inputs: [x], config }: LayerCall, states: number, step: Step): Tensor {
  const [batch = 1, times = 1, features = 1] = x.shape;
  const order = Array.from({ length: times }, (_, at) => at);
  if (config.flag('go_backwards')) order.reverse();
  let carried: readonly Tensor2D[] = Array.from({ length: states }, () => tf.zeros([batch, config.number('units')]));
  const shown: Tensor[] = [];
  for (const at of order) {
    const here = tf.reshape(tf.slice(x, [0, at, 0], [-1, 1, -1]), [batch, features]);
    carried = step(here as Tensor2D, carried);
    shown.push(some(carried[0]));
  }
  return config.flag('return_sequences') ? tf.stack(shown, 1) : some(shown.at(-1));
}
