import type { ModelCard } from '../exportFormat.ts';
import type { PortableLossTerm, PortableModel, PortableTraining } from '../portableModel.ts';
import { docText, pythonCall, pythonNumber, pythonString, pythonTuple, wrapped } from './pythonText.ts';
import type { SourceGraph } from './sourceGraph.ts';

/** The name of the weights' file beside the program. */
export const weightsFile = 'weights.safetensors';

/** Tensors beside the weights that a `standard` normalisation needs. */
export const normalisationKeys = { mean: 'normalisation.mean', scale: 'normalisation.scale' } as const;

/** The module's docstring. */
export function pythonHeader(graph: SourceGraph, card: ModelCard, library: string): string {
  const { training, model } = graph;
  const from = `Trained with Hourglass ${docText(card.hourglass)} on ${docText(card.data.name)}, run ${docText(card.run)}, epoch ${card.checkpointEpoch}.`;
  const labels = graph.fed.some(({ role }) => role === 'labels') ? ' --labels labels.npy' : '';
  return [
    `"""${docText(card.name) || 'A model'}: its ${model.part === 'full' ? 'full model' : model.part} in ${library}.`,
    '',
    wrapped(from, ''),
    ...(card.licence ? [wrapped(`Licence: ${docText(card.licence)}`, '')] : []),
    '',
    '    python model.py --check inputs.npz',
    '        prints the outputs for given inputs',
    ...(training ? [`    python model.py --train examples.npy${labels}`, '        trains further, from the weights beside this file'] : []),
    '"""',
  ].join('\n');
}

/** Constants that a reader may want to change. */
export function pythonSettings(training: PortableTraining): string {
  const { settings } = training;
  return [
    `BATCH_SIZE = ${settings.batchSize}`,
    `EPOCHS = ${settings.epochs}`,
    `LEARNING_RATE = ${pythonNumber(settings.optimiser.learningRate)}`,
    `SEED = ${settings.seed}`,
  ].join('\n');
}

/** What of the document the program leaves out, as a comment; empty where it is all there. */
export function leftOut({ data, settings }: PortableTraining): string {
  const parts: string[] = [];
  const { shift, rotate, flip, noise } = data.augment;
  if (shift > 0 || rotate > 0 || flip || noise > 0) parts.push('augmented its training pictures');
  if (data.balance !== 'none') parts.push(`balanced the classes (${data.balance})`);
  if (settings.earlyStopping.enabled) parts.push('stopped early by the validation loss');
  if (data.split.validation > 0 || data.split.test > 0) parts.push('kept examples back for validation and test');
  return parts.length === 0 ? '' : wrapped(`The app also ${parts.join(', ')}; this file trains on all that it is given, as it is.`, '# ');
}

/** The reader of the weights' file: no package is needed for it. */
export const safetensorsReader = `def read_safetensors(path):
    """Arrays by name. The file: 8 bytes that tell the header's length, the header as JSON, then the numbers."""
    raw = Path(path).read_bytes()
    begin = 8 + int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8:begin])
    header.pop("__metadata__", None)
    arrays = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        arrays[name] = np.frombuffer(raw[begin + first : begin + last], "<f4").reshape(entry["shape"]).copy()
    return arrays`;

/** The reader of examples and labels. */
export const arrayReader = `def load_array(path):
    """A NumPy file (.npy), or an IDX file as MNIST comes in, packed (.gz) or not."""
    path = Path(path)
    if path.suffix == ".npy":
        return np.load(path)
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    kinds = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
    if raw[:2] != b"\\x00\\x00" or raw[2] not in kinds:
        raise SystemExit(f"{path}: neither a .npy nor an IDX file")
    shape = [int.from_bytes(raw[4 + 4 * axis : 8 + 4 * axis], "big") for axis in range(raw[3])]
    return np.frombuffer(raw, kinds[raw[2]], offset=4 + 4 * len(shape)).reshape(shape)`;

export const inputReader = `def read_inputs(path):
    """Inputs by name: a .npz holds several, a .npy the first."""
    found = np.load(path)
    return dict(found) if hasattr(found, "files") else {next(iter(INPUTS)): found}`;

/** Stored values to the model's, as the card says. */
export function normaliser({ normalisation: { kind, range, storedRange } }: ModelCard): string {
  const [low, high] = storedRange;
  const [bottom, top] = range;
  const head = 'def normalise(stored):';
  if (kind === 'standard')
    return [
      head,
      '    """Each feature to mean 0 and deviation 1, as measured on the training examples."""',
      '    stored = np.asarray(stored, np.float32)',
      '    arrays = read_safetensors(WEIGHTS)',
      `    mean, scale = arrays["${normalisationKeys.mean}"], arrays["${normalisationKeys.scale}"]`,
      '    return ((stored.reshape(len(stored), -1) - mean) * scale).reshape(stored.shape)',
    ].join('\n');
  if (kind === 'none' || !Number.isFinite(high - low) || !Number.isFinite(top - bottom))
    return [head, '    """The model takes values as they are stored."""', '    return np.asarray(stored, np.float32)'].join('\n');
  const span = pythonNumber(high - low || 1);
  const shifted = low === 0 ? 'np.asarray(stored, np.float32)' : `(np.asarray(stored, np.float32) - ${pythonNumber(low)})`;
  const scaled = bottom === 0 && top === 1 ? `${shifted} / ${span}` : `${shifted} * ${pythonNumber(top - bottom)} / ${span} + ${pythonNumber(bottom)}`;
  return [
    head,
    `    """Stored values, ${pythonNumber(low)} to ${pythonNumber(high)}, to what the model reads: ${pythonNumber(bottom)} to ${pythonNumber(top)}."""`,
    `    return ${scaled}`,
  ].join('\n');
}

/** Functions of time, in epochs, where the document has schedules. */
export function schedules({ settings: { schedule }, terms }: PortableTraining): readonly string[] {
  const parts: string[] = [];
  const factor = pythonNumber(schedule.factor);
  const progress = `epochs / ${pythonNumber(schedule.epochs)}`;
  const rates = {
    constant: null,
    step: ['Falls at once after each stretch.', `LEARNING_RATE * ${factor} ** math.floor(${progress})`],
    exponential: ['Falls steadily.', `LEARNING_RATE * ${factor} ** (${progress})`],
    cosine: [
      'Falls along half a cosine (Loshchilov & Hutter 2017).',
      `LEARNING_RATE * (${factor} + (1 - ${factor}) * 0.5 * (1 + math.cos(math.pi * min(${progress}, 1))))`,
    ],
    warmup: ['Rises from 0, then holds.', `LEARNING_RATE * min(${progress}, 1)`],
  } as const;
  const rate = rates[schedule.kind];
  if (rate) parts.push(`def learning_rate_at(epochs):\n    """${rate[0]} \`epochs\` is fractional."""\n    return ${rate[1]}`);
  const term = scheduledKl(terms);
  if (term) {
    const length = pythonNumber(term.betaEpochs);
    const share = term.betaSchedule === 'warmup' ? `min(epochs / ${length}, 1)` : `min(epochs % ${length} / ${length} * 2, 1)`;
    const text = term.betaSchedule === 'warmup' ? 'Rises from 0 (Bowman et al. 2016)' : 'Rises and begins again (Fu et al. 2019)';
    parts.push(`def beta_at(epochs):\n    """${text}. \`epochs\` is fractional."""\n    return ${pythonNumber(term.beta)} * ${share}`);
  }
  return parts;
}

/** The first KL term whose β changes over time. */
export function scheduledKl(terms: readonly PortableLossTerm[]): Extract<PortableLossTerm, { kind: 'kl' }> | null {
  return terms.filter((term) => term.kind === 'kl').find(({ betaSchedule }) => betaSchedule !== 'constant') ?? null;
}

interface CommandLine {
  /** The statement that makes `model`. */
  readonly make: string;
  /** The statement that keeps trained weights. */
  readonly save: string;
  /** Further options. */
  readonly extra?: readonly string[];
  /** The statement that trains, where it is not the usual one. */
  readonly train?: string;
}

/** The command line. */
export function commandLine(graph: SourceGraph, { make, save, extra = [], train }: CommandLine): string {
  const { training } = graph;
  const labelled = graph.fed.some(({ role }) => role === 'labels');
  const option = (...args: readonly string[]): string => pythonCall('parser.add_argument', args, { indent: 4 });
  const trainArguments = ['model', 'examples', ...(labelled ? ['labels'] : []), 'arguments.epochs', 'arguments.steps'];
  return [
    'def main():',
    '    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)',
    option('"--check"', 'metavar="INPUTS"', 'help="a .npz of inputs by name, or a .npy of the first: prints the outputs"'),
    option('"--out"', 'metavar="OUTPUTS"', 'help="keep the outputs as a .npz"'),
    ...(training
      ? [
          option('"--train"', 'metavar="EXAMPLES"', 'help="examples as stored: .npy, or IDX, packed or not"'),
          ...(labelled ? [option('"--labels"', 'metavar="LABELS"', 'help="a whole number for each example: .npy or IDX"')] : []),
          option('"--epochs"', 'type=int', 'default=EPOCHS'),
          option('"--steps"', 'type=int', 'help="stop after so many steps"'),
          option('"--fresh"', 'action="store_true"', 'help="begin with new weights"'),
          option('"--save"', 'metavar="FILE"', 'help="where the trained weights go"'),
        ]
      : []),
    ...extra,
    '    arguments = parser.parse_args()',
    `    ${make}`,
    '    if arguments.check:',
    '        outputs = predict(model, read_inputs(arguments.check))',
    '        for name, value in outputs.items():',
    '            print(name, value.shape)',
    '            print(value)',
    '        if arguments.out:',
    '            np.savez(arguments.out, **outputs)',
    ...(training
      ? [
          '    if arguments.train:',
          ...(labelled
            ? ['        if not arguments.labels:', '            parser.error("--train needs --labels")', '        labels = load_array(arguments.labels)']
            : []),
          '        examples = normalise(load_array(arguments.train))',
          `        ${train ?? `train(${trainArguments.join(', ')})`}`,
          '        if arguments.save:',
          `            ${save}`,
          '    if not arguments.check and not arguments.train:',
          '        parser.print_help()',
        ]
      : ['    else:', '        parser.print_help()']),
    '',
    '',
    'if __name__ == "__main__":',
    '    main()',
  ].join('\n');
}

/** What a user pastes to load the model in the folder `name` and run it once. */
export function pythonSnippet(model: PortableModel, name: string): string {
  const inputs = model.inputs.map((input) => `${pythonString(input.name)}: np.zeros(${pythonTuple([1, ...input.shape])}, "${input.dtype}")`);
  return [
    `# In the folder ${name}; or: python model.py --check inputs.npz`,
    'import numpy as np',
    'from model import load_model, predict',
    '',
    `inputs = {${inputs.join(', ')}}`,
    'print(predict(load_model(), inputs))',
  ].join('\n');
}
