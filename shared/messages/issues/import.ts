import type { IssueText } from '../issueText.ts';

/** Problems of bringing in a model that another program wrote. */
export const importIssues = {
  'import-broken': {
    severity: 'error',
    en: { message: '{file} cannot be read as a model: {reason}.', hint: 'Save it again where it comes from, as .keras, .h5 or a TensorFlow.js layers model.' },
    zh: { message: '{file} 无法作为模型读取：{reason}。', hint: '请在来源处重新保存为 .keras、.h5 或 TensorFlow.js 层模型。' },
  },
  'import-too-large': {
    severity: 'error',
    en: { message: '{file} unpacks to {bytes} bytes, and {limit} are the most that is read.', hint: 'Save a smaller model, or without its optimiser.' },
    zh: { message: '{file} 解压后有 {bytes} 字节，最多读取 {limit} 字节。', hint: '请保存较小的模型，或不含优化器的模型。' },
  },
  'import-layer-unknown': {
    severity: 'error',
    en: {
      message: 'Layer “{layer}” is a {className}, for which there is no node.',
      hint: 'Replace it by layers that Hourglass has, and save the model again.',
    },
    zh: { message: '层“{layer}”是 {className}，没有与之对应的节点。', hint: '请换成 Hourglass 具有的层，然后重新保存模型。' },
  },
  'import-layer-setting': {
    severity: 'error',
    en: {
      message: 'Layer “{layer}” ({className}) has {setting} set to {value}, which its node cannot say.',
      hint: 'Change the setting where the model comes from, and save it again.',
    },
    zh: { message: '层“{layer}”（{className}）的 {setting} 为 {value}，对应的节点无法表达。', hint: '请在模型来源处更改该设置，然后重新保存。' },
  },
  'import-weights-missing': {
    severity: 'error',
    en: {
      message: 'Layer “{layer}” needs weights that {file} does not hold as they should be: {reason}.',
      hint: 'Save the whole model, not its architecture alone.',
    },
    zh: { message: '层“{layer}”所需的权重在 {file} 中缺失或不符：{reason}。', hint: '请保存完整模型，而不只是结构。' },
  },
} satisfies Record<string, IssueText>;
