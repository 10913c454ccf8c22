import type { StoredArray } from '../storedArray.ts';
import type { SourceStep } from './sourceGraph.ts';
import type { TorchStep } from './torchSteps.ts';
import { permuted, reorderedBlocks, rowOf } from './weightForms.ts';

/** Whether torch.nn has the very layer: its activations and its form are fixed. */
export function isTorchs({ className, config }: SourceStep['layer']): boolean {
  if (className === 'SimpleRNN') return config.activation === 'tanh' || config.activation === 'relu';
  const usual = config.activation === 'tanh' && config.recurrent_activation === 'sigmoid';
  return className === 'GRU' ? usual && config.reset_after === true : usual;
}

/** A recurrent layer as torch.nn's own where that is the same, as one of our own written out otherwise. */
export function torchRecurrent(step: SourceStep, input: string): TorchStep {
  const { name, layer } = step;
  const sequence = layer.config.go_backwards === true ? `${input}.flip(1)` : input;
  const shown = layer.config.return_sequences === true ? '' : '[:, -1]';
  if (isTorchs(layer))
    return { ...torchsOwn(step), forward: [`${name}, _ = self.${name}(${sequence})`, ...(shown === '' ? [] : [`${name} = ${name}${shown}`])] };
  const { className, config, weights } = layer;
  const inputs = weights[0]?.shape[0] ?? 1;
  const biased = weights.length > 2;
  const options = [
    `${inputs}`,
    `${Number(config.units)}`,
    `activation=${activationName(config.activation)}`,
    ...(className === 'SimpleRNN' ? [] : [`gate=${activationName(config.recurrent_activation)}`]),
    ...(className === 'GRU' ? [`reset_after=${config.reset_after === true ? 'True' : 'False'}`] : []),
    ...(biased ? [] : ['bias=False']),
  ];
  const [kernel, recurrent, bias] = weights;
  return {
    module: `Keras${className}(${options.join(', ')})`,
    forward: [`${name} = self.${name}(${sequence})${shown}`],
    weights: Object.fromEntries(
      [['kernel', kernel] as const, ['recurrent_kernel', recurrent] as const, ['bias', bias] as const].flatMap(([key, value]) => (value ? [[key, value]] : [])),
    ),
    needs: `Keras${className}`,
  };
}

function torchsOwn({ name, layer: { className, config, weights } }: SourceStep): Omit<TorchStep, 'forward'> {
  const [kernel, recurrent, bias] = weights;
  if (!kernel || !recurrent) throw new Error(`${name} has both kernels`);
  const units = Number(config.units);
  // Keras's gates of a GRU are z, r, candidate; PyTorch's r, z, candidate. Those of an LSTM stand alike.
  const ordered = (array: StoredArray): StoredArray => (className === 'GRU' ? reorderedBlocks(array, [1, 0, 2]) : array);
  const kind = { LSTM: 'LSTM', GRU: 'GRU', SimpleRNN: 'RNN' }[className] ?? 'RNN';
  const options = [
    `${kernel.shape[0]}`,
    `${units}`,
    'batch_first=True',
    ...(config.activation === 'relu' ? ['nonlinearity="relu"'] : []),
    ...(bias ? [] : ['bias=False']),
  ];
  const width = kernel.shape[1] ?? units;
  const biases: Readonly<Record<string, StoredArray>> = !bias
    ? {}
    : className === 'GRU'
      ? { bias_ih_l0: ordered(rowOf(bias, 0)), bias_hh_l0: ordered(rowOf(bias, 1)) }
      : { bias_ih_l0: bias, bias_hh_l0: { shape: [width], values: new Float32Array(width) } };
  return {
    module: `nn.${kind}(${options.join(', ')})`,
    // Two biases that are only ever added would learn twice as fast as Keras's one.
    setup: bias && className !== 'GRU' ? [`self.${name}.bias_hh_l0.data.zero_().requires_grad_(False)  # Keras has one bias, not two`] : [],
    weights: { weight_ih_l0: permuted(ordered(kernel), [1, 0]), weight_hh_l0: permuted(ordered(recurrent), [1, 0]), ...biases },
  };
}

function activationName(activation: unknown): string {
  const names: Readonly<Record<string, string>> = {
    linear: 'nn.Identity()',
    relu: 'F.relu',
    leaky_relu: 'nn.LeakyReLU(0.2)',
    elu: 'F.elu',
    selu: 'F.selu',
    gelu: 'F.gelu',
    silu: 'F.silu',
    tanh: 'torch.tanh',
    sigmoid: 'torch.sigmoid',
    softplus: 'F.softplus',
    softmax: 'nn.Softmax(dim=-1)',
  };
  return names[String(activation)] ?? 'torch.tanh';
}

const begin = (name: string, gates: number, doc: string, options: string, keep: readonly string[], bias = `${gates} * units`): string =>
  `class ${name}(nn.Module):
    """${doc}"""

    def __init__(self, inputs, units, ${options}, bias=True):
        super().__init__()
        self.units = units
${keep.map((each) => `        self.${each} = ${each}`).join('\n')}
        self.kernel = nn.Parameter(nn.init.xavier_uniform_(torch.empty(inputs, ${gates} * units)))
        self.recurrent_kernel = nn.Parameter(nn.init.orthogonal_(torch.empty(units, ${gates} * units)))
        self.bias = nn.Parameter(torch.zeros(${bias})) if bias else 0.0
`;

/** The recurrent layers that torch.nn does not have, by the name under which they are needed. */
export const recurrentClasses: Readonly<Record<string, string>> = {
  KerasSimpleRNN: `${begin('KerasSimpleRNN', 1, 'h = f(x·W + h·U + b), with any f.', 'activation', ['activation'])}
    def forward(self, x):
        state = x.new_zeros(len(x), self.units)
        shown = []
        for step in (x @ self.kernel + self.bias).unbind(1):
            state = self.activation(step + state @ self.recurrent_kernel)
            shown.append(state)
        return torch.stack(shown, 1)`,
  KerasLSTM: `${begin('KerasLSTM', 4, 'An LSTM with any activations; its gates lie in the order input, forget, candidate, output.', 'activation, gate', ['activation', 'gate'])}
    def forward(self, x):
        state = memory = x.new_zeros(len(x), self.units)
        shown = []
        for step in (x @ self.kernel + self.bias).unbind(1):
            enter, keep, candidate, show = (step + state @ self.recurrent_kernel).chunk(4, dim=-1)
            memory = self.gate(keep) * memory + self.gate(enter) * self.activation(candidate)
            state = self.gate(show) * self.activation(memory)
            shown.append(state)
        return torch.stack(shown, 1)`,
  KerasGRU: `${begin('KerasGRU', 3, 'A GRU with any activations; its gates lie in the order update, reset, candidate.', 'activation, gate, reset_after', ['activation', 'gate', 'reset_after'], '*((2, 3 * units) if reset_after else (3 * units,))')}
    def forward(self, x):
        own, back = (self.bias if self.reset_after and torch.is_tensor(self.bias) else (self.bias, 0.0))
        gates, last = self.recurrent_kernel[:, : 2 * self.units], self.recurrent_kernel[:, 2 * self.units :]
        state = x.new_zeros(len(x), self.units)
        shown = []
        for step in (x @ self.kernel + own).unbind(1):
            update_in, reset_in, candidate_in = step.chunk(3, dim=-1)
            if self.reset_after:
                update_h, reset_h, candidate_h = (state @ self.recurrent_kernel + back).chunk(3, dim=-1)
            else:
                update_h, reset_h = (state @ gates).chunk(2, dim=-1)
            update, reset = self.gate(update_in + update_h), self.gate(reset_in + reset_h)
            rest = reset * candidate_h if self.reset_after else (reset * state) @ last
            state = update * state + (1 - update) * self.activation(candidate_in + rest)
            shown.append(state)
        return torch.stack(shown, 1)`,
};
