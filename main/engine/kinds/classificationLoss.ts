import { tf } from '../tfjs/core.ts';
import type { Tensor, Tensor1D } from '../tfjs/core.ts';
import { defineEngineKind } from './engineKind.ts';
import type { Signal } from './engineKind.ts';
import { categoricalCrossEntropy, epsilon, perExample } from './reconstructionTerm.ts';
import { softmaxCrossEntropy } from './softmaxCrossEntropy.ts';
import { overBatch } from './loss.ts';

/** Cross-entropy of class probabilities against labels: averaged over the positions of an example, then over the batch. Tells predicted and true classes. */
export const classificationLossKind = defineEngineKind('classificationLoss', {
  lower: (request) => {
    const { params, exampleWeights, addTerm } = request;
    const [prediction] = request.inputs.prediction ?? [];
    if (!prediction) throw new Error('the classification loss has a prediction');
    const labels = request.input('labels');
    const entropy = params.form === 'sparse' ? sparseCrossEntropy(prediction, labels) : categoricalCrossEntropy(prediction, labels);
    addTerm({
      name: 'classification',
      value: overBatch(perExample(entropy, 'mean'), 'mean', exampleWeights),
      weight: params.weight,
      predicted: classIds(tf.argMax(prediction.value, -1)),
      labels: classIds(params.form === 'sparse' ? labels : tf.argMax(labels, -1)),
      classes: prediction.value.shape.at(-1) ?? 1,
    });
    return {};
  },
  keras: ({ params, inputs }) => ({ layers: [], outputs: {}, loss: { kind: 'classificationLoss', ...params, inputs } }),
});

/** −log p of the label. Without softmax logits, p is clipped and then normalised, as Keras's sparse form does (its categorical form normalises first). */
function sparseCrossEntropy(prediction: Signal, labels: Tensor): Tensor {
  const classes = prediction.value.shape.at(-1) ?? 1;
  const oneHot = tf.oneHot(tf.cast(labels, 'int32'), classes, 1, 0, 'float32');
  const logits = prediction.logits?.of === 'softmax' ? prediction.logits.value : tf.log(tf.clipByValue(prediction.value, epsilon, 1 - epsilon));
  return softmaxCrossEntropy(logits, oneHot);
}

function classIds(ids: Tensor): Tensor1D {
  return tf.reshape(tf.cast(ids, 'int32'), [-1]);
}
