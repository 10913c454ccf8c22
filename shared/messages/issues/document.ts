import type { IssueText } from '../issueText.ts';

/** Problems of reading a document (`document-…`) and of changing one (`edit-…`). */
export const documentIssues = {
  'document-not-json': {
    severity: 'error',
    en: {
      message: 'This is not JSON: line {line}, column {column}: {found}.',
      hint: 'Repair that place in a text editor, or open the copy kept beside the file. The file is left as it is.',
    },
    zh: { message: '这不是合法的 JSON：第 {line} 行第 {column} 列：{found}。', hint: '请用文本编辑器修正该处，或打开文件旁保留的副本。文件保持原样。' },
  },
  'document-key-twice': {
    severity: 'error',
    en: {
      message: '“{path}” stands twice in the file, the second time at line {line}, column {column}; one of the two would be lost.',
      hint: 'Rename or remove one of them in a text editor.',
    },
    zh: { message: '文件中“{path}”出现了两次，第二次在第 {line} 行第 {column} 列；其中之一会丢失。', hint: '请用文本编辑器重命名或删除其中一个。' },
  },
  'document-too-large': {
    severity: 'error',
    en: {
      message: 'The document is too large: {found} {unit}, and the limit is {limit}.',
      hint: 'Split it into several documents. If the file was not made by Hourglass, it may be the wrong file.',
    },
    zh: { message: '文档过大：{found} {unit}，上限为 {limit}。', hint: '请拆分为多个文档。如果该文件不是由 Hourglass 生成的，可能选错了文件。' },
  },
  'document-too-deep': {
    severity: 'error',
    en: { message: '“{path}” is nested more than {limit} levels deep.', hint: 'A document never nests so deep: restore the file from a copy.' },
    zh: { message: '“{path}”的嵌套超过 {limit} 层。', hint: '文档不会嵌套得这么深：请从副本恢复该文件。' },
  },
  'document-value-foreign': {
    severity: 'error',
    en: { message: '“{path}” holds {found}, which JSON cannot express.', hint: 'Use numbers, texts, true, false, lists and records only.' },
    zh: { message: '“{path}”的值为 {found}，JSON 无法表示。', hint: '只能使用数字、文本、true、false、列表和记录。' },
  },
  'document-key-forbidden': {
    severity: 'error',
    en: { message: '“{path}” uses the name “{key}”, which is reserved.', hint: 'Give it another name.' },
    zh: { message: '“{path}”使用了保留名称“{key}”。', hint: '请换一个名称。' },
  },
  'document-format': {
    severity: 'error',
    en: { message: 'This is not a Hourglass document: its “format” is {found}, not "hourglass".', hint: 'Choose a .hourglass.json file.' },
    zh: { message: '这不是 Hourglass 文档：“format”的值是 {found}，而不是 "hourglass"。', hint: '请选择 .hourglass.json 文件。' },
  },
  'document-version-invalid': {
    severity: 'error',
    en: {
      message: 'The document’s version is {found}, which is no version there ever was.',
      hint: 'Restore the file from a copy, or set “version” to the one it was saved with.',
    },
    zh: { message: '文档版本为 {found}，不存在这样的版本。', hint: '请从副本恢复该文件，或将“version”改回保存时的版本。' },
  },
  'document-newer': {
    severity: 'error',
    en: {
      message: 'This document has version {found}; this Hourglass reads up to version {supported}. The file was not touched.',
      hint: 'Open it with a newer Hourglass.',
    },
    zh: { message: '该文档的版本为 {found}，当前 Hourglass 最高支持版本 {supported}。文件未被改动。', hint: '请用更新版本的 Hourglass 打开。' },
  },
  'document-migration-failed': {
    severity: 'error',
    en: {
      message: 'The document could not be brought from version {from} to {to}: {reason}. The file was not touched.',
      hint: 'It was probably damaged: restore it from a copy.',
    },
    zh: { message: '无法将文档从版本 {from} 升级到 {to}：{reason}。文件未被改动。', hint: '文件可能已损坏：请从副本恢复。' },
  },
  'document-field-missing': {
    severity: 'error',
    en: { message: '“{path}” is missing; it should be {expected}.', hint: 'Add it, or restore the file from a copy.' },
    zh: { message: '缺少“{path}”；它应为 {expected}。', hint: '请补上，或从副本恢复该文件。' },
  },
  'document-field-unknown': {
    severity: 'error',
    en: { message: 'Hourglass knows no field “{path}” (here {found}), and would lose it on saving.', hint: 'Remove it, or correct its spelling.' },
    zh: { message: 'Hourglass 不认识字段“{path}”（此处为 {found}），保存时会丢失。', hint: '请删除它，或更正拼写。' },
  },
  'document-value-type': {
    severity: 'error',
    en: { message: '“{path}” is {found}; it should be {expected}.', hint: 'Write a value of that type there.' },
    zh: { message: '“{path}”为 {found}；应为 {expected}。', hint: '请改为该类型的值。' },
  },
  'document-value-range': {
    severity: 'error',
    en: { message: '“{path}” is {found}; permitted is {expected}.', hint: 'Write a permitted value there.' },
    zh: { message: '“{path}”为 {found}；允许的值为 {expected}。', hint: '请改为允许的值。' },
  },
  'document-id-invalid': {
    severity: 'error',
    en: {
      message:
        '“{found}” at “{path}” cannot be a name in the document: 1 to 64 letters, digits, - and _ can, words that JavaScript reserves for every object cannot.',
      hint: 'Rename it everywhere it is used.',
    },
    zh: {
      message: '“{path}”处的“{found}”不能用作文档中的标识：须为 1 到 64 个字母、数字、- 或 _，且不能是 JavaScript 对象的保留名称。',
      hint: '请在所有使用处改名。',
    },
  },
  'document-id-twice': {
    severity: 'error',
    en: { message: 'The id “{id}” is used twice, the second time at “{path}”.', hint: 'Give one of the two another id.' },
    zh: { message: '标识“{id}”使用了两次，第二次在“{path}”。', hint: '请为其中一个换一个标识。' },
  },
  'document-node-newer': {
    severity: 'error',
    en: {
      message: 'Node “{node}” ({kind}) has version {found}; this Hourglass knows up to {supported}. The file was not touched.',
      hint: 'Open it with a newer Hourglass.',
    },
    zh: { message: '节点“{node}”（{kind}）的版本为 {found}，当前 Hourglass 最高支持 {supported}。文件未被改动。', hint: '请用更新版本的 Hourglass 打开。' },
  },
  'document-param-unknown': {
    severity: 'error',
    en: { message: 'Node “{node}” ({kind}) has no parameter “{param}”; it has: {known}.', hint: 'Remove it, or correct its spelling.' },
    zh: { message: '节点“{node}”（{kind}）没有参数“{param}”；它有：{known}。', hint: '请删除它，或更正拼写。' },
  },
  'document-wire-loose': {
    severity: 'error',
    en: { message: 'Wire “{edge}” names the node “{node}”, which does not exist.', hint: 'Remove the wire, or restore the node.' },
    zh: { message: '连线“{edge}”引用了不存在的节点“{node}”。', hint: '请删除该连线，或恢复该节点。' },
  },
  'document-group-member-missing': {
    severity: 'error',
    en: { message: 'Group “{group}” names the node “{node}”, which does not exist.', hint: 'Remove it from the group’s members, or restore the node.' },
    zh: { message: '分组“{group}”引用了不存在的节点“{node}”。', hint: '请从分组成员中删除它，或恢复该节点。' },
  },
  'document-group-member-shared': {
    severity: 'error',
    en: { message: 'Node “{node}” is a member of “{group}” and of “{other}”; a node is in one group at most, once.', hint: 'Remove it from one of them.' },
    zh: { message: '节点“{node}”同时属于“{group}”和“{other}”；一个节点至多属于一个分组，且只能出现一次。', hint: '请从其中一个移除。' },
  },
  'document-layout-stray': {
    severity: 'warning',
    en: { message: '“{path}” places something that does not exist; it is dropped.', hint: 'Nothing needs to be done; saving removes it.' },
    zh: { message: '“{path}”为不存在的对象指定了位置，已忽略。', hint: '无需处理；保存时会将其删除。' },
  },
  'document-more-problems': {
    severity: 'error',
    en: { message: 'There are {count} more problems in this document.', hint: 'Repair those listed first, then open it again.' },
    zh: { message: '该文档还有 {count} 个问题。', hint: '请先修正已列出的问题，再重新打开。' },
  },
  'edit-malformed': {
    severity: 'error',
    en: {
      message: 'The command’s “{path}” is {found}; it should be {expected}.',
      hint: 'Send a complete command of a known kind; its form stands in shared/graph/edit.ts.',
    },
    zh: { message: '命令的“{path}”为 {found}；应为 {expected}。', hint: '请发送形式完整的已知命令；其形式见 shared/graph/edit.ts。' },
  },
  'edit-too-large': {
    severity: 'error',
    en: { message: 'The document would have {found} {unit}; the limit is {limit}.', hint: 'Remove something first, or continue in a new document.' },
    zh: { message: '文档将含有 {found} {unit}；上限为 {limit}。', hint: '请先删除一些内容，或在新文档中继续。' },
  },
  'edit-node-missing': {
    severity: 'error',
    en: { message: 'There is no node “{node}”.', hint: 'It may have been deleted: undo, or choose another node.' },
    zh: { message: '没有节点“{node}”。', hint: '它可能已被删除：请撤销，或选择其他节点。' },
  },
  'edit-node-locked': {
    severity: 'error',
    en: { message: 'Node “{node}” is locked.', hint: 'Unlock it first.' },
    zh: { message: '节点“{node}”已锁定。', hint: '请先解锁。' },
  },
  'edit-node-version': {
    severity: 'error',
    en: {
      message: 'Node “{node}” ({kind}) has version {found}; this Hourglass makes version {supported}.',
      hint: 'Copy it again from a document opened in this Hourglass.',
    },
    zh: { message: '节点“{node}”（{kind}）的版本为 {found}；当前 Hourglass 使用版本 {supported}。', hint: '请从在当前 Hourglass 中打开的文档重新复制。' },
  },
  'edit-id-taken': {
    severity: 'error',
    en: { message: 'The id “{id}” is already taken.', hint: 'Choose another id.' },
    zh: { message: '标识“{id}”已被占用。', hint: '请换一个标识。' },
  },
  'edit-param-unknown': {
    severity: 'error',
    en: { message: '“{node}” ({kind}) has no parameter “{param}”; it has: {known}.', hint: 'Choose one of these.' },
    zh: { message: '“{node}”（{kind}）没有参数“{param}”；它有：{known}。', hint: '请选择其中之一。' },
  },
  'edit-param-refused': {
    severity: 'error',
    en: { message: '{found} cannot be the value of “{param}” of “{node}”; permitted is {expected}.', hint: 'Enter a permitted value.' },
    zh: { message: '{found} 不能作为“{node}”的“{param}”的值；允许的值为 {expected}。', hint: '请输入允许的值。' },
  },
  'edit-port-unknown': {
    severity: 'error',
    en: {
      message: 'Node “{node}” has no port “{port}” on that side; it has: {known}.',
      hint: 'Connect one of these. Some ports appear only with certain parameters.',
    },
    zh: { message: '节点“{node}”的该侧没有端口“{port}”；它有：{known}。', hint: '请连接其中之一。有些端口只在特定参数下出现。' },
  },
  'edit-wire-direction': {
    severity: 'error',
    en: {
      message: 'The wire from “{from}” to “{to}” does not run from an output to an input.',
      hint: 'Draw it from an output (right side) to an input (left side).',
    },
    zh: { message: '从“{from}”到“{to}”的连线不是从输出端连到输入端。', hint: '请从输出端（右侧）连到输入端（左侧）。' },
  },
  'edit-wire-self': {
    severity: 'error',
    en: { message: 'A wire cannot lead from “{node}” back to itself.', hint: 'Connect another node. Recurrence lives inside the recurrent nodes.' },
    zh: { message: '连线不能从“{node}”连回自身。', hint: '请连接其他节点。循环结构由循环网络节点内部实现。' },
  },
  'edit-wire-cycle': {
    severity: 'error',
    en: { message: 'This wire would close a circle: {path}.', hint: 'Data must flow from inputs to losses: remove one of these wires first.' },
    zh: { message: '这条连线会形成环：{path}。', hint: '数据必须从输入流向损失：请先删除其中一条连线。' },
  },
  'edit-wire-type': {
    severity: 'error',
    en: { message: '“{from}” gives {found}; “{to}” takes {expected}.', hint: 'Connect a port of the same type; an Embedding turns ids into a tensor.' },
    zh: { message: '“{from}”给出 {found}；“{to}”需要 {expected}。', hint: '请连接同类型的端口；“嵌入”可将编号转为张量。' },
  },
  'edit-wire-twice': {
    severity: 'error',
    en: { message: 'There already is a wire from “{from}” to “{to}”.', hint: 'Nothing needs to be done; to double a value, use Math with scale 2.' },
    zh: { message: '从“{from}”到“{to}”已有一条连线。', hint: '无需处理；若要将值加倍，请使用缩放为 2 的数学节点。' },
  },
  'edit-wire-replaces': {
    severity: 'note',
    en: { message: '“{to}” takes one wire; the wire from “{from}” gives way.', hint: 'To keep both, merge them first with Add or Concatenate.' },
    zh: { message: '“{to}”只接受一条连线；来自“{from}”的连线将被替换。', hint: '若要两者都保留，请先用“相加”或“拼接”合并。' },
  },
  'edit-wire-missing': {
    severity: 'error',
    en: { message: 'There is no wire “{edge}”.', hint: 'It may have been removed already.' },
    zh: { message: '没有连线“{edge}”。', hint: '它可能已被删除。' },
  },
  'edit-group-missing': {
    severity: 'error',
    en: { message: 'There is no group “{group}”.', hint: 'It may have been dissolved: undo, or choose another group.' },
    zh: { message: '没有分组“{group}”。', hint: '它可能已被解散：请撤销，或选择其他分组。' },
  },
  'edit-group-empty': {
    severity: 'error',
    en: { message: 'The group “{group}” would have no members.', hint: 'Choose at least one node, or remove the group.' },
    zh: { message: '分组“{group}”将没有成员。', hint: '请至少选择一个节点，或删除该分组。' },
  },
  'edit-group-member-shared': {
    severity: 'error',
    en: { message: 'Node “{node}” is already a member of the group “{other}”.', hint: 'Take it out of that group first.' },
    zh: { message: '节点“{node}”已属于分组“{other}”。', hint: '请先将其移出该分组。' },
  },
  'edit-note-missing': {
    severity: 'error',
    en: { message: 'There is no note “{note}”.', hint: 'It may have been removed: undo, or choose another note.' },
    zh: { message: '没有便签“{note}”。', hint: '它可能已被删除：请撤销，或选择其他便签。' },
  },
  'edit-setting-unknown': {
    severity: 'error',
    en: { message: 'There is no setting “{path}”.', hint: 'Check its spelling.' },
    zh: { message: '没有设置项“{path}”。', hint: '请检查拼写。' },
  },
  'edit-setting-refused': {
    severity: 'error',
    en: { message: '“{path}” cannot be {found}; permitted is {expected}.', hint: 'Enter a permitted value.' },
    zh: { message: '“{path}”不能为 {found}；允许的值为 {expected}。', hint: '请输入允许的值。' },
  },
} as const satisfies Record<string, IssueText>;
