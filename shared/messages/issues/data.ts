import type { IssueText } from '../issueText.ts';

/** What can be wrong with a data set, its files or its preparation. `{file}` and `{path}` come from the issue's place, the rest from its values. */
export const dataIssues = {
  'data-path-missing': {
    severity: 'error',
    en: { message: 'The data set "{kind}" reads your own files, but no path is given.', hint: 'Choose the file or folder to read.' },
    zh: { message: '数据集“{kind}”读取您自己的文件，但没有给出路径。', hint: '请选择要读取的文件或文件夹。' },
  },
  'data-file-missing': {
    severity: 'error',
    en: { message: '{file}: there is no such file or folder.', hint: 'Check the spelling, or choose the file again if it was moved.' },
    zh: { message: '{file}：该文件或文件夹不存在。', hint: '请检查路径拼写；如果文件已移动，请重新选择。' },
  },
  'data-file-unreadable': {
    severity: 'error',
    en: { message: '{file}: it cannot be read ({reason}).', hint: 'Check that you may read it and that its disk is connected.' },
    zh: { message: '{file}：无法读取（{reason}）。', hint: '请检查您是否有读取权限，以及所在磁盘是否已连接。' },
  },
  'data-file-expected': {
    severity: 'error',
    en: {
      message: '{file}: a file is expected here, but this is a folder or a device.',
      hint: 'Choose a file; for a folder of pictures choose the kind "images".',
    },
    zh: { message: '{file}：此处需要文件，但这是文件夹或设备。', hint: '请选择一个文件；如果是图片文件夹，请选用“images”类型。' },
  },
  'data-folder-expected': {
    severity: 'error',
    en: {
      message: '{file}: a folder of pictures is expected here, but this is a file.',
      hint: 'Choose the folder that holds the pictures, or the kind that fits the file.',
    },
    zh: { message: '{file}：此处需要图片文件夹，但这是一个文件。', hint: '请选择存放图片的文件夹，或选用与该文件相符的类型。' },
  },
  'data-too-large': {
    severity: 'error',
    en: {
      message: '{file}: it holds {bytes} bytes of data; at most {limit} are read.',
      hint: 'Make a smaller file: fewer examples, smaller images, or one byte a value.',
    },
    zh: { message: '{file}：包含 {bytes} 字节数据，最多只能读取 {limit} 字节。', hint: '请缩小文件：减少样本、缩小图像，或改用每个值一个字节的格式。' },
  },
  'data-gzip-damaged': {
    severity: 'error',
    en: { message: '{file}: the gzip file is damaged or cut short.', hint: 'Download or copy it again; `gzip -t` tests a file.' },
    zh: { message: '{file}：gzip 文件已损坏或不完整。', hint: '请重新下载或复制；可用 `gzip -t` 检验文件。' },
  },
  'data-magic': {
    severity: 'error',
    en: {
      message: '{file}: this is not {format} data: it begins with the bytes {found}, where {expected} is expected.',
      hint: 'Choose the kind that fits the file, or save the file as {format}.',
    },
    zh: { message: '{file}：这不是 {format} 数据：文件以字节 {found} 开头，应为 {expected}。', hint: '请选用与文件相符的类型，或将文件另存为 {format}。' },
  },
  'data-header': {
    severity: 'error',
    en: { message: '{file}: the {format} header cannot be read ({reason}).', hint: 'The file is damaged; copy or save it again.' },
    zh: { message: '{file}：无法读取 {format} 文件头（{reason}）。', hint: '文件已损坏，请重新复制或保存。' },
  },
  'data-truncated': {
    severity: 'error',
    en: { message: '{file}: the file is cut short: its header promises {expected} bytes, but there are {found}.', hint: 'Download or copy the file again.' },
    zh: { message: '{file}：文件不完整：文件头声明 {expected} 字节，实际只有 {found} 字节。', hint: '请重新下载或复制该文件。' },
  },
  'data-trailing-bytes': {
    severity: 'error',
    en: {
      message: '{file}: the file is longer than its header says: {expected} bytes are promised, at least {found} are there.',
      hint: 'The file is damaged or was joined from several; save it again.',
    },
    zh: { message: '{file}：文件比文件头声明的更长：声明 {expected} 字节，实际至少 {found} 字节。', hint: '文件已损坏或由多个文件拼接而成，请重新保存。' },
  },
  'data-dtype': {
    severity: 'error',
    en: { message: '{file}: values of type {dtype} cannot be read.', hint: 'Save the array as bytes (uint8), integers or floats of 16, 32 or 64 bits.' },
    zh: { message: '{file}：无法读取类型为 {dtype} 的数值。', hint: '请将数组保存为字节（uint8）、整数或 16、32、64 位浮点数。' },
  },
  'data-shape': {
    severity: 'error',
    en: {
      message: '{file}: examples cannot be read from an array of shape [{shape}].',
      hint: 'The first axis counts the examples and at least one axis must follow, e.g. [1000, 28, 28].',
    },
    zh: { message: '{file}：无法从形状为 [{shape}] 的数组读取样本。', hint: '第一个轴表示样本数，其后至少还需一个轴，例如 [1000, 28, 28]。' },
  },
  'data-shapes-differ': {
    severity: 'error',
    en: {
      message: '{file}: its training examples have the shape [{first}], its test examples [{second}].',
      hint: 'Save both parts with examples of one shape.',
    },
    zh: { message: '{file}：训练样本的形状为 [{first}]，测试样本的形状为 [{second}]。', hint: '请让两部分的样本形状一致后重新保存。' },
  },
  'data-empty': {
    severity: 'error',
    en: { message: '{file}: there is not one example in it.', hint: 'Choose another file, or check the program that wrote this one.' },
    zh: { message: '{file}：其中没有任何样本。', hint: '请选择其他文件，或检查生成该文件的程序。' },
  },
  'data-not-finite': {
    severity: 'error',
    en: {
      message: '{file}: example {example} holds the value {value}, which no training survives.',
      hint: 'Replace or remove such values, then save the file again.',
    },
    zh: { message: '{file}：第 {example} 个样本含有值 {value}，会使训练失败。', hint: '请替换或删除此类数值后重新保存文件。' },
  },
  'data-label-count': {
    severity: 'error',
    en: { message: '{file}: {labels} labels for {examples} examples.', hint: 'Choose the label file that belongs to these examples.' },
    zh: { message: '{file}：有 {labels} 个标签，但有 {examples} 个样本。', hint: '请选择与这些样本对应的标签文件。' },
  },
  'data-label-shape': {
    severity: 'error',
    en: {
      message: '{file}: labels have the shape [{shape}]; one whole number for each example is expected.',
      hint: 'Save labels as a list of class numbers; turn one-hot rows into numbers first.',
    },
    zh: { message: '{file}：标签的形状为 [{shape}]，应为每个样本一个整数。', hint: '请将标签保存为类别编号列表；独热编码请先转换为编号。' },
  },
  'data-label-value': {
    severity: 'error',
    en: {
      message: '{file}: label {row} is {value}, not a whole number.',
      hint: 'Labels are class numbers such as 0, 1, 2. Measured values cannot be classes.',
    },
    zh: { message: '{file}：第 {row} 个标签是 {value}，不是整数。', hint: '标签应为 0、1、2 之类的类别编号，连续测量值不能作为类别。' },
  },
  'data-too-many-classes': {
    severity: 'error',
    en: {
      message: '{file}: the labels name {classes} different classes; at most {limit} are possible.',
      hint: 'Choose the column or file that holds classes, not measured values or names of single examples.',
    },
    zh: { message: '{file}：标签包含 {classes} 个不同类别，最多允许 {limit} 个。', hint: '请选择存放类别的列或文件，而不是测量值或单个样本的名称。' },
  },
  'data-npz-damaged': {
    severity: 'error',
    en: { message: '{file}: the NPZ archive is damaged ({reason}).', hint: 'Copy or save it again with `numpy.savez`.' },
    zh: { message: '{file}：NPZ 压缩包已损坏（{reason}）。', hint: '请重新复制，或用 `numpy.savez` 重新保存。' },
  },
  'data-npz-names': {
    severity: 'error',
    en: {
      message: '{file}: none of the arrays {names} is known to hold the examples.',
      hint: 'Save the examples as "x" and the labels as "y": `numpy.savez(file, x=…, y=…)`.',
    },
    zh: { message: '{file}：数组 {names} 中没有可识别的样本数组。', hint: '请将样本保存为“x”、标签保存为“y”：`numpy.savez(file, x=…, y=…)`。' },
  },
  'data-csv-quotes': {
    severity: 'error',
    en: {
      message: '{file}, row {row}: a quotation mark is opened and not closed, or text follows a closed one.',
      hint: 'Mend the quotation marks in that row; a mark inside text is written twice.',
    },
    zh: { message: '{file} 第 {row} 行：引号未闭合，或闭合引号之后还有文字。', hint: '请修正该行的引号；文字中的引号需写两次。' },
  },
  'data-csv-ragged': {
    severity: 'error',
    en: {
      message: '{file}, row {row}: {found} cells, where the first row has {expected}.',
      hint: 'Give every row as many cells as the first; look for a missing or surplus separator.',
    },
    zh: { message: '{file} 第 {row} 行：有 {found} 个单元格，而首行有 {expected} 个。', hint: '请让每行的单元格数与首行一致，检查是否缺少或多出分隔符。' },
  },
  'data-csv-missing-value': {
    severity: 'error',
    en: {
      message: '{file}, row {row}, column "{column}": the value is missing ("{cell}").',
      hint: 'Fill the cell in or delete the row; a model cannot learn from NaN or an empty cell.',
    },
    zh: { message: '{file} 第 {row} 行，“{column}”列：缺少数值（“{cell}”）。', hint: '请补全该单元格或删除该行；模型无法从 NaN 或空单元格中学习。' },
  },
  'data-csv-not-a-number': {
    severity: 'error',
    en: {
      message: '{file}, row {row}, column "{column}": "{cell}" is not a number.',
      hint: 'Correct the cell; write decimals with a point and without thousands separators.',
    },
    zh: { message: '{file} 第 {row} 行，“{column}”列：“{cell}”不是数字。', hint: '请更正该单元格；小数使用点号，且不要使用千位分隔符。' },
  },
  'data-csv-text-column': {
    severity: 'error',
    en: {
      message: '{file}: the column "{column}" holds text (row {row}: "{cell}").',
      hint: 'If it names the class, choose it as the label column; otherwise delete it or turn it into numbers.',
    },
    zh: { message: '{file}：“{column}”列是文本（第 {row} 行：“{cell}”）。', hint: '如果它表示类别，请将其设为标签列；否则请删除该列或转换为数字。' },
  },
  'data-csv-no-column': {
    severity: 'error',
    en: { message: '{file}: there is no column "{column}". Columns: {columns}.', hint: 'Choose the label column from those of the file.' },
    zh: { message: '{file}：没有“{column}”列。现有列：{columns}。', hint: '请从文件现有的列中选择标签列。' },
  },
  'data-csv-no-features': {
    severity: 'error',
    en: { message: '{file}: beside the label column "{column}" there is nothing to learn from.', hint: 'The table needs at least one column of numbers.' },
    zh: { message: '{file}：除标签列“{column}”外没有可供学习的数据。', hint: '表格至少需要一列数字。' },
  },
  'data-images-none': {
    severity: 'error',
    en: {
      message: '{file}: no PNG or JPEG picture is in this folder or its subfolders.',
      hint: 'Choose the folder that holds the pictures (.png, .jpg, .jpeg); convert other formats first.',
    },
    zh: { message: '{file}：该文件夹及其子文件夹中没有 PNG 或 JPEG 图片。', hint: '请选择存放图片（.png、.jpg、.jpeg）的文件夹；其他格式请先转换。' },
  },
  'data-images-loose': {
    severity: 'error',
    en: {
      message: '{file}: this picture lies beside class folders such as "{folder}" and so has no class.',
      hint: 'Move it into the folder of its class, or out of here.',
    },
    zh: { message: '{file}：这张图片与“{folder}”等类别文件夹并列，因而没有类别。', hint: '请将其移入所属类别的文件夹，或移到别处。' },
  },
  'data-images-mixed-sizes': {
    severity: 'error',
    en: {
      message: '{file} is {size} pixels, but {otherFile} is {otherSize}.',
      hint: 'Bring all pictures to one size, e.g. `mogrify -resize {otherSize}! *.png`.',
    },
    zh: { message: '{file} 为 {size} 像素，而 {otherFile} 为 {otherSize}。', hint: '请将所有图片调整为同一尺寸，例如 `mogrify -resize {otherSize}! *.png`。' },
  },
  'data-image-unreadable': {
    severity: 'error',
    en: { message: '{file}: the picture cannot be decoded ({reason}).', hint: 'Open and save it again as PNG, or take it out of the folder.' },
    zh: { message: '{file}：无法解码该图片（{reason}）。', hint: '请打开后重新保存为 PNG，或将其移出文件夹。' },
  },
  'data-mnist-not-packed': {
    severity: 'error',
    en: {
      message: 'The digits of "mnist" are not set up: {file} is missing.',
      hint: 'Run `npm run setup` once in the folder of Hourglass; it packs them from the npm package.',
    },
    zh: { message: '“mnist”数字尚未就绪：缺少 {file}。', hint: '请在 Hourglass 文件夹中运行一次 `npm run setup`，它会从 npm 包中生成数据。' },
  },
  'data-fashion-absent': {
    severity: 'error',
    en: {
      message: 'The pictures of "fashion-mnist" are not on this machine (looked in {debian} and {cache}).',
      hint: 'Install the Debian package: `apt-get install dataset-fashion-mnist`; or allow the download (31 MB) into {cache}.',
    },
    zh: {
      message: '本机上没有“fashion-mnist”图片（已查找 {debian} 和 {cache}）。',
      hint: '请安装 Debian 软件包：`apt-get install dataset-fashion-mnist`；或允许下载（31 MB）到 {cache}。',
    },
  },
  'data-download-failed': {
    severity: 'error',
    en: {
      message: '{url} could not be downloaded ({reason}).',
      hint: 'Check the network and try again, or install the Debian package: `apt-get install dataset-fashion-mnist`.',
    },
    zh: { message: '无法下载 {url}（{reason}）。', hint: '请检查网络后重试，或安装 Debian 软件包：`apt-get install dataset-fashion-mnist`。' },
  },
  'data-checksum': {
    severity: 'error',
    en: {
      message: '{file}: the contents are not the published ones (SHA-256 {found}, expected {expected}).',
      hint: 'Delete the file and get it again, or install the Debian package: `apt-get install dataset-fashion-mnist`.',
    },
    zh: {
      message: '{file}：内容与发布版本不一致（SHA-256 为 {found}，应为 {expected}）。',
      hint: '请删除该文件后重新获取，或安装 Debian 软件包：`apt-get install dataset-fashion-mnist`。',
    },
  },
  'data-limit-beyond-grid': {
    severity: 'error',
    en: { message: '"{kind}" has {count} different examples; {limit} were asked for.', hint: 'Set the limit to {count} or less.' },
    zh: { message: '“{kind}”共有 {count} 个不同样本，但要求 {limit} 个。', hint: '请将上限设为 {count} 或更小。' },
  },
  'data-limit-unreached': {
    severity: 'warning',
    en: { message: 'The limit is {limit} examples, but "{name}" has only {count}; all are used.', hint: 'Lower the limit or take it away.' },
    zh: { message: '上限为 {limit} 个样本，但“{name}”只有 {count} 个，已全部使用。', hint: '请降低或取消上限。' },
  },
  'data-split-empty': {
    severity: 'error',
    en: {
      message: 'The {split} split is empty: of {count} examples, validation takes a share of {validation} and test one of {test}.',
      hint: 'Use more examples or change the shares; a share of 0 does without that split.',
    },
    zh: {
      message: '{split} 划分为空：共 {count} 个样本，验证占比 {validation}，测试占比 {test}。',
      hint: '请增加样本或调整占比；占比设为 0 表示不使用该划分。',
    },
  },
  'data-batch-too-large': {
    severity: 'error',
    en: {
      message: 'A batch of {batchSize} is larger than the training split, which has {count} examples.',
      hint: 'Set the batch size to {count} or less, or train on more examples.',
    },
    zh: { message: '批大小 {batchSize} 超过了训练集的 {count} 个样本。', hint: '请将批大小设为 {count} 或更小，或使用更多样本训练。' },
  },
  'data-no-labels': {
    severity: 'error',
    en: { message: '"{name}" has no labels, so its classes cannot be balanced.', hint: 'Name a label file or label column, or set balancing to "none".' },
    zh: { message: '“{name}”没有标签，无法平衡各类别。', hint: '请指定标签文件或标签列，或将平衡方式设为“none”。' },
  },
  'data-augment-not-image': {
    severity: 'error',
    en: {
      message: 'Shift, rotation and flip need images, but an example of "{name}" has the shape [{shape}].',
      hint: 'Set them to 0 and off; noise works for every shape.',
    },
    zh: { message: '平移、旋转和翻转需要图像，但“{name}”的样本形状为 [{shape}]。', hint: '请将它们设为 0 或关闭；噪声适用于任何形状。' },
  },
  'data-thread-lost': {
    severity: 'warning',
    en: {
      message: 'The thread that prepares batches ahead of the training steps broke off: {reason}.',
      hint: 'The run goes on with the same numbers; its batches are prepared between the steps instead, which takes a little longer.',
    },
    zh: { message: '提前准备批次的线程已中断：{reason}。', hint: '训练会继续，数值不变；批次改为在训练步之间准备，速度会稍慢。' },
  },
} as const satisfies Record<string, IssueText>;
