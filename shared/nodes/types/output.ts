import { at, defineNode } from '../defineNode.ts';
import { text } from '../params.ts';

/** A named read-out: kept, shown and exported under its name. */
export const outputNode = defineNode({
  kind: 'output',
  title: { en: 'Output', zh: '输出' },
  summary: { en: 'Gives a tensor a name, so that it can be read, plotted and exported.', zh: '给张量命名，以便读取、绘图和导出。' },
  category: 'output',
  params: {
    name: text({
      title: { en: 'Name', zh: '名称' },
      help: { en: 'What the read-out is called in exported models.', zh: '导出模型中该输出的名称。' },
      maxLength: 64,
      default: 'output',
    }),
  },
  inputs: () => [{ name: 'in', title: { en: 'Input', zh: '输入' }, carries: 'any' }],
  outputs: () => [],
  shape: ({ inputs }) => {
    at(inputs);
    return { outputs: {} };
  },
  weights: () => [],
});
