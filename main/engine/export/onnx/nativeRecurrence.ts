import type { PortableLayer } from '../portableModel.ts';

/** What ONNX's recurrent operators call Keras's activations, as far as the specification lists them without parameters that runtimes read differently. */
const onnxNames: Readonly<Record<string, string>> = { tanh: 'Tanh', sigmoid: 'Sigmoid', relu: 'Relu', softplus: 'Softplus' };

/** The `activations` of a recurrent layer's operator (LSTM: gates, candidate, shown state; GRU: gates, candidate; RNN: state), or null where one has no name there. */
export function recurrentActivations({ className, config }: Pick<PortableLayer, 'className' | 'config'>): readonly string[] | null {
  const named = (key: string): string | undefined => (Object.hasOwn(onnxNames, String(config[key])) ? onnxNames[String(config[key])] : undefined);
  const of = named('activation');
  const gate = className === 'SimpleRNN' ? of : named('recurrent_activation');
  if (of === undefined || gate === undefined) return null;
  return className === 'LSTM' ? [gate, of, of] : className === 'GRU' ? [gate, of] : [of];
}

/** Whether a recurrent layer becomes one recurrent operator; otherwise its steps are written out. */
export const runsNatively = (layer: Pick<PortableLayer, 'className' | 'config'>): boolean => recurrentActivations(layer) !== null;
