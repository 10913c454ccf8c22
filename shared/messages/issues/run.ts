import type { IssueText } from '../issueText.ts';

/** Problems of runs, their files and devices. */
export const runIssues = {
  'run-diverged': {
    severity: 'error',
    en: { message: 'Training broke down at step {step}: {where} of “{name}” ({node}) became infinite or not a number. The last good weights are restored.', hint: 'Lower the learning rate, clip gradients by norm, or clamp the log-variance; then resume or train anew.' },
    zh: { message: '训练在第 {step} 步失败：“{name}”（{node}）的 {where} 变为无穷或非数值。已恢复最后一组正常的权重。', hint: '请降低学习率、按范数裁剪梯度，或限制对数方差的范围；然后继续或重新训练。' },
  },
  'run-memory': {
    severity: 'error',
    en: { message: 'This model needs about {needed} GiB to train ({parameters} parameters), and {available} GiB can be used here.', hint: 'Use a smaller batch, smaller layers, or convolutions in place of wide Dense layers.' },
    zh: { message: '训练此模型约需 {needed} GiB 内存（{parameters} 个参数），此处可用 {available} GiB。', hint: '请减小批次、减小层的规模，或用卷积代替很宽的全连接层。' },
  },
  'run-folder-taken': {
    severity: 'error',
    en: { message: 'A run already lies in {file}.', hint: 'Choose another folder, or continue that run with resume.' },
    zh: { message: '{file} 中已有一次训练。', hint: '请另选文件夹，或用 resume 继续该训练。' },
  },
  'run-missing': {
    severity: 'error',
    en: { message: 'There is no run in {file}.', hint: 'Give the folder that train printed: the one that holds run.json.' },
    zh: { message: '{file} 中没有训练记录。', hint: '请给出 train 打印的文件夹，即包含 run.json 的文件夹。' },
  },
  'run-broken': {
    severity: 'error',
    en: { message: '{file} cannot be read: {reason}. It was left as it is.', hint: 'Restore the file from a copy; the checkpoints beside it may still be whole.' },
    zh: { message: '无法读取 {file}：{reason}。该文件保持原样。', hint: '请从备份恢复该文件；旁边的检查点可能仍然完好。' },
  },
  'run-log-cut': {
    severity: 'note',
    en: { message: 'The last line of {file} was cut off, as happens when a run is killed. Everything before it was read.', hint: 'Nothing to do: resuming writes that stretch anew.' },
    zh: { message: '{file} 的最后一行不完整，训练被强行终止时会这样。其余内容均已读取。', hint: '无需处理：继续训练会重新写出该部分。' },
  },
  'run-data-changed': {
    severity: 'error',
    en: { message: 'The data of the run in {file} has changed (hash {expected}…, now {found}…): going on would mix two data sets.', hint: 'Put the old data back, or train a new run from these weights with --from.' },
    zh: { message: '{file} 中训练所用的数据已改变（哈希 {expected}…，现为 {found}…）：继续训练会混合两个数据集。', hint: '请恢复原数据，或用 --from 以这些权重开始新的训练。' },
  },
  'run-no-latent': {
    severity: 'error',
    en: { message: 'The model in {file} has no latent code to {what}.', hint: 'Use a run of an autoencoder or a VAE: a model with an encoder and a decoder.' },
    zh: { message: '{file} 中的模型没有可用于 {what} 的潜在编码。', hint: '请使用自编码器或 VAE 的训练结果，即带有编码器和解码器的模型。' },
  },
  'run-labels-needed': {
    severity: 'error',
    en: { message: 'The decoder of this model is conditional: it needs a class for each code.', hint: 'Say which with --label, from 0 to {last}.' },
    zh: { message: '此模型的解码器是条件式的：每个编码都需要一个类别。', hint: '请用 --label 指定类别，从 0 到 {last}。' },
  },
  'run-codes-shape': {
    severity: 'error',
    en: { message: 'Codes have {found} values each; this model’s latent has {expected}.', hint: 'Give {expected} numbers a code.' },
    zh: { message: '每个编码有 {found} 个数；此模型的潜在维数为 {expected}。', hint: '每个编码请给出 {expected} 个数。' },
  },
  'checkpoint-missing': {
    severity: 'error',
    en: { message: 'There is no checkpoint {file}.', hint: 'The retention rule keeps the newest epochs and the best one; ask for one of those, or train the run further.' },
    zh: { message: '没有检查点 {file}。', hint: '保留规则只保留最新的几轮和最佳的一轮；请选择其中之一，或继续训练。' },
  },
  'checkpoint-broken': {
    severity: 'error',
    en: { message: 'The checkpoint {file} cannot be read: {reason}.', hint: 'Use another checkpoint of the run, or resume from an earlier one.' },
    zh: { message: '无法读取检查点 {file}：{reason}。', hint: '请使用该训练的其他检查点，或从更早的检查点继续。' },
  },
  'device-missing': {
    severity: 'error',
    en: { message: 'The device {device} cannot be used here ({reason}).', hint: 'Run “npm run -s hourglass -- doctor”: it names each device, and the command that gets it.' },
    zh: { message: '此处无法使用设备 {device}（{reason}）。', hint: '请运行“npm run -s hourglass -- doctor”：它会列出每个设备及其安装命令。' },
  },
} as const satisfies Record<string, IssueText>;
