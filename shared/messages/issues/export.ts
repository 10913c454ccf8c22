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
  'export-layer-unknown': {
    severity: 'error',
    en: { message: '“{node}” becomes a {layer}, which {format} cannot hold.', hint: 'Choose another format, or replace the node.' },
    zh: { message: '“{node}”会变成 {layer}，{format} 无法保存。', hint: '请选择其他格式，或替换该节点。' },
  },
} satisfies Record<string, IssueText>;
