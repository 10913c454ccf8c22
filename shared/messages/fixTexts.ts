import type { Text } from './language.ts';

/** What the button of each mechanical repair says. */
export const fixTexts = {
  'remove-node': { en: 'Remove the node', zh: '删除该节点' },
  'remove-branch': { en: 'Remove the branch', zh: '删除该分支' },
  'remove-wire': { en: 'Remove the wire', zh: '删除该连线' },
  'keep-last-wire': { en: 'Keep the wire drawn last', zh: '只保留最后绘制的连线' },
  connect: { en: 'Draw the missing wire', zh: '补上缺少的连线' },
  'set-nearest': { en: 'Use the nearest permitted value', zh: '改为最接近的允许值' },
  'set-shape': { en: 'Take the shape of the data', zh: '采用数据的形状' },
  'set-classes': { en: 'Take the number of classes of the data', zh: '采用数据的类别数' },
  'set-activation': { en: 'Change the activation', zh: '更改激活函数' },
  'set-linear': { en: 'Take the activation off', zh: '去掉激活函数' },
  'set-spread-form': { en: 'Use the same form', zh: '采用相同的形式' },
  'set-unit-range': { en: 'Normalise the data to [0, 1]', zh: '将数据归一化到 [0, 1]' },
  'feed-data': { en: 'Feed it with the data set', zh: '由数据集提供数据' },
  'add-reshape': { en: 'Insert a Reshape', zh: '插入“变形”' },
  'add-flatten': { en: 'Insert a Flatten', zh: '插入“展平”' },
  'add-sample': { en: 'Insert a Sample node', zh: '插入“采样”节点' },
  'add-posterior': { en: 'Insert mean and log-variance heads and a Sample node', zh: '插入均值头、对数方差头和“采样”节点' },
  'add-variance-head': { en: 'Replace it by a Split', zh: '用“拆分”替换' },
  'wire-noise': { en: 'Make it the noise of the Sample node', zh: '改为“采样”节点的噪声' },
  'kl-on': { en: 'Switch the KL term on', zh: '打开 KL 项' },
  'kl-off': { en: 'Switch the KL term off', zh: '关闭 KL 项' },
  'kl-rewire': { en: 'Measure the posterior that is sampled', zh: '度量被采样的后验' },
  'kl-sign': { en: 'Flip the sign', zh: '更正符号' },
  'set-reductions': { en: 'Sum over features, average over the batch', zh: '对特征求和，对批次取平均' },
  'average-kl': { en: 'Average the KL over the batch', zh: '让 KL 对批次取平均' },
  'remove-metric': { en: 'Remove the metric', zh: '移除该指标' },
} as const satisfies Record<string, Text>;

export type FixTitle = keyof typeof fixTexts;
