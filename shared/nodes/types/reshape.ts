import { at, defineNode, inPort, outPort } from '../defineNode.ts';
import type { ShapeAnswer } from '../defineNode.ts';
import { ints } from '../params.ts';
import { floats, showShape, sizeOf } from '../tensorSpec.ts';

/** The same values in another arrangement, as keras.layers.Reshape; one −1 is worked out. */
export const reshapeNode = defineNode({
  kind: 'reshape',
  title: { en: 'Reshape', zh: '变形' },
  summary: { en: 'Arranges the same values in another shape: 784 becomes 28×28×1.', zh: '将同样的值排成另一种形状：784 变为 28×28×1。' },
  category: 'shape',
  params: {
    shape: ints({
      title: { en: 'Shape', zh: '形状' },
      help: {
        en: 'Shape of one example; it holds as many values as arrive. One axis may be −1: it is worked out.',
        zh: '单个样本的形状，所含值的个数须与输入相同。可有一个轴为 −1，由其余轴推算。',
      },
      min: -1,
      max: 1_048_576,
      minLength: 1,
      maxLength: 4,
      default: [28, 28, 1],
    }),
  },
  inputs: () => inPort,
  outputs: () => outPort,
  shape: ({ params, inputs }): ShapeAnswer => {
    const { shape, range } = at(inputs);
    const open = params.shape.filter((extent) => extent === -1).length;
    if (open > 1 || params.shape.includes(0)) return { problems: [{ code: 'reshape-unclear', param: 'shape', values: { shape: showShape(params.shape) } }] };
    const size = sizeOf(shape),
      known = sizeOf(params.shape.filter((extent) => extent !== -1));
    if (open === 0 ? size !== known : size % known !== 0) {
      return { problems: [{ code: 'reshape-size', port: 'in', param: 'shape', values: { expected: showShape(params.shape), found: showShape(shape), size } }] };
    }
    return {
      outputs: {
        out: floats(
          params.shape.map((extent) => (extent === -1 ? size / known : extent)),
          range,
        ),
      },
    };
  },
  weights: () => [],
});
