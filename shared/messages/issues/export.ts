import type { IssueText } from '../issueText.ts';

/** Problems of taking a model away in a file, and of bringing one back. */
export const exportIssues = {
  'export-part-absent': {
    severity: 'error',
    en: { message: 'This model has no {part} to export: {reason}.', hint: 'Export the full model, or another part.' },
    zh: { message: '此模型没有可导出的{part}：{reason}。', hint: '请导出完整模型或其他部分。' },
  },
  'export-uniform-sampled': {
    severity: 'error',
    en: {
      message: '“{node}” draws uniform noise, which no format’s own layers can draw.',
      hint: 'Export with the noise as an input, or make the noise normal and train again.',
    },
    zh: {
      message: '“{node}”抽取均匀噪声，任何格式自带的层都无法抽取。',
      hint: '请将噪声作为输入导出，或改用正态噪声后重新训练。',
    },
  },
  'export-format-missing': {
    severity: 'error',
    en: { message: 'This Hourglass does not write “{format}”.', hint: 'Choose one of the formats that the help or the dialog lists.' },
    zh: { message: '此版本的 Hourglass 不支持写出“{format}”。', hint: '请从帮助或对话框列出的格式中选择。' },
  },
  'export-sample-missing': {
    severity: 'error',
    en: { message: '{format} cannot hold the {part} with sampling as “{sample}”.', hint: 'Choose the mean, or the noise as an input.' },
    zh: { message: '{format} 无法保存采样方式为“{sample}”的{part}。', hint: '请改用均值，或将噪声作为输入。' },
  },
  'export-differs': {
    severity: 'error',
    en: {
      message: 'The {format} file is not the trained model: its “{output}” differs by {largest}, and {allowed} is allowed. Nothing was kept.',
      hint: 'This should not happen: please report it with the model. Another format may do meanwhile.',
    },
    zh: {
      message: '{format} 文件与训练好的模型不一致：“{output}”相差 {largest}，允许 {allowed}。未保留任何文件。',
      hint: '这不应发生：请附上模型报告此问题。可暂用其他格式。',
    },
  },
  'export-peer-refuses': {
    severity: 'error',
    en: {
      message: '{library} did not run the {format} file: {reason}. Nothing was kept.',
      hint: 'Export without asking it (no --verify), and report this with the model; or see that its Python has the library.',
    },
    zh: {
      message: '{library} 未能运行 {format} 文件：{reason}。未保留任何文件。',
      hint: '请在不使用它核对的情况下导出（去掉 --verify），并附上模型报告此问题；或确认其 Python 已安装该库。',
    },
  },
  'export-exists': {
    severity: 'error',
    en: { message: '{file} is there already.', hint: 'Choose another name, or say that it may be replaced (--replace).' },
    zh: { message: '{file} 已存在。', hint: '请换一个名称，或允许替换（--replace）。' },
  },
  'export-not-ours': {
    severity: 'error',
    en: { message: '{file} is not an earlier export of this kind, so it is not replaced.', hint: 'Choose another name, or move it away yourself.' },
    zh: { message: '{file} 不是此前的同类导出，因此不会替换。', hint: '请换一个名称，或自行将其移走。' },
  },
  'export-layer-unknown': {
    severity: 'error',
    en: { message: '“{node}” becomes the layer {layer}, which {format} cannot hold.', hint: 'Choose another format, or replace the node.' },
    zh: { message: '“{node}”对应的层 {layer} 无法保存为 {format}。', hint: '请选择其他格式，或替换该节点。' },
  },
  'export-needs-tensorflow': {
    severity: 'error',
    en: {
      message: '{format} is written by TensorFlow itself, which is not what computes now.',
      hint: 'Start Hourglass with the device tensorflow, or choose another format.',
    },
    zh: { message: '{format} 由 TensorFlow 本身写出，而当前计算设备不是 TensorFlow。', hint: '请以 tensorflow 设备启动 Hourglass，或选择其他格式。' },
  },
  'export-unreadable': {
    severity: 'error',
    en: {
      message: 'The written file {file} cannot be read back: {reason}.',
      hint: 'Nothing was kept. Choose another format, and send a diagnostics bundle to the makers.',
    },
    zh: { message: '写出的文件 {file} 无法读回：{reason}。', hint: '未保留任何文件。请选择其他格式，并将诊断包发送给开发者。' },
  },
} satisfies Record<string, IssueText>;
