import { sizeOf } from '../../../../shared/nodes/tensorSpec.ts';
import type { StoredArray } from '../storedArray.ts';
import type { ExpectedWeight } from '../layerWeights.ts';
import type { PortableLayer } from '../portableModel.ts';
import { runsNatively } from './nativeRecurrence.ts';

/** How a weight lies in an ONNX tensor: its shape there and, value by value, which of the weight's own values it is (−1: a zero that ONNX wants beside them). */
export interface Arrangement {
  readonly shape: readonly number[];
  readonly from: Int32Array;
}

/** The arrangement of a layer's weight (named by its role, see layerWeights), or null where it stays as it is. Layers that are written operator by operator keep Keras's form. */
export function weightArrangement(layer: Pick<PortableLayer, 'className' | 'config'>, { name: role, shape }: ExpectedWeight): Arrangement | null {
  switch (layer.className) {
    // Keras: [rows, columns, in, out]; ONNX: [out, in, rows, columns].
    case 'Conv2D':
    // Keras: [rows, columns, out, in]; ONNX: [in, out, rows, columns].
    case 'Conv2DTranspose':
      return role === 'kernel' ? transposed(shape, [3, 2, 0, 1]) : null;
    case 'LSTM':
    case 'GRU':
    case 'SimpleRNN':
      if (!runsNatively(layer)) return null;
      return role === 'bias' ? biasArrangement(layer.className, shape) : kernelArrangement(layer.className, shape);
    default:
      return null;
  }
}

/** Where ONNX's gates lie among Keras's: LSTM i, f, candidate, o → i, o, f, candidate; GRU z, r, candidate in both. */
const gates = { LSTM: [0, 3, 1, 2], GRU: [0, 1, 2], SimpleRNN: [0] } as const;

/** [in, gates·units] → [1, gates·units, in]. */
function kernelArrangement(className: keyof typeof gates, [rows = 1, columns = 1]: readonly number[]): Arrangement {
  const order = gates[className];
  const units = columns / order.length;
  const from = new Int32Array(rows * columns);
  let at = 0;
  for (const gate of order) for (let unit = 0; unit < units; unit++) for (let row = 0; row < rows; row++) from[at++] = row * columns + gate * units + unit;
  return { shape: [1, columns, rows], from };
}

/** The input's biases, then the state's: [1, 2·gates·units]. Only a GRU that resets after its product has biases of the state, in a row of their own. */
function biasArrangement(className: keyof typeof gates, shape: readonly number[]): Arrangement {
  const order = gates[className];
  const columns = shape.at(-1) ?? 1;
  const units = columns / order.length;
  const from = new Int32Array(2 * columns).fill(-1);
  for (let row = 0; row < (shape.length === 2 ? 2 : 1); row++)
    order.forEach((gate, place) => {
      for (let unit = 0; unit < units; unit++) from[row * columns + place * units + unit] = row * columns + gate * units + unit;
    });
  return { shape: [1, 2 * columns], from };
}

function transposed(shape: readonly number[], perm: readonly number[]): Arrangement {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const made = perm.map((axis) => shape[axis] ?? 1);
  const steps = perm.map((axis) => strides[axis] ?? 1);
  const from = new Int32Array(sizeOf(shape));
  const index = made.map(() => 0);
  for (let at = 0, source = 0; at < from.length; at++) {
    from[at] = source;
    for (let axis = made.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      source += steps[axis] ?? 0;
      if (next < (made[axis] ?? 1)) {
        index[axis] = next;
        break;
      }
      index[axis] = 0;
      source -= next * (steps[axis] ?? 0);
    }
  }
  return { shape: made, from };
}

/** A weight as ONNX holds it. */
export function arrangeWeight(weight: StoredArray, arrangement: Arrangement | null): StoredArray {
  if (!arrangement) return weight;
  return { shape: arrangement.shape, values: Float32Array.from(arrangement.from, (source) => (source < 0 ? 0 : (weight.values[source] ?? 0))) };
}

/** The weight that `arranged` came from. */
export function restoreWeight(shape: readonly number[], arranged: Float32Array, arrangement: Arrangement | null): StoredArray {
  if (!arrangement) return { shape, values: arranged };
  const values = new Float32Array(sizeOf(shape));
  arrangement.from.forEach((source, at) => {
    if (source >= 0) values[source] = arranged[at] ?? 0;
  });
  return { shape, values };
}
