import type { IssueText } from '../issueText.ts';

export const modelIssues = {
  'port-unfed': {
    severity: 'error',
    en: { message: 'Nothing is connected to the input “{port}” of “{node}”.', hint: 'Draw a wire to it, or remove the node.' },
    zh: { message: '“{node}”的输入端口“{port}”没有连接。', hint: '给它连一条线，或删除该节点。' },
  },
  'port-fed-twice': {
    severity: 'error',
    en: {
      message: '{count} wires lead into the input “{port}” of “{node}”, which takes one.',
      hint: 'Remove all but one, or merge them first with Add or Concatenate.',
    },
    zh: { message: '“{node}”的输入端口“{port}”接入了 {count} 条线，但它只接受一条。', hint: '只保留一条，或先用“相加”或“拼接”合并。' },
  },
  'wire-dangling': {
    severity: 'warning',
    en: { message: 'A wire from “{from}” to “{to}” leads to a node or port that does not exist, so it is ignored.', hint: 'Remove the wire, or draw it anew.' },
    zh: { message: '从“{from}”到“{to}”的连线指向不存在的节点或端口，已被忽略。', hint: '删除这条连线，或重新绘制。' },
  },
  'wire-type-mismatch': {
    severity: 'error',
    en: {
      message: '“{source}” gives {found}, but the input “{port}” of “{node}” takes {expected}.',
      hint: 'Connect a node that gives {expected}, or change what “{source}” gives.',
    },
    zh: { message: '“{source}”给出的是 {found}，而“{node}”的输入“{port}”需要 {expected}。', hint: '请连接给出 {expected} 的节点，或更改“{source}”的输出。' },
  },
  cycle: {
    severity: 'error',
    en: {
      message: 'The wires run in a circle: {path}.',
      hint: 'Remove one of these wires. Data must flow from inputs to losses; recurrence lives inside the recurrent nodes.',
    },
    zh: { message: '连线形成了环：{path}。', hint: '删除其中一条连线。数据必须从输入流向损失；循环结构由循环网络节点内部实现。' },
  },
  'node-kind-unknown': {
    severity: 'error',
    en: { message: '“{node}” is of a kind this version does not know: {kind}.', hint: 'Remove the node, or open the document with a newer version.' },
    zh: { message: '“{node}”的类型 {kind} 在此版本中不存在。', hint: '删除该节点，或用更新的版本打开文档。' },
  },
  'param-wrong-type': {
    severity: 'error',
    en: {
      message: '“{param}” of “{node}” holds {found}, which is no value of its kind; {default} is used for the analysis.',
      hint: 'Enter a value in this form: {range}.',
    },
    zh: { message: '“{node}”的参数“{param}”的值 {found} 类型不符；分析时按 {default} 处理。', hint: '请输入如下形式的值：{range}。' },
  },
  'param-out-of-range': {
    severity: 'error',
    en: { message: '“{param}” of “{node}” is {found}; permitted is {range}. {default} is used for the analysis.', hint: 'Enter a value within {range}.' },
    zh: { message: '“{node}”的参数“{param}”为 {found}，允许的范围是 {range}；分析时按 {default} 处理。', hint: '请输入 {range} 范围内的值。' },
  },
  'shape-mismatch': {
    severity: 'error',
    en: {
      message: 'The shapes at “{node}” do not fit: {found} arrives at “{port}” where {expected} is expected.',
      hint: 'Change the sizes of the nodes in front until both shapes are equal.',
    },
    zh: { message: '“{node}”处的形状不匹配：端口“{port}”收到 {found}，需要 {expected}。', hint: '调整前面节点的尺寸，使两个形状一致。' },
  },
  'split-odd': {
    severity: 'error',
    en: {
      message: '“{node}” is to halve its input, but its last axis has {size} values, which is odd.',
      hint: 'Give the node in front an even number of units.',
    },
    zh: { message: '“{node}”要把输入对半拆分，但最后一个轴有 {size} 个值，是奇数。', hint: '把前一个节点的单元数改为偶数。' },
  },
  'target-shape-mismatch': {
    severity: 'error',
    en: {
      message: '“{node}” compares {found} with a target of {expected}: the same number of values in another arrangement.',
      hint: 'Put a Reshape or Flatten before the loss, so that both have one shape.',
    },
    zh: {
      message: '“{node}”把 {found} 与形状为 {expected} 的目标比较：数值个数相同，但排列不同。',
      hint: '在损失之前加上“变形”或“展平”，使两者形状一致。',
    },
  },
  'decoder-shape-mismatch': {
    severity: 'error',
    en: {
      message: 'The decoder does not reach the shape of its target: “{node}” gets {found}, the target is {expected}.',
      hint: 'Change the last layers of the decoder until they give {expected}.',
    },
    zh: { message: '解码器的输出没有达到目标的形状：“{node}”得到 {found}，目标为 {expected}。', hint: '修改解码器的最后几层，使其输出为 {expected}。' },
  },
  'no-loss': {
    severity: 'error',
    en: { message: 'The graph has no loss, so there is nothing to train for.', hint: 'Add a Loss (autoencoder, VAE) or a Classification loss (classifier).' },
    zh: { message: '图中没有损失节点，无法训练。', hint: '添加“损失”（自编码器、VAE）或“分类损失”（分类器）。' },
  },
  'no-data-input': {
    severity: 'error',
    en: { message: 'No Input of the graph is fed by the data set.', hint: 'Add an Input node, or set “Fed by” of an existing one to data.' },
    zh: { message: '图中没有由数据集提供数据的输入节点。', hint: '添加一个“输入”节点，或把已有输入节点的“数据来源”设为 data。' },
  },
  'data-shape-mismatch': {
    severity: 'error',
    en: {
      message: '“{node}” takes examples of {found}, but the data set gives {expected}.',
      hint: 'Set the shape of “{node}” to {expected}, or choose other data.',
    },
    zh: { message: '“{node}”接受形状为 {found} 的样本，而数据集给出 {expected}。', hint: '把“{node}”的形状设为 {expected}，或选择其他数据。' },
  },
  'labels-without-classes': {
    severity: 'error',
    en: { message: '“{node}” reads labels, but the data set has no classes.', hint: 'Choose data with labels, or remove the node.' },
    zh: { message: '“{node}”需要标签，但该数据集没有类别。', hint: '选择带标签的数据，或删除该节点。' },
  },
  'class-count-mismatch': {
    severity: 'error',
    en: { message: '“{node}” has {found} classes, the data set {expected}.', hint: 'Set it to {expected}.' },
    zh: { message: '“{node}”有 {found} 个类别，而数据集有 {expected} 个。', hint: '请改为 {expected}。' },
  },
  'input-unused': {
    severity: 'warning',
    en: { message: 'Nothing reads the input “{node}”.', hint: 'Connect it to a node, or remove it.' },
    zh: { message: '没有任何节点读取输入“{node}”。', hint: '把它连到某个节点，或将其删除。' },
  },
  'dead-branch': {
    severity: 'warning',
    en: {
      message: 'What “{node}” computes reaches no loss and no output, so it is left out ({count} nodes).',
      hint: 'Connect it onwards, read it with an Output node, or remove the branch.',
    },
    zh: {
      message: '“{node}”的计算结果没有到达任何损失或输出，因此被略去（共 {count} 个节点）。',
      hint: '把它继续连接下去，用“输出”节点读取，或删除这一分支。',
    },
  },
  'latent-input-without-source': {
    severity: 'error',
    en: { message: 'The decoder reads the input “{node}”, which nothing feeds.', hint: "Let it read a Sample of the encoder's posterior instead." },
    zh: { message: '解码器读取的输入“{node}”没有任何数据来源。', hint: '让它改为读取编码器后验的采样。' },
  },
  'decoder-disconnected': {
    severity: 'error',
    en: {
      message: 'The reconstruction at “{node}” does not depend on any example: encoder and decoder are not connected.',
      hint: 'Lead a wire from the encoder (through Sample in a VAE) into the decoder.',
    },
    zh: { message: '“{node}”处的重构不依赖任何样本：编码器与解码器没有连接。', hint: '从编码器引一条连线（VAE 中经过“采样”）到解码器。' },
  },
  'posterior-never-sampled': {
    severity: 'warning',
    en: {
      message: 'The posterior at “{node}” is never sampled: the decoder sees no z drawn from it.',
      hint: 'Put a Sample node between the heads and the decoder.',
    },
    zh: { message: '“{node}”处的后验从未被采样：解码器得不到从中抽取的 z。', hint: '在两个头与解码器之间放一个“采样”节点。' },
  },
  'variance-head-missing': {
    severity: 'warning',
    en: { message: 'A VAE needs two heads, mean and log-variance; at “{node}” there is only one.', hint: 'Replace it by a Split, which has both.' },
    zh: { message: 'VAE 需要均值和对数方差两个头；“{node}”处只有一个。', hint: '用同时具有两者的“拆分”替换它。' },
  },
  'mean-head-bounded': {
    severity: 'warning',
    en: {
      message: 'The mean of the posterior cannot leave {range}, because “{node}” bounds it; the prior N(0, 1) reaches both ways.',
      hint: 'Take the activation off the mean head (linear).',
    },
    zh: { message: '后验的均值只能在 {range} 内，因为“{node}”限制了它；而先验 N(0, 1) 向两侧延伸。', hint: '去掉均值头的激活函数（设为 linear）。' },
  },
  'sample-ignores-mean': {
    severity: 'warning',
    en: {
      message: '“{node}” scales the noise but never adds the mean: z has its centre at 0 for every example.',
      hint: 'Compute z = mean + σ·ε, or use a Sample node.',
    },
    zh: { message: '“{node}”只缩放噪声而没有加上均值：每个样本的 z 都以 0 为中心。', hint: '按 z = 均值 + σ·ε 计算，或使用“采样”节点。' },
  },
  'kl-missing': {
    severity: 'warning',
    en: {
      message: '“{node}” has no KL term, so nothing holds the posterior near the prior: new samples from the decoder will mean nothing.',
      hint: 'Switch the KL term on and wire mean and spread to the loss.',
    },
    zh: { message: '“{node}”没有 KL 项，后验不受先验约束：从解码器采样得到的新样本没有意义。', hint: '打开 KL 项，并把均值和离散程度连到损失。' },
  },
  'kl-not-posterior': {
    severity: 'error',
    en: {
      message: 'The KL term of “{node}” measures “{source}” at “{port}”, which is not the posterior that is sampled.',
      hint: 'Wire the mean and the spread of the sampled posterior to the loss.',
    },
    zh: { message: '“{node}”的 KL 项在“{port}”处度量的是“{source}”，并不是被采样的后验。', hint: '把被采样后验的均值和离散程度连到损失。' },
  },
  'spread-form-mismatch': {
    severity: 'error',
    en: { message: '“{source}” gives the spread as {found}, “{node}” reads it as {expected}: σ would be wrong.', hint: 'Set both to the same form.' },
    zh: { message: '“{source}”以 {found} 的形式给出离散程度，而“{node}”按 {expected} 读取：σ 会出错。', hint: '把两者设为相同的形式。' },
  },
  'kl-sign-flipped': {
    severity: 'error',
    en: {
      message: 'The KL term of “{node}” has the wrong sign: training would drive the divergence to infinity.',
      hint: 'Set the sign to −½ Σ(1 + log σ² − μ² − σ²).',
    },
    zh: { message: '“{node}”的 KL 项符号相反：训练会把散度推向无穷。', hint: '把符号设为 −½ Σ(1 + log σ² − μ² − σ²)。' },
  },
  'kl-not-averaged': {
    severity: 'warning',
    en: {
      message: '“{node}” sums the KL term over the batch but averages the reconstruction: β is in effect multiplied by the batch size ({batch}).',
      hint: 'Average the KL over the batch too.',
    },
    zh: { message: '“{node}”对批次的 KL 项求和，而重构项取平均：β 实际被乘以批次大小（{batch}）。', hint: 'KL 也应对批次取平均。' },
  },
  'reduction-mismatch': {
    severity: 'warning',
    en: {
      message: '“{node}” reduces its two terms differently (reconstruction: {reconstruction}; KL: {kl}), so β is in effect multiplied by {factor}.',
      hint: 'Sum both over their dimensions and average both over the batch.',
    },
    zh: { message: '“{node}”的两项归约方式不同（重构：{reconstruction}；KL：{kl}），β 实际被乘以 {factor}。', hint: '两项都对维度求和、对批次取平均。' },
  },
  'target-range': {
    severity: 'error',
    en: {
      message: '“{node}” uses {loss}, which needs values in [0, 1], but “{source}” gives values in {range}.',
      hint: 'Use a sigmoid output and data normalised to unit range, or change the loss to the squared error.',
    },
    zh: {
      message: '“{node}”使用 {loss}，要求取值在 [0, 1] 内，而“{source}”的取值范围是 {range}。',
      hint: '使用 sigmoid 输出并将数据归一化到 [0, 1]，或把损失改为平方误差。',
    },
  },
  'activation-missing': {
    severity: 'error',
    en: {
      message: '“{node}” uses {loss}, which needs values in [0, 1], but “{source}” has no activation that bounds its output.',
      hint: 'Set its activation to {activation}.',
    },
    zh: { message: '“{node}”使用 {loss}，要求取值在 [0, 1] 内，但“{source}”没有限制输出范围的激活函数。', hint: '把它的激活函数设为 {activation}。' },
  },
  'target-out-of-reach': {
    severity: 'warning',
    en: {
      message: '“{source}” can only give values in {found}, but the target of “{node}” lies in {expected}.',
      hint: 'Choose an output activation that reaches {expected}, or normalise the data to {found}.',
    },
    zh: {
      message: '“{source}”只能给出 {found} 内的值，而“{node}”的目标范围是 {expected}。',
      hint: '选择能覆盖 {expected} 的输出激活函数，或将数据归一化到 {found}。',
    },
  },
  'metric-meaningless': {
    severity: 'warning',
    en: {
      message: 'Accuracy is asked for, but there is no Classification loss: for a reconstruction it means nothing.',
      hint: 'Remove the metric; watch the reconstruction term instead.',
    },
    zh: { message: '请求了准确率（accuracy）指标，但图中没有“分类损失”：对重构而言它没有意义。', hint: '移除该指标，改为观察重构项。' },
  },
  'latent-too-wide': {
    severity: 'warning',
    en: {
      message: 'The latent “{node}” has {found} values, more than the {expected} of the input: the network can copy instead of compressing.',
      hint: 'Make it narrower, or hold it back with an activity penalty or noise.',
    },
    zh: { message: '潜在表示“{node}”有 {found} 个值，多于输入的 {expected} 个：网络可以直接复制而不压缩。', hint: '把它变窄，或用激活惩罚或噪声加以约束。' },
  },
  'cost-beyond-memory': {
    severity: 'error',
    en: {
      message:
        'Training would need about {needed} GiB ({parameters} parameters, {activations} GiB of activations at batch size {batch}); there are {available} GiB.',
      hint: 'Make the widest layers smaller, or reduce the batch size.',
    },
    zh: {
      message: '训练大约需要 {needed} GiB（{parameters} 个参数，批次大小 {batch} 时激活值占 {activations} GiB），而可用内存为 {available} GiB。',
      hint: '缩小最宽的层，或减小批次大小。',
    },
  },
  'rank-mismatch': {
    severity: 'error',
    en: {
      message: '“{node}” takes a tensor of {rank} axes ({expected}) at “{port}”, but {found} arrives.',
      hint: 'Put a Reshape or Flatten in front; an image is height×width×channels, a sequence time×features.',
    },
    zh: {
      message: '“{node}”的端口“{port}”需要 {rank} 个轴的张量（{expected}），但收到 {found}。',
      hint: '在前面加“变形”或“展平”；图像为 高×宽×通道，序列为 时间×特征。',
    },
  },
  'reshape-size': {
    severity: 'error',
    en: {
      message: '“{node}” cannot arrange the {size} values of {found} as {expected}.',
      hint: 'Choose a shape whose axes multiply to {size}, or set one axis to −1 to have it worked out.',
    },
    zh: { message: '“{node}”无法把 {found} 的 {size} 个值排列成 {expected}。', hint: '选择各轴乘积为 {size} 的形状，或将一个轴设为 −1 由系统推算。' },
  },
  'reshape-unclear': {
    severity: 'error',
    en: {
      message: 'The shape {shape} of “{node}” says too little: an axis is 0, or more than one is −1.',
      hint: 'Give every axis its size; at most one may be −1.',
    },
    zh: { message: '“{node}”的形状 {shape} 不明确：有轴为 0，或有多个轴为 −1。', hint: '给出每个轴的大小；最多只能有一个 −1。' },
  },
  'kernel-larger-than-input': {
    severity: 'error',
    en: {
      message: 'The {kernel} window of “{node}” (dilation counted) does not fit into the {found} image.',
      hint: 'Make the window smaller, set the padding to same, or shrink the image less in front.',
    },
    zh: { message: '“{node}”的 {kernel} 窗口（含膨胀）放不进 {found} 的图像。', hint: '缩小窗口，把填充设为 same，或让前面的层少缩小图像。' },
  },
  'strides-with-dilation': {
    severity: 'error',
    en: {
      message: '“{node}” has strides {strides} and dilation {dilation}; only one of them may be above 1.',
      hint: 'Set the strides or the dilation to 1, 1.',
    },
    zh: { message: '“{node}”的步幅为 {strides}，膨胀率为 {dilation}；两者只能有一个大于 1。', hint: '把步幅或膨胀率设为 1, 1。' },
  },
  'clip-bounds-crossed': {
    severity: 'error',
    en: { message: 'The lowest value of “{node}” ({min}) lies above its highest ({max}).', hint: 'Exchange the two bounds.' },
    zh: { message: '“{node}”的下限（{min}）高于上限（{max}）。', hint: '交换两个界限。' },
  },
  'ids-beyond-vocabulary': {
    severity: 'error',
    en: {
      message: 'Ids up to {largest} arrive at “{node}”, but its vocabulary of {vocabulary} ends before.',
      hint: 'Set the vocabulary to one more than the largest id.',
    },
    zh: { message: '“{node}”会收到最大为 {largest} 的编号，但其词表大小只有 {vocabulary}。', hint: '将词表大小设为最大编号加一。' },
  },
  'labels-beyond-classes': {
    severity: 'error',
    en: {
      message: '“{node}” compares {classes} class probabilities with labels up to {largest}.',
      hint: 'Give the last layer one more unit than the largest label.',
    },
    zh: { message: '“{node}”把 {classes} 个类别概率与最大为 {largest} 的标签比较。', hint: '让最后一层的单元数等于最大标签加一。' },
  },
  'merge-shapes': {
    severity: 'error',
    en: {
      message: '“{node}” cannot merge {expected} with {found} value by value.',
      hint: "Make the shapes equal; only an axis of 1 stretches to the other's size.",
    },
    zh: { message: '“{node}”无法将 {expected} 与 {found} 逐值合并。', hint: '使两个形状一致；只有大小为 1 的轴会扩展到对方的大小。' },
  },
  'concatenate-shapes': {
    severity: 'error',
    en: { message: '“{node}” cannot join {expected} and {found} along axis {axis}.', hint: 'Make all other axes equal, or choose another axis.' },
    zh: { message: '“{node}”无法沿轴 {axis} 拼接 {expected} 与 {found}。', hint: '使其余各轴一致，或选择另一个轴。' },
  },
  'axis-missing': {
    severity: 'error',
    en: {
      message: '“{node}” is to work along axis {axis}, which {found} does not have.',
      hint: 'Axis −1 is the last one; 0 is the batch and cannot be joined.',
    },
    zh: { message: '“{node}”要沿轴 {axis} 处理，但 {found} 没有该轴。', hint: '轴 −1 为最后一个轴；0 为批次轴，不能拼接。' },
  },
} as const satisfies Record<string, IssueText>;
