import type { IssueText } from '../issueText.ts';

/** Problems of the library of projects and of the hosts that serve it. */
export const libraryIssues = {
  'library-name': {
    severity: 'error',
    en: {
      message: '“{name}” cannot be used as a name here ({fault}).',
      hint: 'Choose a name of 1 to 80 characters without / \\ : * ? " < > |, that neither begins nor ends with a space or a full stop.',
    },
    zh: { message: '“{name}”不能用作名称（{fault}）。', hint: '请使用 1 到 80 个字符的名称，不含 / \\ : * ? " < > |，且首尾不为空格或句点。' },
  },
  'library-unwritable': {
    severity: 'error',
    en: {
      message: '{file} cannot be written: {reason}. What was there before is untouched.',
      hint: 'Look at the free space and the permissions of that folder, then save again; until then, download the document from the menu.',
    },
    zh: { message: '无法写入 {file}：{reason}。原有内容未受影响。', hint: '请检查磁盘空间和该文件夹的权限，然后重新保存；在此之前可从菜单下载文档。' },
  },
  'project-missing': {
    severity: 'error',
    en: {
      message: 'There is no project “{name}” in the library.',
      hint: 'It may have been renamed or deleted in another window: look through the list of projects, or save under this name.',
    },
    zh: { message: '项目库中没有“{name}”。', hint: '它可能已在其他窗口中被重命名或删除：请查看项目列表，或以此名称保存。' },
  },
  'project-exists': {
    severity: 'error',
    en: { message: 'There is already a project “{name}”.', hint: 'Choose another name, or open that project first if you mean to replace it.' },
    zh: { message: '已有名为“{name}”的项目。', hint: '请换一个名称；如要替换该项目，请先打开它。' },
  },
  'project-changed': {
    severity: 'error',
    en: {
      message: 'The project “{name}” was saved elsewhere since it was opened here; saving now would overwrite that.',
      hint: 'Save this under another name, or open the project again and compare.',
    },
    zh: { message: '项目“{name}”在此处打开之后已在别处保存；现在保存会覆盖那些更改。', hint: '请以其他名称保存，或重新打开该项目进行比较。' },
  },
  'project-broken': {
    severity: 'error',
    en: {
      message: 'The file of project “{name}” cannot be read ({reason}), so it was left as it is: {file}.',
      hint: 'Save under another name. The file as it was before the last save lies beside it and can be opened as the previous version.',
    },
    zh: {
      message: '项目“{name}”的文件无法读取（{reason}），已保持原样：{file}。',
      hint: '请以其他名称保存。上一次保存之前的文件就在旁边，可作为上一版本打开。',
    },
  },
  'project-busy': {
    severity: 'error',
    en: { message: 'A run of project “{name}” is training.', hint: 'Stop it first; it can be resumed afterwards.' },
    zh: { message: '项目“{name}”正在训练。', hint: '请先停止训练；之后可以继续。' },
  },
  'version-missing': {
    severity: 'error',
    en: { message: 'Project “{name}” has no version {id} that can be read.', hint: 'Look through its list of versions and choose another one.' },
    zh: { message: '项目“{name}”没有可读取的版本 {id}。', hint: '请在版本列表中选择其他版本。' },
  },
  'version-broken': {
    severity: 'warning',
    en: {
      message: 'The version {file} cannot be read ({reason}). It was left as it is.',
      hint: 'The other versions are whole. Restore that file from a copy, or move it away.',
    },
    zh: { message: '无法读取版本 {file}（{reason}）。该文件保持原样。', hint: '其他版本完好。请从备份恢复该文件，或将其移走。' },
  },
  'draft-broken': {
    severity: 'warning',
    en: {
      message: 'The draft {file} cannot be read ({reason}). It was left as it is.',
      hint: 'The project itself is whole. Restore that file from a copy, or move it away.',
    },
    zh: { message: '无法读取草稿 {file}（{reason}）。该文件保持原样。', hint: '项目本身完好。请从备份恢复该文件，或将其移走。' },
  },
  'run-outside-library': {
    severity: 'error',
    en: { message: '{file} is no run of this library.', hint: 'Choose a run from the history. Runs elsewhere on the disk are opened with the command line.' },
    zh: { message: '{file} 不是此项目库中的训练。', hint: '请从历史记录中选择。磁盘其他位置的训练请用命令行打开。' },
  },
  'run-training': {
    severity: 'error',
    en: { message: 'The run “{name}” is training.', hint: 'Stop it first.' },
    zh: { message: '训练“{name}”正在进行。', hint: '请先将其停止。' },
  },
  'run-unreadable': {
    severity: 'warning',
    en: {
      message: 'The run {file} cannot be read ({reason}). It was left as it is and is not in the list.',
      hint: 'Restore its files from a copy, or move the folder away.',
    },
    zh: { message: '无法读取训练 {file}（{reason}）。它保持原样，未列出。', hint: '请从备份恢复其文件，或将该文件夹移走。' },
  },
  'data-outside-library': {
    severity: 'error',
    en: {
      message: 'This host reads data only from its library, and {file} lies elsewhere.',
      hint: 'Upload the files, or open the document on the machine that has them.',
    },
    zh: { message: '此主机只从其项目库读取数据，而 {file} 位于别处。', hint: '请上传文件，或在存有该数据的机器上打开文档。' },
  },
  'data-missing': {
    severity: 'error',
    en: { message: 'There is no uploaded data set “{name}”.', hint: 'Look through the list of data sets, or upload it.' },
    zh: { message: '没有名为“{name}”的已上传数据集。', hint: '请查看数据集列表，或上传该数据集。' },
  },
  'upload-too-large': {
    severity: 'error',
    en: {
      message: '{file} is larger than the {limit} bytes that one upload may have.',
      hint: 'Split the file, or give its path on this machine as the data set.',
    },
    zh: { message: '{file} 超过了单次上传的上限 {limit} 字节。', hint: '请拆分文件，或直接以其在本机上的路径作为数据集。' },
  },
  'upload-failed': {
    severity: 'error',
    en: { message: '{file} could not be uploaded: {reason}.', hint: 'See that Hourglass still runs, then try again.' },
    zh: { message: '无法上传 {file}：{reason}。', hint: '请确认 Hourglass 仍在运行，然后重试。' },
  },
  'archive-damaged': {
    severity: 'error',
    en: {
      message: '{file}: the zip archive is damaged ({reason}). Nothing of it was kept.',
      hint: 'Make it again without a password, as an ordinary zip file.',
    },
    zh: { message: '{file}：zip 压缩包已损坏（{reason}）。未保留任何内容。', hint: '请重新制作普通的 zip 文件，不要设置密码。' },
  },
  'archive-path': {
    severity: 'error',
    en: {
      message: '{file} holds a file whose name cannot be used here: “{name}”. Nothing of it was kept.',
      hint: 'Rename that file, without / \\ : * ? " < > |, and make the archive again; names that lead out of the archive are never followed.',
    },
    zh: {
      message: '{file} 中有名称无法使用的文件：“{name}”。未保留任何内容。',
      hint: '请重命名该文件（不含 / \\ : * ? " < > |）后重新制作压缩包；指向压缩包之外的名称一律拒绝。',
    },
  },
  'archive-too-deep': {
    severity: 'error',
    en: {
      message: '{file} has folders within its class folders: “{name}”. Nothing of it was kept.',
      hint: 'Pack one folder for each class, with its pictures right inside; training and validation are split by Hourglass.',
    },
    zh: {
      message: '{file} 的类别文件夹中还有子文件夹：“{name}”。未保留任何内容。',
      hint: '每个类别一个文件夹，图片直接放在其中；训练集和验证集由 Hourglass 划分。',
    },
  },
  'archive-too-large': {
    severity: 'error',
    en: {
      message: '{file} would unpack to {pictures} pictures of {bytes} bytes, more than is taken ({limit} bytes). Nothing of it was kept.',
      hint: 'Make the pictures smaller, or fewer; a folder on this machine can be named as the data set without uploading it.',
    },
    zh: {
      message: '{file} 解压后有 {pictures} 张图片、{bytes} 字节，超过上限（{limit} 字节）。未保留任何内容。',
      hint: '请缩小图片或减少数量；也可直接以本机上的文件夹作为数据集，无需上传。',
    },
  },
  'archive-no-pictures': {
    severity: 'error',
    en: { message: '{file} holds no PNG or JPEG pictures. Nothing of it was kept.', hint: 'Pack one folder for each class, with its pictures inside.' },
    zh: { message: '{file} 中没有 PNG 或 JPEG 图片。未保留任何内容。', hint: '请将每个类别的图片放在各自的文件夹中再打包。' },
  },
  'page-missing': {
    severity: 'error',
    en: { message: 'The page has not been built: {file} is not there.', hint: 'Run “npm start”, which builds it, or “npm run build:page”.' },
    zh: { message: '页面尚未构建：缺少 {file}。', hint: '请运行会自动构建的“npm start”，或运行“npm run build:page”。' },
  },
  'port-taken': {
    severity: 'error',
    en: { message: 'Port {port} cannot be listened on: {reason}.', hint: 'Choose another with --port, or 0 for any that is free.' },
    zh: { message: '无法监听端口 {port}：{reason}。', hint: '请用 --port 另选端口，或用 0 选择任意空闲端口。' },
  },
} as const satisfies Record<string, IssueText>;
