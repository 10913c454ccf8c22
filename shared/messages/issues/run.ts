import type { IssueText } from '../issueText.ts';

/** Problems of runs, their files and devices. */
export const runIssues = {
  'run-diverged': {
    severity: 'error',
    en: {
      message: 'Training broke down at step {step}: the {where} of “{name}” became infinite or not a number. The last good weights are restored.',
      hint: 'Lower the learning rate, clip gradients by norm, or clamp the log-variance; then resume or train anew.',
    },
    zh: {
      message: '训练在第 {step} 步失败：“{name}”的{where}变为无穷或非数值。已恢复最后一组正常的权重。',
      hint: '请降低学习率、按范数裁剪梯度，或限制对数方差的范围；然后继续或重新训练。',
    },
  },
  'run-step-eager': {
    severity: 'note',
    en: {
      message: '“{name}” keeps the training step from being compiled ({reason}), so it runs an operation at a time: the same results, more slowly.',
      hint: 'Nothing to do. If it matters, report it with the graph: every step should compile.',
    },
    zh: {
      message: '“{name}”使训练步无法编译（{reason}），因此逐个运算执行：结果相同，但较慢。',
      hint: '无需处理。如有需要，请附上计算图报告：每个训练步都应能编译。',
    },
  },
  'run-memory': {
    severity: 'error',
    en: {
      message: 'This model needs about {needed} GiB to train ({parameters} parameters), and {available} GiB can be used here.',
      hint: 'Use a smaller batch, smaller layers, or convolutions in place of wide Dense layers.',
    },
    zh: {
      message: '训练此模型约需 {needed} GiB 内存（{parameters} 个参数），此处可用 {available} GiB。',
      hint: '请减小批次、减小层的规模，或用卷积代替很宽的全连接层。',
    },
  },
  'run-folder-taken': {
    severity: 'error',
    en: { message: 'A run already lies in {file}.', hint: 'Choose another folder, or continue that run with resume.' },
    zh: { message: '{file} 中已有一次训练。', hint: '请另选文件夹，或用 resume 继续该训练。' },
  },
  'run-lost': {
    severity: 'error',
    en: { message: 'Training was interrupted: {reason}.', hint: 'Resume it: it goes on from its last checkpoint.' },
    zh: { message: '训练已中断：{reason}。', hint: '请恢复训练：将从最后一个检查点继续。' },
  },
  'run-missing': {
    severity: 'error',
    en: { message: 'There is no run in {file}.', hint: 'Give the folder that train printed: the one that holds run.json.' },
    zh: { message: '{file} 中没有训练记录。', hint: '请给出 train 打印的文件夹，即包含 run.json 的文件夹。' },
  },
  'run-broken': {
    severity: 'error',
    en: {
      message: '{file} cannot be read: {reason}. It was left as it is.',
      hint: 'Restore the file from a copy; the checkpoints beside it may still be whole.',
    },
    zh: { message: '无法读取 {file}：{reason}。该文件保持原样。', hint: '请从备份恢复该文件；旁边的检查点可能仍然完好。' },
  },
  'run-newer': {
    severity: 'error',
    en: {
      message: 'The run in {file} has version {found}; this Hourglass reads up to version {supported}. Nothing was touched.',
      hint: 'Open it with a newer Hourglass.',
    },
    zh: { message: '{file} 中的训练版本为 {found}；此 Hourglass 最高支持版本 {supported}。未作任何更改。', hint: '请使用更新版本的 Hourglass 打开。' },
  },
  'run-unwritable': {
    severity: 'error',
    en: {
      message: 'The run’s folder {file} cannot be written: {reason}.',
      hint: 'Make room on the disk or give a folder that you may write to. What was checkpointed is whole: resume goes on from it.',
    },
    zh: { message: '无法写入训练文件夹 {file}：{reason}。', hint: '请腾出磁盘空间，或指定有写入权限的文件夹。已保存的检查点完好，可从其继续训练。' },
  },
  'start-weights-none': {
    severity: 'error',
    en: {
      message: 'None of the {count} weights of this model is in the run {file} under the same node, name and shape.',
      hint: 'Start from a run of the same or a similar model, or leave the starting weights out.',
    },
    zh: { message: '训练 {file} 中没有与此模型 {count} 个权重的节点、名称和形状相同的权重。', hint: '请从相同或相近模型的训练开始，或不指定起始权重。' },
  },
  'start-weights-partial': {
    severity: 'warning',
    en: {
      message: '{missing} of the {count} weights of this model ({first} first) are not in the run {file} under the same node, name and shape: they start anew.',
      hint: 'Nothing to do if those layers are new; else give nodes and sizes the names they have there.',
    },
    zh: {
      message: '此模型的 {count} 个权重中有 {missing} 个（首先是 {first}）在训练 {file} 中没有节点、名称和形状都相同的对应项：它们将重新初始化。',
      hint: '如果这些层是新增的，则无需处理；否则请使节点名称和大小与该训练一致。',
    },
  },
  'run-log-cut': {
    severity: 'note',
    en: {
      message: 'The last line of {file} was cut off, as happens when a run is killed. Everything before it was read.',
      hint: 'Nothing to do: resuming writes that stretch anew.',
    },
    zh: { message: '{file} 的最后一行不完整，训练被强行终止时会这样。其余内容均已读取。', hint: '无需处理：继续训练会重新写出该部分。' },
  },
  'run-data-changed': {
    severity: 'error',
    en: {
      message: 'The data of the run in {file} has changed (hash {expected}…, now {found}…): going on would mix two data sets.',
      hint: 'Put the old data back, or train a new run from these weights with --from.',
    },
    zh: {
      message: '{file} 中训练所用的数据已改变（哈希 {expected}…，现为 {found}…）：继续训练会混合两个数据集。',
      hint: '请恢复原数据，或用 --from 以这些权重开始新的训练。',
    },
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
    en: {
      message: 'There is no checkpoint {file}.',
      hint: 'The retention rule keeps the newest epochs and the best one; ask for one of those, or train the run further.',
    },
    zh: { message: '没有检查点 {file}。', hint: '保留规则只保留最新的几轮和最佳的一轮；请选择其中之一，或继续训练。' },
  },
  'checkpoint-broken': {
    severity: 'error',
    en: {
      message: 'The checkpoint {file} cannot be read: {reason}.',
      hint: 'Name another checkpoint of the run; or move this file elsewhere, and resume goes on from the one before it.',
    },
    zh: { message: '无法读取检查点 {file}：{reason}。', hint: '请指定该训练的其他检查点；或将此文件移走，继续训练时会使用更早的检查点。' },
  },
  'device-missing': {
    severity: 'error',
    en: {
      message: 'The device {device} cannot be used here ({reason}).',
      hint: 'Run “npm run -s hourglass -- doctor”: it names each device, and the command that gets it.',
    },
    zh: { message: '此处无法使用设备 {device}（{reason}）。', hint: '请运行“npm run -s hourglass -- doctor”：它会列出每个设备及其安装命令。' },
  },
  'run-busy': {
    severity: 'error',
    en: { message: 'Another run is training in this engine: {name}.', hint: 'Wait for its end, or stop it; it can be resumed afterwards.' },
    zh: { message: '此引擎正在训练另一次运行：{name}。', hint: '请等待其结束，或将其停止；之后可以继续该训练。' },
  },
  'run-not-training': {
    severity: 'error',
    en: {
      message: 'The run {run} is not training ({status}), so it cannot be controlled.',
      hint: 'Resume it first; what it has learned lies in its last checkpoint.',
    },
    zh: { message: '训练 {run} 目前未在进行（{status}），因此无法控制。', hint: '请先继续该训练；已学到的内容保存在最后一个检查点中。' },
  },
  'engine-failed': {
    severity: 'error',
    en: {
      message: 'The engine failed: {reason}.',
      hint: 'This is a fault of Hourglass or of a native library, not of the model. Run “npm run -s hourglass -- doctor”, then try again; a run goes on from its last checkpoint.',
    },
    zh: {
      message: '引擎出错：{reason}。',
      hint: '这是 Hourglass 或本机库的故障，与模型无关。请运行“npm run -s hourglass -- doctor”后重试；训练可从最后一个检查点继续。',
    },
  },
  'connection-lost': {
    severity: 'error',
    en: {
      message: 'The connection to the engine ended before it answered “{call}”.',
      hint: 'Try again: the engine is started anew by itself. A run that was training can be resumed from its last checkpoint.',
    },
    zh: { message: '在引擎回应“{call}”之前，与引擎的连接已断开。', hint: '请重试：引擎会自动重新启动。正在进行的训练可从最后一个检查点继续。' },
  },
  'protocol-version': {
    severity: 'error',
    en: {
      message:
        'The two sides of the connection are of different builds: protocol {found} with nodes {foundCatalogue}, here {expected} with nodes {expectedCatalogue}.',
      hint: 'Reload the window, or start Hourglass anew, so that both sides come from one installation.',
    },
    zh: {
      message: '连接两端的版本不同：对方为协议 {found}、节点目录 {foundCatalogue}，本端为协议 {expected}、节点目录 {expectedCatalogue}。',
      hint: '请重新加载窗口或重新启动 Hourglass，使两端来自同一安装。',
    },
  },
  'protocol-hello': {
    severity: 'error',
    en: {
      message: '“{call}” was called before both sides had greeted each other.',
      hint: 'Call hello first, with the protocol version and the catalogue hash.',
    },
    zh: { message: '双方尚未完成握手就调用了“{call}”。', hint: '请先调用 hello，并给出协议版本和节点目录哈希。' },
  },
  'protocol-message': {
    severity: 'error',
    en: {
      message: 'A message is not one of the protocol’s ({path}: {found}).',
      hint: 'Reload the window or update the client: both sides must come from one installation.',
    },
    zh: { message: '收到的消息不符合协议（{path}：{found}）。', hint: '请重新加载窗口或更新客户端：两端必须来自同一安装。' },
  },
  'protocol-call-unknown': {
    severity: 'error',
    en: { message: 'The engine has no call named {call}.', hint: 'Reload the window or update the client: both sides must come from one installation.' },
    zh: { message: '引擎没有名为 {call} 的调用。', hint: '请重新加载窗口或更新客户端：两端必须来自同一安装。' },
  },
  'protocol-payload': {
    severity: 'error',
    en: { message: '“{call}” cannot take what {path} holds: {found}; it takes {expected}.', hint: 'Correct the value at {path} and call again.' },
    zh: { message: '“{call}”无法接受 {path} 处的值 {found}；应为 {expected}。', hint: '请改正 {path} 处的值后重新调用。' },
  },
  'protocol-too-large': {
    severity: 'error',
    en: {
      message: 'A message holds more than the {limit} bytes that one call may carry.',
      hint: 'Send it in parts: fewer examples or codes at a time, or a smaller document.',
    },
    zh: { message: '一条消息超过了单次调用允许的 {limit} 字节。', hint: '请分批发送：每次发送较少的样本或编码，或缩小文档。' },
  },
  'protocol-run-unknown': {
    severity: 'error',
    en: { message: 'No run named {run} is known here.', hint: 'Open it by its folder, or resume it; only runs trained since the start are known by name.' },
    zh: { message: '此处没有名为 {run} 的训练。', hint: '请通过其文件夹打开或继续该训练；只有本次启动以来的训练才能按名称访问。' },
  },
  'protocol-watch-taken': {
    severity: 'error',
    en: { message: 'This connection already watches something under the number {watch}.', hint: 'Use another number, or end the earlier watch first.' },
    zh: { message: '此连接已有编号为 {watch} 的订阅。', hint: '请使用其他编号，或先取消之前的订阅。' },
  },
} as const satisfies Record<string, IssueText>;
