import type { NodeKind } from '../../../shared/nodes/catalogue.ts';
import { activationKind } from './activation.ts';
import { addKind } from './add.ts';
import { averagePool2dKind } from './averagePool2d.ts';
import { batchNormKind } from './batchNorm.ts';
import { classificationLossKind } from './classificationLoss.ts';
import { clipKind } from './clip.ts';
import { concatenateKind } from './concatenate.ts';
import { conv2dKind } from './conv2d.ts';
import { conv2dTransposeKind } from './conv2dTranspose.ts';
import { denseKind } from './dense.ts';
import { dropoutKind } from './dropout.ts';
import { embeddingKind } from './embedding.ts';
import type { EngineKind } from './engineKind.ts';
import { flattenKind } from './flatten.ts';
import { gaussianNoiseKind } from './gaussianNoise.ts';
import { globalAveragePool2dKind } from './globalAveragePool2d.ts';
import { gruKind } from './gru.ts';
import { inputKind } from './input.ts';
import { labelsKind } from './labels.ts';
import { layerNormKind } from './layerNorm.ts';
import { lossKind } from './loss.ts';
import { lstmKind } from './lstm.ts';
import { mathKind } from './math.ts';
import { maxPool2dKind } from './maxPool2d.ts';
import { multiplyKind } from './multiply.ts';
import { noiseKind } from './noise.ts';
import { outputKind } from './output.ts';
import { repeatVectorKind } from './repeatVector.ts';
import { reshapeKind } from './reshape.ts';
import { sampleKind } from './sample.ts';
import { simpleRnnKind } from './simpleRnn.ts';
import { splitKind } from './split.ts';
import { upSampling2dKind } from './upSampling2d.ts';

/** The engine half of every kind; a kind without one does not compile. */
export const engineKinds: { readonly [K in NodeKind]: EngineKind<K> } = {
  input: inputKind,
  labels: labelsKind,
  noise: noiseKind,
  dense: denseKind,
  embedding: embeddingKind,
  math: mathKind,
  activation: activationKind,
  clip: clipKind,
  dropout: dropoutKind,
  gaussianNoise: gaussianNoiseKind,
  batchNorm: batchNormKind,
  layerNorm: layerNormKind,
  flatten: flattenKind,
  reshape: reshapeKind,
  repeatVector: repeatVectorKind,
  conv2d: conv2dKind,
  conv2dTranspose: conv2dTransposeKind,
  maxPool2d: maxPool2dKind,
  averagePool2d: averagePool2dKind,
  globalAveragePool2d: globalAveragePool2dKind,
  upSampling2d: upSampling2dKind,
  simpleRnn: simpleRnnKind,
  lstm: lstmKind,
  gru: gruKind,
  add: addKind,
  multiply: multiplyKind,
  concatenate: concatenateKind,
  split: splitKind,
  sample: sampleKind,
  loss: lossKind,
  classificationLoss: classificationLossKind,
  output: outputKind,
};
