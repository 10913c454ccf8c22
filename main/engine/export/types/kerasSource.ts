import type { Issue, Outcome } from '../../../../shared/check/issue.ts';
import { issue } from '../../../../shared/check/issue.ts';
import { sameText } from '../../../../shared/messages/language.ts';
import { encodeSafetensors } from '../../files/safetensors.ts';
import type { ExportFiles, ExportFormat, ModelCard } from '../exportFormat.ts';
import { exportParts, sampleForms } from '../portableModel.ts';
import type { PortableModel } from '../portableModel.ts';
import type { StoredArray } from '../storedArray.ts';
import { cardTensors, weightsMetadata } from '../source/cardTensors.ts';
import { createIdentifiers } from '../source/identifiers.ts';
import { kerasStep, ownKerasLayers } from '../source/kerasSteps.ts';
import type { KerasStep } from '../source/kerasSteps.ts';
import { kerasLoss, kerasTrain } from '../source/kerasTraining.ts';
import * as parts from '../source/pythonParts.ts';
import { classList, fitted, pythonCall, pythonDict, pythonReserved, pythonString, pythonTuple } from '../source/pythonText.ts';
import { sourceGraph } from '../source/sourceGraph.ts';
import type { SourceGraph, SourceInput, SourceStep } from '../source/sourceGraph.ts';
import { weightName } from '../source/weightForms.ts';
import { keyOf } from '../source/torchTraining.ts';

const reserved = [...pythonReserved, ...'keras layers ops regularizers initializers tf os strategy inputs outputs'.split(' ')];

/** Keras 3 on TensorFlow as readable source: a functional model, the document's loss and its training on one worker or several, with the weights beside it. */
export const kerasSource: ExportFormat = {
  id: 'keras-source',
  title: sameText('Keras (Python)'),
  extension: null,
  parts: exportParts,
  samples: sampleForms,
  write: (model, card) => Promise.resolve(write(model, card)),
  read: null,
  snippet: parts.pythonSnippet,
};

function write(model: PortableModel, card: ModelCard): Outcome<ExportFiles> {
  const graph = sourceGraph(model, createIdentifiers(reserved));
  const issues: Issue[] = [];
  const steps = graph.steps.flatMap((step) => {
    const made = kerasStep(graph, step);
    if (made) return [{ step, made }];
    const { node, name, className } = step.layer;
    issues.push(
      issue('export-layer-unknown', node === null ? {} : { node }, { node: model.source?.titles[node ?? ''] ?? name, layer: className, format: 'Keras' }),
    );
    return [];
  });
  if (issues.length > 0) return { value: undefined, issues };
  const tensors: Record<string, StoredArray> = { ...cardTensors(card) };
  for (const { step } of steps) for (const weight of step.layer.weights) tensors[`${step.name}.${weightName(step.layer, weight)}`] = weight;
  const files = {
    'model.py': new TextEncoder().encode(program(graph, card, steps)),
    [parts.weightsFile]: encodeSafetensors({ tensors, metadata: weightsMetadata(card, 'Keras') }),
  };
  return { value: files, issues };
}

interface Step {
  readonly step: SourceStep;
  readonly made: KerasStep;
}

function program(graph: SourceGraph, card: ModelCard, steps: readonly Step[]): string {
  const { training } = graph;
  const timed = training ? parts.schedules(training) : [];
  const text = steps.flatMap(({ made }) => [made.make, ...made.args]).join(' ');
  const needs = [...new Set(steps.flatMap(({ made }) => made.needs ?? []))];
  const used = ['initializers', 'regularizers'].filter((name) => text.includes(`${name}.`));
  const withOps = training !== null || text.includes('ops.') || needs.includes('Sample');
  const imports = [
    'import argparse',
    ...(training ? ['import gzip'] : []),
    'import json',
    ...(timed.length > 0 ? ['import math'] : []),
    'import os',
    'from pathlib import Path',
    '',
    'os.environ.setdefault("KERAS_BACKEND", "tensorflow")',
    '',
    'import keras',
    'import numpy as np',
    'import tensorflow as tf',
    `from keras import ${[...used.filter((name) => name === 'initializers'), 'layers', ...(withOps ? ['ops'] : []), ...used.filter((name) => name === 'regularizers')].join(', ')}`,
  ].join('\n');
  const given = [...graph.inputs, ...graph.draws];
  const constants = [
    `WEIGHTS = Path(__file__).with_name("${parts.weightsFile}")`,
    `INPUTS = [${given.map(({ key }) => pythonString(key)).join(', ')}]`,
    `OUTPUTS = [${graph.outputs.map(({ name }) => pythonString(name)).join(', ')}]`,
    ...(card.classes ? [`CLASSES = ${classList(card.classes)}`] : []),
    ...(training ? ['', parts.pythonSettings(training)] : []),
  ].join('\n');
  const workers = training
    ? [
        '    parser.add_argument(',
        '        "--workers",',
        '        action="store_true",',
        '        help="one of several workers: TF_CONFIG names them all, and which one this is",',
        '    )',
      ]
    : [];
  const labelled = graph.fed.some(({ role }) => role === 'labels');
  const blocks = [
    header(graph, card),
    imports,
    constants,
    ...needs.map((name) => ownKerasLayers[name] ?? ''),
    builder(graph, steps),
    parts.safetensorsReader,
    loader(training !== null),
    predictor(),
    ...(training ? [parts.arrayReader, parts.normaliser(card), ...timed, kerasLoss(graph, training), ...kerasTrain(graph, training)] : []),
    parts.inputReader.replace('next(iter(INPUTS))', 'INPUTS[0]'),
    parts.commandLine(graph, {
      // The strategy comes first: TensorFlow wants it before anything else is computed.
      make: training
        ? 'strategy = tf.distribute.MultiWorkerMirroredStrategy() if arguments.workers else tf.distribute.get_strategy()\n    model = load_model(arguments.fresh, strategy)'
        : 'model = load_model()',
      save: 'model.save_weights(arguments.save)',
      extra: workers,
      train: `train(model, examples, ${labelled ? 'labels, ' : ''}arguments.epochs, arguments.steps, strategy)`,
    }),
  ];
  const note = training ? parts.leftOut(training) : '';
  return fitted(
    `${blocks.map((block, index) => (index === 0 ? block : `${index > 2 ? '\n\n' : '\n'}${note !== '' && block.startsWith('def train(') ? `${note}\n` : ''}${block}`)).join('\n')}\n`,
  );
}

/** The docstring, with how several workers train together. */
function header(graph: SourceGraph, card: ModelCard): string {
  const head = parts.pythonHeader(graph, card, 'Keras');
  if (!graph.training) return head;
  const workers = [
    '',
    'Several workers train one model together: start this file on each with --workers and, in TF_CONFIG, the',
    'addresses of all and the number of this one:',
    '    {"cluster": {"worker": ["host0:2222", "host1:2222"]}, "task": {"type": "worker", "index": 0}}',
    'Each reads the same examples and takes its share of every batch.',
  ];
  return head.replace(/\n"""$/, `\n${workers.join('\n')}\n"""`);
}

function builder(graph: SourceGraph, steps: readonly Step[]): string {
  const { inputs, draws, training } = graph;
  const given = [...inputs, ...draws];
  const shape = (values: readonly number[]): string => (values.length === 0 ? '()' : pythonTuple(values));
  const result = outputsOf(graph);
  return [
    'def build_model():',
    `    """The model with new weights: outputs by name${training ? ', and what the loss reads besides' : ''}."""`,
    ...given.map(({ name, shape: extent, dtype }) =>
      pythonCall(`${name} = keras.Input`, [shape(extent), ...(dtype === 'int32' ? ['dtype="int32"'] : []), `name="${name}"`], { indent: 4 }),
    ),
    ...steps.flatMap(({ step, made }, index) => {
      const title = graph.heading(step, steps[index - 1]?.step);
      const line =
        made.args.length === 0 && made.on === ''
          ? `    ${step.name} = ${made.make}`
          : pythonCall(`${step.name} = ${made.make}`, made.args, { indent: 4, after: made.on });
      return [...(title ? [`    # ${title}`] : []), line];
    }),
    '    return keras.Model(',
    ...[pythonDict('inputs=', entries(given), 8), pythonDict('outputs=', result, 8)].map((part) => `${part},`),
    '    )',
  ].join('\n');
}

const entries = (inputs: readonly SourceInput[]): readonly (readonly [string, string])[] => inputs.map(({ key, name }) => [key, name]);

function outputsOf(graph: SourceGraph): readonly (readonly [string, string])[] {
  const made = new Map(graph.outputs.map(({ name, ref }) => [name, graph.nameOf(ref)]));
  for (const term of graph.training?.terms ?? []) {
    const refs =
      term.kind === 'kl' ? [term.mean, term.spread] : term.kind === 'classification' ? [term.prediction, term.labels] : [term.prediction, term.target];
    for (const ref of refs) if (graph.steps.some(({ layer }) => layer.name === ref[0])) made.set(keyOf(graph, ref), graph.nameOf(ref));
  }
  return [...made];
}

function loader(trains: boolean): string {
  return [
    `def load_model(${trains ? 'fresh=False, strategy=None' : ''}):`,
    `    """The model with the weights beside this file${trains ? '; `fresh`: with new ones' : ''}."""`,
    ...(trains
      ? ['    with (strategy or tf.distribute.get_strategy()).scope():', '        model = build_model()', '    if fresh:', '        return model']
      : ['    model = build_model()']),
    '    arrays = read_safetensors(WEIGHTS)',
    '    for layer in model.layers:',
    '        layer.set_weights([arrays[f"{layer.name}.{weight.name}"] for weight in layer.weights])',
    '    return model',
  ].join('\n');
}

function predictor(): string {
  return [
    'def predict(model, inputs):',
    '    """Outputs by name for arrays by name; the model in use, not in training."""',
    '    out = model({name: tf.convert_to_tensor(inputs[name]) for name in INPUTS}, training=False)',
    '    return {name: out[name].numpy() for name in OUTPUTS}',
  ].join('\n');
}
