import { cleanTape } from '../../step/cleanTape.ts';
import type { CleanTape } from '../../step/cleanTape.ts';
import { tf } from '../../tfjs/core.ts';
import type { Tensor } from '../../tfjs/core.ts';
import { drawNormal } from '../../tfjs/randomOps.ts';
import { nativeIds, record } from '../../tfjs/recorder.ts';
import type { TensorId } from '../../tfjs/recorder.ts';
import { tidy } from '../../tfjs/tidy.ts';
import type { PortableModel } from '../portableModel.ts';
import { prepareLayers } from '../runLayers.ts';
import type { StoredArray } from '../storedArray.ts';

/** A model's pass over one batch, as TensorFlow's operations. */
export interface RecordedLayers {
  readonly batchSize: number;
  readonly tape: CleanTape;
  /** In the model's order. */
  readonly inputs: readonly TensorId[];
  readonly outputs: readonly TensorId[];
  /** Values of the weights, by number, in the model's order. */
  readonly weights: ReadonlyMap<TensorId, StoredArray>;
}

/** Runs a model on zeros of a batch size on the tensorflow device, which must be open, and gives what was done. */
export function recordLayers(model: PortableModel, batchSize: number): RecordedLayers {
  // Draws as native operations: one made in JavaScript would be the same numbers for ever.
  const pass = prepareLayers(model, (shape, seed) => drawNormal(shape, tf.tensor1d([...seed], 'int32')));
  const fed = model.inputs.map(({ name, shape, dtype }): readonly [string, Tensor] => [name, tf.zeros([batchSize, ...shape], dtype)]);
  try {
    const inputs = nativeIds(fed.map(([, tensor]) => tensor));
    const weightIds = nativeIds(pass.weights.map(({ tensor }) => tensor));
    const { value: outputs, tape } = record(() => tidy(() => nativeIds(pass.compute(new Map(fed)))));
    return {
      batchSize,
      inputs,
      outputs,
      tape: cleanTape(tape, outputs),
      weights: new Map(pass.weights.flatMap(({ array }, index) => (weightIds[index] === undefined ? [] : [[weightIds[index], array]]))),
    };
  } finally {
    tf.dispose(fed.map(([, tensor]) => tensor));
    pass.dispose();
  }
}
