import { writeActivation } from './activationWriter.ts';
import { straight, timeMajor } from './onnxBuilder.ts';
import type { LayerWriter, LayerWriting } from './layerWriter.ts';
import { recurrentActivations } from './nativeRecurrence.ts';
import type { OnnxAttr } from './onnxMessages.ts';

/** One recurrent operator over [time, batch, features], its steps from the back where Keras goes backwards. */
const writeRecurrent =
  (op: 'LSTM' | 'GRU' | 'RNN', cell: CellWriter): LayerWriter =>
  (writing) => {
    const { layer, config, graph } = writing;
    if (config.flag('stateful') || config.flag('return_state')) writing.refuse('states');
    const activations = recurrentActivations(layer);
    if (!activations) return writeSteps(writing, cell);
    const x = graph.turned(layer.name, writing.input(), timeMajor);
    const backwards = config.flag('go_backwards'),
      sequences = config.flag('return_sequences');
    const attrs: Record<string, OnnxAttr> = {
      hidden_size: { int: config.number('units') },
      direction: { text: backwards ? 'reverse' : 'forward' },
      activations: { texts: activations },
    };
    if (op === 'GRU') attrs['linear_before_reset'] = { int: config.flag('reset_after') ? 1 : 0 };
    const weights = ['kernel', 'recurrentKernel', ...(writing.has('bias') ? ['bias'] : [])].map(writing.weight);
    const [all = '', last = ''] = graph.ops(layer.name, op, [x.name, ...weights], 2, attrs);
    // Y is [time, directions, batch, units], Y_h [directions, batch, units].
    if (!sequences) return writing.plain(writing.op('Squeeze', [last, graph.ints([0])]));
    const shown = writing.op('Squeeze', [all, graph.ints([1])]);
    // ONNX shows each step at its own time, Keras in the order in which it went.
    const steps = x.shape[0] ?? 1;
    const inOrder = backwards ? writing.op('Slice', [shown, graph.ints([-1]), graph.ints([-steps - 1]), graph.ints([0]), graph.ints([-1])]) : shown;
    return { ...writing.plain(inOrder), order: timeMajor };
  };

/** Names of one step's tensors, each [batch, units]: the projected input [batch, gates·units] and the states before it (none before the first step, all zeros) to those after it. */
type CellWriter = (writing: LayerWriting, projected: string, states: readonly string[]) => readonly [string, ...string[]];

/** The steps written out one by one, for activations that ONNX's recurrent operators do not name. */
function writeSteps(writing: LayerWriting, cell: CellWriter): ReturnType<LayerWriter> {
  const { config, graph } = writing;
  const x = writing.straight(writing.input());
  const product = writing.op('MatMul', [x.name, writing.weight('kernel')]);
  const projected = writing.has('bias') ? writing.op('Add', [product, inputBias(writing)]) : product;
  const forward = straight(x.shape[0] ?? 1);
  const shown: string[] = [];
  let states: readonly string[] = [];
  for (const step of config.flag('go_backwards') ? forward.toReversed() : forward) {
    const at = graph.tensor({ name: `${writing.layer.name}/step`, type: 'int64', shape: [], values: [step] });
    states = cell(writing, writing.op('Gather', [projected, at], { axis: { int: 1 } }), states);
    shown.push(states[0] ?? '');
  }
  if (!config.flag('return_sequences')) return writing.plain(shown.at(-1) ?? '');
  const rows = shown.map((name) => writing.op('Unsqueeze', [name, graph.ints([1])]));
  return writing.plain(writing.op('Concat', rows, { axis: { int: 1 } }));
}

const resetsAfter = ({ layer, config }: LayerWriting): boolean => layer.className === 'GRU' && config.flag('reset_after');

/** What is added to the projected input: of a GRU that resets after its product the first row of its biases. */
function inputBias(writing: LayerWriting): string {
  return resetsAfter(writing) ? biasRow(writing, 0) : writing.weight('bias');
}

function biasRow(writing: LayerWriting, row: number): string {
  const at = writing.graph.tensor({ name: `${writing.layer.name}/row`, type: 'int64', shape: [], values: [row] });
  return writing.op('Gather', [writing.weight('bias'), at], { axis: { int: 0 } });
}

/** f of the named activation, of vectors. */
const apply = (writing: LayerWriting, key: 'activation' | 'recurrent_activation', name: string): string =>
  writeActivation(writing, writing.config.text(key), { name, shape: [1], order: [0, 1], type: 'float' }).name;

/** Columns cut into blocks of the given multiples of the units. */
function blocks(writing: LayerWriting, name: string, multiples: readonly number[]): readonly string[] {
  const sizes = multiples.map((multiple) => multiple * writing.config.number('units'));
  return writing.graph.ops(writing.layer.name, 'Split', [name, writing.graph.ints(sizes)], sizes.length, { axis: { int: -1 } });
}

/** a + h·U, or a alone before the first step. */
function withState(writing: LayerWriting, a: string, state: string | undefined): string {
  return state === undefined ? a : writing.op('Add', [a, writing.op('MatMul', [state, writing.weight('recurrentKernel')])]);
}

const rnnCell: CellWriter = (writing, projected, [state]) => [apply(writing, 'activation', withState(writing, projected, state))];

const lstmCell: CellWriter = (writing, projected, [shown, memory]) => {
  const gate = (name = ''): string => apply(writing, 'recurrent_activation', name);
  const [enter, keep, candidate = '', show] = blocks(writing, withState(writing, projected, shown), [1, 1, 1, 1]);
  const entered = writing.op('Mul', [gate(enter), apply(writing, 'activation', candidate)]);
  const next = memory === undefined ? entered : writing.op('Add', [writing.op('Mul', [gate(keep), memory]), entered]);
  return [writing.op('Mul', [gate(show), apply(writing, 'activation', next)]), next];
};

/** candidate + z·(h − candidate). */
const gruCell: CellWriter = (writing, projected, [state]) => {
  const { op } = writing;
  const gate = (name = ''): string => apply(writing, 'recurrent_activation', name);
  const [keepIn = '', resetIn = '', candidateIn = ''] = blocks(writing, projected, [1, 1, 1]);
  const [keepBack, resetBack, candidateBack] = gruState(writing, state);
  const sum = (a: string, b: string | undefined): string => (b === undefined ? a : op('Add', [a, b]));
  const keep = gate(sum(keepIn, keepBack)),
    reset = gate(sum(resetIn, resetBack));
  const back = resetsAfter(writing)
    ? candidateBack === undefined
      ? undefined
      : op('Mul', [reset, candidateBack])
    : state === undefined
      ? undefined
      : op('MatMul', [op('Mul', [reset, state]), gruBlocks(writing)[2] ?? '']);
  const candidate = apply(writing, 'activation', sum(candidateIn, back));
  if (state === undefined) return [op('Sub', [candidate, op('Mul', [keep, candidate])])];
  return [op('Add', [candidate, op('Mul', [keep, op('Sub', [state, candidate])])])];
};

const gruBlocks = (writing: LayerWriting): readonly string[] => blocks(writing, writing.weight('recurrentKernel'), [1, 1, 1]);

/** What the state gives to z, r and (resetting after the product) to the candidate. */
function gruState(writing: LayerWriting, state: string | undefined): readonly (string | undefined)[] {
  const { op } = writing;
  if (resetsAfter(writing)) {
    const bias = writing.has('bias') ? biasRow(writing, 1) : undefined;
    const product = state === undefined ? undefined : op('MatMul', [state, writing.weight('recurrentKernel')]);
    const both = product === undefined ? bias : bias === undefined ? product : op('Add', [product, bias]);
    return both === undefined ? [] : blocks(writing, both, [1, 1, 1]);
  }
  if (state === undefined) return [];
  const [keep = '', reset = ''] = gruBlocks(writing);
  return [op('MatMul', [state, keep]), op('MatMul', [state, reset])];
}

/** Layers that carry a state along a sequence. */
export const recurrentWriters = {
  LSTM: writeRecurrent('LSTM', lstmCell),
  GRU: writeRecurrent('GRU', gruCell),
  SimpleRNN: writeRecurrent('RNN', rnnCell),
} satisfies Readonly<Record<string, LayerWriter>>;
