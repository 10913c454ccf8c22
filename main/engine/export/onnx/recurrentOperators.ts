import { tf } from '../../tfjs/core.ts';
import type { Tensor, Tensor2D } from '../../tfjs/core.ts';
import type { Operator, OperatorCall } from './operator.ts';

const functions: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  Tanh: (x) => tf.tanh(x),
  Sigmoid: (x) => tf.sigmoid(x),
  Relu: (x) => tf.relu(x),
  Softplus: (x) => tf.add(tf.relu(x), tf.log1p(tf.exp(tf.neg(tf.abs(x))))),
};

type Steps = readonly Tensor[];
/** The gates of one step from the input's share, the state's matrix and biases by gate. */
interface Parts {
  /** x·Wᵀ + Wb by gate, [batch, units]. */
  readonly given: Steps;
  /** Rᵀ by gate, [units, units]. */
  readonly recurrent: Steps;
  /** Rb by gate, [units]. */
  readonly biases: Steps;
  readonly apply: readonly ((x: Tensor) => Tensor)[];
}
type Cell = (parts: Parts, states: Steps, call: OperatorCall) => Steps;

const at = (list: Steps, index: number): Tensor => {
  const found = list[index];
  if (!found) throw new Error(`no part ${index}`);
  return found;
};

/** One direction over [time, batch, features]; gives Y [time, 1, batch, units] and Y_h [1, batch, units]. */
const recurrent =
  (gates: number, states: number, defaults: readonly string[], cell: Cell): Operator =>
  (call) => {
    const x = call.tensor(0),
      w = call.tensor(1),
      r = call.tensor(2),
      b = call.optional(3);
    const units = call.int('hidden_size', 0);
    const [time = 0, batch = 0, features = 0] = x.shape;
    const direction = call.text('direction', 'forward');
    if (x.rank !== 3 || call.int('layout', 0) !== 0 || (direction !== 'forward' && direction !== 'reverse') || call.inputs > 4) return call.broken('layout');
    const shapes = [w.shape, r.shape, ...(b ? [b.shape] : [])].map(String);
    const wanted = [[1, gates * units, features], [1, gates * units, units], ...(b ? [[1, 2 * gates * units]] : [])].map(String);
    if (shapes.join(';') !== wanted.join(';')) return call.broken(`weights of ${shapes.join('; ')}`);
    // Some four tensors a gate and step are alive at once.
    call.room([4, time, batch, gates * units]);
    call.work(time * batch * gates * units * (features + units));
    const apply = call.textList('activations', defaults).map((name) => (Object.hasOwn(functions, name) ? functions[name] : undefined) ?? call.broken(name));
    if (apply.length !== defaults.length) return call.broken('activations');
    // 1. What does not change from step to step.
    const transposed = tf.transpose(tf.reshape(w, [gates * units, features])) as Tensor2D;
    const [inputBias, stateBias] = b ? tf.split(tf.reshape(b, [-1]), 2) : [tf.zeros([gates * units]), tf.zeros([gates * units])];
    if (!inputBias || !stateBias) return call.broken('biases');
    const parts = {
      recurrent: tf.split(tf.reshape(r, [gates * units, units]), gates).map((matrix) => tf.transpose(matrix)),
      biases: tf.split(stateBias, gates),
      apply,
    };
    // 2. Step by step, from the back where the direction turns.
    let carried: Steps = Array.from({ length: states }, () => tf.zeros([batch, units]));
    const shown: Tensor[] = [];
    for (let step = 0; step < time; step++) {
      const place = direction === 'reverse' ? time - 1 - step : step;
      const rows = tf.reshape(tf.slice(x, [place, 0, 0], [1, batch, features]), [batch, features]) as Tensor2D;
      const given = tf.split(tf.add(tf.matMul(rows, transposed), inputBias), gates, 1);
      carried = cell({ ...parts, given }, carried, call);
      shown[place] = at(carried, 0);
    }
    // 3. Every step at its own time, and the last that was computed.
    return [tf.expandDims(tf.stack(shown), 1), tf.expandDims(at(carried, 0), 0)];
  };

const product = (state: Tensor, matrix: Tensor): Tensor => tf.matMul(state as Tensor2D, matrix as Tensor2D);
const f = ({ apply }: Parts, index: number, x: Tensor): Tensor => (apply[index] ?? ((same: Tensor) => same))(x);
const sum = (parts: Parts, gate: number, state: Tensor): Tensor =>
  tf.add(tf.add(at(parts.given, gate), product(state, at(parts.recurrent, gate))), at(parts.biases, gate));

/** Ht = f(Xt·Wiᵀ + Ht−1·Riᵀ + Wbi + Rbi). */
const rnn: Cell = (parts, states) => [f(parts, 0, sum(parts, 0, at(states, 0)))];

/** The gates lie in the order i, o, f, c. */
const lstm: Cell = (parts, states) => {
  const [shown, memory] = [at(states, 0), at(states, 1)];
  const [i, o, forget] = [0, 1, 2].map((gate) => f(parts, 0, sum(parts, gate, shown)));
  if (!i || !o || !forget) throw new Error('three gates');
  const next = tf.add(tf.mul(forget, memory), tf.mul(i, f(parts, 1, sum(parts, 3, shown))));
  return [tf.mul(o, f(parts, 2, next)), next];
};

/** The gates lie in the order z, r, h. */
const gru: Cell = (parts, states, call) => {
  const state = at(states, 0);
  const z = f(parts, 0, sum(parts, 0, state)),
    r = f(parts, 0, sum(parts, 1, state));
  const inside =
    call.int('linear_before_reset', 0) === 0
      ? tf.add(product(tf.mul(r, state), at(parts.recurrent, 2)), at(parts.biases, 2))
      : tf.mul(r, tf.add(product(state, at(parts.recurrent, 2)), at(parts.biases, 2)));
  const hidden = f(parts, 1, tf.add(at(parts.given, 2), inside));
  return [tf.add(tf.mul(tf.sub(1, z), hidden), tf.mul(z, state))];
};

/** Operators that carry a state along a sequence. */
export const recurrentOperators = {
  RNN: recurrent(1, 1, ['Tanh'], rnn),
  GRU: recurrent(3, 1, ['Sigmoid', 'Tanh'], gru),
  LSTM: recurrent(4, 2, ['Sigmoid', 'Tanh', 'Tanh'], lstm),
} satisfies Readonly<Record<string, Operator>>;
