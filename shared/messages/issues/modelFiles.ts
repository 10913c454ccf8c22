import type { IssueText } from '../issueText.ts';

/** Problems of reading ONNX files, and safetensors with their layers. */
export const modelFileIssues = {
  'onnx-broken': {
    severity: 'error',
    en: {
      message: 'The ONNX file cannot be read: {reason}.',
      hint: 'It may have been cut short or changed. Export it again, or get it again from where it comes.',
    },
    zh: { message: '无法读取该 ONNX 文件：{reason}。', hint: '文件可能被截断或改动。请重新导出，或从来源处重新获取。' },
  },
  'onnx-external-data': {
    severity: 'error',
    en: {
      message: 'The weights of “{tensor}” lie in another file, which Hourglass does not open.',
      hint: 'Save the model as one file, without external data.',
    },
    zh: { message: '“{tensor}”的权重在另一个文件中，Hourglass 不会打开它。', hint: '请将模型保存为单个文件，不使用外部数据。' },
  },
  'onnx-operator-unknown': {
    severity: 'error',
    en: {
      message: 'The ONNX file uses the operator {operator}, which Hourglass does not compute.',
      hint: 'Hourglass reads the ONNX files that it writes itself.',
    },
    zh: { message: '该 ONNX 文件使用了 Hourglass 不支持的算子 {operator}。', hint: 'Hourglass 读取由它自己写出的 ONNX 文件。' },
  },
  'onnx-too-large': {
    severity: 'error',
    en: {
      message: '“{operator}” of the ONNX file would make {found} values or calculations; {limit} are allowed.',
      hint: 'Run it on fewer examples at once, or shrink the model.',
    },
    zh: { message: '该 ONNX 文件的“{operator}”将产生 {found} 个数值或运算；上限为 {limit}。', hint: '请减少同时运行的样本，或缩小模型。' },
  },
  'onnx-input': {
    severity: 'error',
    en: {
      message: 'The input “{name}” is {found}, and the ONNX file asks for {expected}.',
      hint: 'Feed values of that shape, with the examples along the first axis.',
    },
    zh: { message: '输入“{name}”为 {found}，而该 ONNX 文件要求 {expected}。', hint: '请提供该形状的数值，首轴为样本。' },
  },
  'onnx-foreign': {
    severity: 'error',
    en: {
      message: 'This ONNX file does not say what layers it was made of, or no longer what it computes.',
      hint: 'Only ONNX files written by Hourglass, and unchanged since, come back onto the canvas. Import the .keras or .h5 file of the model instead.',
    },
    zh: {
      message: '该 ONNX 文件没有说明它由哪些层构成，或与其计算内容不再一致。',
      hint: '只有由 Hourglass 写出且未经改动的 ONNX 文件才能导入画布。请改用该模型的 .keras 或 .h5 文件。',
    },
  },
  'model-too-large': {
    severity: 'error',
    en: {
      message: 'The model takes {found} bytes as {format}; {limit} are the most one file of it holds.',
      hint: 'Choose a format with files beside it, such as SavedModel.',
    },
    zh: { message: '该模型以 {format} 保存需 {found} 字节；单个文件上限为 {limit} 字节。', hint: '请选择可分多个文件保存的格式，例如 SavedModel。' },
  },
  'layers-broken': {
    severity: 'error',
    en: { message: '{file} does not describe a model: {reason}.', hint: 'It may have been cut short or changed. Export the model again.' },
    zh: { message: '{file} 没有描述一个模型：{reason}。', hint: '文件可能被截断或改动。请重新导出模型。' },
  },
} as const satisfies Record<string, IssueText>;
