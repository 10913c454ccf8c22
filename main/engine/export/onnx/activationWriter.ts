import { rankOf } from './onnxBuilder.ts';
import type { Value } from './onnxBuilder.ts';
import type { LayerWriting } from './layerWriter.ts';

/** Keras's activations in operators of ONNX: exact (erf) gelu, leaky relu of slope 0.2, elu α = 1, selu with TensorFlow's constants. */
const writers: Readonly<Record<string, (writing: LayerWriting, x: Value) => string>> = {
  linear: (_, x) => x.name,
  relu: ({ op }, x) => op('Relu', [x.name]),
  leaky_relu: ({ op }, x) => op('LeakyRelu', [x.name], { alpha: { float: 0.2 } }),
  elu: ({ op }, x) => op('Elu', [x.name], { alpha: { float: 1 } }),
  selu: ({ op }, x) => op('Selu', [x.name], { alpha: { float: 1.67326324235437 }, gamma: { float: 1.05070098735548 } }),
  gelu: ({ op, graph }, x) => {
    const erf = op('Erf', [op('Mul', [x.name, graph.float(Math.fround(Math.SQRT1_2))])]);
    return op('Mul', [op('Mul', [x.name, graph.float(0.5)]), op('Add', [erf, graph.float(1)])]);
  },
  silu: ({ op }, x) => op('Mul', [x.name, op('Sigmoid', [x.name])]),
  tanh: ({ op }, x) => op('Tanh', [x.name]),
  sigmoid: ({ op }, x) => op('Sigmoid', [x.name]),
  softplus: ({ op }, x) => op('Softplus', [x.name]),
  softmax: ({ op }, x) => op('Softmax', [x.name], { axis: { int: x.order.indexOf(rankOf(x) - 1) } }),
  exponential: ({ op }, x) => op('Exp', [x.name]),
};

/** f(x), its axes as they lay. */
export function writeActivation(writing: LayerWriting, name: string, x: Value): Value {
  const write = Object.hasOwn(writers, name) ? writers[name] : undefined;
  return write ? { ...x, name: write(writing, x) } : writing.refuse(name);
}
