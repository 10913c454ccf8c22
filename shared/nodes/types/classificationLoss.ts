import { at, defineNode } from '../defineNode.ts';
import type { Port, ShapeAnswer, ShapeProblem } from '../defineNode.ts';
import { choice, number } from '../params.ts';
import { scalarProblems } from '../rank.ts';
import { sameShape, showShape } from '../tensorSpec.ts';

const predictionPort: Port = { name: 'prediction', title: { en: 'Class probabilities', zh: '类别概率' }, carries: 'tensor' };

/**
 * Cross-entropy of class probabilities (behind a softmax, last axis) against labels, averaged over the batch, as Keras's
 * SparseCategoricalCrossentropy and CategoricalCrossentropy with from_logits=False; reports accuracy.
 */
export const classificationLossNode = defineNode({
  kind: 'classificationLoss',
  title: { en: 'Classification loss', zh: '分类损失' },
  summary: { en: 'How improbable the network finds the true class; accuracy is reported beside it.', zh: '网络认为真实类别有多不可能；同时报告准确率。' },
  formula: '\\mathcal L = -\\log p_{\\text{label}}',
  category: 'loss',
  params: {
    form: choice({
      title: { en: 'Labels as', zh: '标签形式' },
      help: {
        en: 'Integers: one a prediction (sparse). One-hot: one-hot rows or probabilities (categorical). Both give the same loss.',
        zh: '整数：每个预测对应一个整数（sparse）。独热：独热向量或概率（categorical）。两者损失相同。',
      },
      options: { sparse: { en: 'Integers', zh: '整数' }, categorical: { en: 'One-hot', zh: '独热' } },
      default: 'sparse',
    }),
    weight: number({
      title: { en: 'Weight', zh: '权重' },
      help: { en: 'Multiplies this whole loss where a graph has several.', zh: '图中有多个损失时，乘在整个损失上的系数。' },
      min: 0,
      max: 1e6,
      default: 1,
    }),
  },
  inputs: (params) => [predictionPort, { name: 'labels', title: { en: 'Labels', zh: '标签' }, carries: params.form === 'sparse' ? 'ids' : 'tensor' }],
  outputs: () => [],
  shape: ({ params, inputs }): ShapeAnswer => {
    const scalar = scalarProblems(inputs, 'prediction');
    if (scalar.length > 0) return { problems: scalar };
    const prediction = at(inputs, 'prediction').shape,
      labels = at(inputs, 'labels');
    const problems: ShapeProblem[] = [];
    const expected = params.form === 'sparse' ? prediction.slice(0, -1) : prediction;
    if (!sameShape(labels.shape, expected))
      problems.push({ code: 'shape-mismatch', port: 'labels', values: { expected: showShape(expected), found: showShape(labels.shape) } });
    const classes = prediction.at(-1) ?? 1,
      largest = labels.range[1];
    if (params.form === 'sparse' && Number.isFinite(largest) && largest >= classes) {
      problems.push({ code: 'labels-beyond-classes', port: 'prediction', values: { classes, largest } });
    }
    return problems.length > 0 ? { problems } : { outputs: {} };
  },
  weights: () => [],
});
