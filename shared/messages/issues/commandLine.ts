import type { IssueText } from '../issueText.ts';

/** What can be wrong with a command line, and with the files that it is to read or write. */
export const commandLineIssues = {
  usage: {
    severity: 'error',
    en: { message: 'The command line cannot be understood: {reason}', hint: 'Add --help to the command to see what it takes.' },
    zh: { message: '无法理解该命令行：{reason}', hint: '在命令后加 --help 可查看其用法。' },
  },
  'engine-failed': {
    severity: 'error',
    en: {
      message: 'The engine failed: {reason}',
      hint: 'This is a fault of Hourglass or of a library. “hourglass doctor” tells what this machine offers; --device wasm may get you further.',
    },
    zh: { message: '引擎出错：{reason}', hint: '这是 Hourglass 或某个库的故障。“hourglass doctor”可查看本机可用的计算设备；也可尝试 --device wasm。' },
  },
  'model-unknown': {
    severity: 'error',
    en: {
      message: '“{name}” is neither a file nor a template.',
      hint: 'Did you mean {near}? “hourglass templates” lists all templates; a document of your own ends in .hourglass.json.',
    },
    zh: { message: '“{name}”既不是文件，也不是模板。', hint: '您是否想输入 {near}？“hourglass templates”列出所有模板；您自己的文档以 .hourglass.json 结尾。' },
  },
  'document-unreadable': {
    severity: 'error',
    en: { message: '{file} cannot be read: {reason}.', hint: 'Check that it is a file and that you may read it.' },
    zh: { message: '无法读取 {file}：{reason}。', hint: '请检查它是否为文件，以及您是否有读取权限。' },
  },
  'data-unknown': {
    severity: 'error',
    en: {
      message: '“{name}” is neither a data set nor a file or folder.',
      hint: 'Did you mean {near}? “hourglass datasets” lists what is built in; a path leads to your own data.',
    },
    zh: { message: '“{name}”既不是数据集，也不是文件或文件夹。', hint: '您是否想输入 {near}？“hourglass datasets”列出内置数据集；也可给出您自己数据的路径。' },
  },
  'data-kind-unclear': {
    severity: 'error',
    en: {
      message: 'What {file} holds cannot be told from its name.',
      hint: 'Read are a folder of pictures, .csv, .npy, .npz, and IDX files (.idx, -ubyte, also .gz).',
    },
    zh: { message: '无法从文件名判断 {file} 的内容。', hint: '可读取：图片文件夹、.csv、.npy、.npz，以及 IDX 文件（.idx、-ubyte，也可为 .gz）。' },
  },
  'beta-without-kl': {
    severity: 'error',
    en: {
      message: 'β was given, but no loss of “{name}” has a KL term that it could weigh.',
      hint: 'Leave --beta out, or train a variational autoencoder such as vae-dense.',
    },
    zh: { message: '给出了 β，但“{name}”的损失中没有可加权的 KL 项。', hint: '请去掉 --beta，或训练变分自编码器，例如 vae-dense。' },
  },
  'output-unknown': {
    severity: 'error',
    en: { message: '{file} does not say in which form to write: its ending is none of {endings}.', hint: 'Give --out a name with one of these endings.' },
    zh: { message: '无法从 {file} 判断输出格式：其扩展名不在 {endings} 之中。', hint: '请让 --out 使用其中一种扩展名。' },
  },
  'output-unwritable': {
    severity: 'error',
    en: { message: '{file} cannot be written: {reason}.', hint: 'Choose another place with --out, or make room there.' },
    zh: { message: '无法写入 {file}：{reason}。', hint: '请用 --out 选择其他位置，或在该处腾出空间。' },
  },
  'picture-shape': {
    severity: 'error',
    en: {
      message: 'Values of shape {shape} are no picture.',
      hint: 'Write them as .npy or .csv instead. A picture is height × width (× 1, 3 or 4 channels), or a square laid flat, such as 784.',
    },
    zh: { message: '形状为 {shape} 的数值不是图片。', hint: '请改为输出 .npy 或 .csv。图片应为 高 × 宽（× 1、3 或 4 个通道），或展平的正方形，例如 784。' },
  },
  'picture-none': {
    severity: 'error',
    en: { message: 'There are no pictures to draw.', hint: 'Ask for at least one.' },
    zh: { message: '没有可绘制的图片。', hint: '请至少要求一张。' },
  },
  'picture-too-large': {
    severity: 'error',
    en: {
      message: 'The pictures together would take {width} × {height} pixels.',
      hint: 'Ask for fewer, write each to a file of its own (--out a folder), or write .npy.',
    },
    zh: { message: '所有图片合起来将有 {width} × {height} 像素。', hint: '请减少数量，将每张写入单独的文件（--out 指定文件夹），或输出 .npy。' },
  },
  'codes-ragged': {
    severity: 'error',
    en: { message: '{file}: {path} has {found} values where the first has {expected}.', hint: 'Give every code as many values as the first.' },
    zh: { message: '{file}：{path} 有 {found} 个值，而首行有 {expected} 个。', hint: '请让每个编码的值个数与首行一致。' },
  },
  'codes-not-numbers': {
    severity: 'error',
    en: { message: '{file}: {path} holds “{found}”, which is no number.', hint: 'Codes are finite numbers, separated by commas, a code a line.' },
    zh: { message: '{file}：{path} 的“{found}”不是数字。', hint: '编码应为有限的数字，以逗号分隔，每行一个编码。' },
  },
  'codes-none': {
    severity: 'error',
    en: { message: '{file} holds no codes.', hint: 'Write one code a line; “hourglass encode” makes such a file.' },
    zh: { message: '{file} 中没有编码。', hint: '请每行写一个编码；“hourglass encode”可生成这样的文件。' },
  },
  'label-beyond-classes': {
    severity: 'error',
    en: { message: 'The class {label} does not exist: this model knows {classes} classes, 0 to {last}.', hint: 'Choose one of these.' },
    zh: { message: '类别 {label} 不存在：该模型有 {classes} 个类别，编号 0 到 {last}。', hint: '请从中选择。' },
  },
  'label-unused': {
    severity: 'warning',
    en: { message: 'This model is not told classes, so --label changes nothing.', hint: 'Leave it out, or train a conditional model such as cvae-dense.' },
    zh: { message: '该模型不接受类别，--label 不起作用。', hint: '请去掉它，或训练条件模型，例如 cvae-dense。' },
  },
} as const satisfies Record<string, IssueText>;
