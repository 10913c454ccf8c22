import type { Issue, Outcome } from '../../../../shared/check/issue.ts';
import { issue } from '../../../../shared/check/issue.ts';
import { sameText } from '../../../../shared/messages/language.ts';
import { encodeSafetensors } from '../../files/safetensors.ts';
import type { ExportFiles, ExportFormat, ModelCard } from '../exportFormat.ts';
import { exportParts, sampleForms } from '../portableModel.ts';
import type { PortableLayer, PortableModel } from '../portableModel.ts';
import type { StoredArray } from '../storedArray.ts';
import { createIdentifiers } from '../source/identifiers.ts';
import { usableLogits } from '../source/logits.ts';
import { cardTensors, weightsMetadata } from '../source/cardTensors.ts';
import * as parts from '../source/pythonParts.ts';
import { classList, fitted, pythonDict, pythonReserved, pythonString, wrapped } from '../source/pythonText.ts';
import { sourceGraph } from '../source/sourceGraph.ts';
import type { SourceGraph } from '../source/sourceGraph.ts';
import { isTorchs, recurrentClasses } from '../source/torchRecurrent.ts';
import { channelsFirst, channelsLast, torchStep } from '../source/torchSteps.ts';
import type { TorchStep } from '../source/torchSteps.ts';
import { penaltiesOf, torchLoss, torchPenalty, torchTrain } from '../source/torchTraining.ts';
import type { L1L2 } from '../source/torchTraining.ts';

/** Names that a torch.nn.Module or the file's own text already has. */
const reserved = [
  ...pythonReserved,
  ...'torch nn F training parameters modules children buffers forward train eval to cpu cuda half float double apply state_dict load_state_dict register_buffer zero_grad requires_grad_ type share_memory add_module compile call_super_init dump_patches named_modules get_parameter extra_repr device x'.split(
    ' ',
  ),
];

/** PyTorch as readable source: an nn.Module, the document's loss and its training, with the weights beside it. */
export const torchSource: ExportFormat = {
  id: 'torch-source',
  title: sameText('PyTorch (Python)'),
  extension: null,
  parts: exportParts,
  samples: sampleForms,
  write: (model, card) => Promise.resolve(write(model, card)),
  read: null,
  snippet: parts.pythonSnippet,
};

function write(model: PortableModel, card: ModelCard): Outcome<ExportFiles> {
  const graph = sourceGraph(model, createIdentifiers(reserved));
  // 1. Each layer as PyTorch says it.
  const issues: Issue[] = [];
  const logits = new Set(graph.training?.terms.flatMap((term) => usableLogits(graph, term)?.ref[0] ?? []));
  const steps = graph.steps.flatMap((step) => {
    const made = torchStep(graph, step, logits.has(step.layer.name));
    if (made) return [{ ...step, made }];
    const node = graph.model.source?.titles[step.layer.node ?? ''] ?? step.layer.name;
    issues.push(issue('export-layer-unknown', step.layer.node ? { node: step.layer.node } : {}, { node, layer: step.layer.className, format: 'PyTorch' }));
    return [];
  });
  if (issues.length > 0) return { value: undefined, issues };
  // 2. The program, and its weights beside it.
  const tensors: Record<string, StoredArray> = { ...cardTensors(card) };
  for (const { name, made } of steps) for (const [key, value] of Object.entries(made.weights ?? {})) tensors[`${name}.${key}`] = value;
  const files = {
    'model.py': new TextEncoder().encode(program(graph, card, steps)),
    [parts.weightsFile]: encodeSafetensors({ tensors, metadata: weightsMetadata(card, 'PyTorch') }),
  };
  return { value: files, issues };
}

type Step = SourceGraph['steps'][number] & { readonly made: TorchStep };

const samplers: Readonly<Record<string, string>> = {
  sample_from_log_variance: `def sample_from_log_variance(mean, log_variance, epsilon=None):
    """z = mean + sigma * epsilon (Kingma & Welling 2013): so drawn, gradients reach both heads."""
    if epsilon is None:
        epsilon = torch.randn_like(mean)
    return mean + torch.exp(0.5 * log_variance) * epsilon`,
  sample_from_log_std: `def sample_from_log_std(mean, log_std, epsilon=None):
    """z = mean + sigma * epsilon (Kingma & Welling 2013): so drawn, gradients reach both heads."""
    if epsilon is None:
        epsilon = torch.randn_like(mean)
    return mean + torch.exp(log_std) * epsilon`,
};

function program(graph: SourceGraph, card: ModelCard, steps: readonly Step[]): string {
  const { training } = graph;
  const needs = [...new Set(steps.flatMap(({ made }) => made.needs ?? []))];
  const timed = training ? parts.schedules(training) : [];
  const imports = [
    'import argparse',
    ...(training ? ['import gzip'] : []),
    'import json',
    ...(training && timed.length > 0 ? ['import math'] : []),
    'from pathlib import Path',
    '',
    'import numpy as np',
    'import torch',
    'from torch import nn',
    'from torch.nn import functional as F',
  ].join('\n');
  const names = pythonDict(
    'INPUTS = ',
    [...graph.inputs, ...graph.draws].map(({ key, name }) => [key, pythonString(name)]),
  );
  const constants = [
    `WEIGHTS = Path(__file__).with_name("${parts.weightsFile}")`,
    '# Inputs as files call them, and the arguments of forward that take them.',
    names,
    `OUTPUTS = [${graph.outputs.map(({ name }) => pythonString(name)).join(', ')}]`,
    ...(card.classes ? [`CLASSES = ${classList(card.classes)}`] : []),
    ...(training ? ['', parts.pythonSettings(training)] : []),
  ].join('\n');
  const blocks = [
    parts.pythonHeader(graph, card, 'PyTorch'),
    imports,
    constants,
    ...needs.map((name) => samplers[name] ?? recurrentClasses[name] ?? ''),
    moduleClass(graph, steps),
    parts.safetensorsReader,
    loader(card),
    predictor(graph.inputs.some(({ role }) => role === 'labels')),
    ...(training ? [parts.arrayReader, parts.normaliser(card), ...timed, torchLoss(graph, training, penalised(graph)), torchTrain(graph, training)] : []),
    parts.inputReader,
    parts.commandLine(graph, {
      make: training ? 'model = load_model(fresh=arguments.fresh)' : 'model = load_model()',
      save: 'torch.save(model.state_dict(), arguments.save)',
    }),
  ];
  const note = training ? parts.leftOut(training) : '';
  const text = blocks.map((block, index) =>
    index === 0 ? block : `${index > 2 ? '\n\n' : '\n'}${note !== '' && block.startsWith('def train(') ? `${note}\n` : ''}${block}`,
  );
  return fitted(`${text.join('\n')}\n`);
}

/** Parameters with a penalty. */
function penalised(graph: SourceGraph): readonly (readonly [string, L1L2])[] {
  return graph.steps.flatMap(({ name, layer }) => {
    const { kernel } = penaltiesOf(layer);
    return kernel ? [[`${name}.${kernelName(layer)}`, kernel] as const] : [];
  });
}

function kernelName(layer: PortableLayer): string {
  if (!['LSTM', 'GRU', 'SimpleRNN'].includes(layer.className)) return 'weight';
  return isTorchs(layer) ? 'weight_ih_l0' : 'kernel';
}

function moduleClass(graph: SourceGraph, steps: readonly Step[]): string {
  const { inputs, draws, training } = graph;
  const images = inputs.filter(({ shape }) => shape.length === 3);
  const weighty = steps.filter(({ made }) => made.module);
  const modules = steps.flatMap(({ name, layer, made }) => [
    ...heading(graph, weighty, name),
    ...(made.module ? [`        self.${name} = ${made.module}`] : []),
    ...(made.setup ?? []).map((line) => `        ${line}`),
    ...(made.module && layer.config.trainable === false ? [`        self.${name}.requires_grad_(False)  # frozen`] : []),
  ]);
  const frozen = steps.filter(({ layer }) => layer.className === 'BatchNormalization' && layer.config.trainable === false);
  const penalties = steps.flatMap(({ name, layer }) => {
    const { activity } = penaltiesOf(layer);
    return activity && training ? [`(${torchPenalty(activity, name)}) / len(${name})`] : [];
  });
  const shapes = inputs.map(
    ({ name, shape, role }) => `${name} [batch${shape.length > 0 ? `, ${shape.join(', ')}` : ''}]${role === 'labels' ? ' (whole numbers)' : ''}`,
  );
  return [
    'class Model(nn.Module):',
    wrapped(`"""${shapes.join('; ')}.${images.length > 0 ? ' Pictures have their channels last, inside they lie first.' : ''}"""`, '    '),
    '',
    '    def __init__(self):',
    '        super().__init__()',
    ...modules,
    ...(frozen.length > 0
      ? [
          '',
          '    def train(self, mode=True):',
          '        super().train(mode)',
          ...frozen.map(({ name }) => `        self.${name}.eval()  # frozen`),
          '        return self',
        ]
      : []),
    '',
    `    def forward(self, ${[...inputs.map(({ name }) => name), ...draws.map(({ name }) => `${name}=None`)].join(', ')}):`,
    ...images.map(({ name, shape }) => `        ${name} = ${channelsFirst(name, shape)}  # channels first`),
    ...steps.flatMap(({ name, made }) => [...heading(graph, steps, name), ...made.forward.map((line) => `        ${line}`)]),
    ...(penalties.length > 0 ? [`        penalty = ${penalties.join(' + ')}`] : []),
    '        return {',
    ...returned(graph, penalties.length > 0).map(([key, value]) => `            "${key}": ${value},`),
    '        }',
  ].join('\n');
}

/** A comment where the encoder or the decoder begins among `steps`. */
function heading(graph: SourceGraph, steps: readonly Step[], name: string): readonly string[] {
  const place = steps.findIndex((step) => step.name === name);
  const step = steps[place];
  const title = step ? graph.heading(step, steps[place - 1]) : null;
  return title === null ? [] : [`        # ${title}`];
}

/** Outputs, and what the loss reads besides. */
function returned(graph: SourceGraph, penalty: boolean): readonly (readonly [string, string])[] {
  const made = new Map(graph.outputs.map(({ name, ref }) => [name, channelsLast(graph.nameOf(ref), graph.shapeOf(ref))]));
  const known = (layer: string): boolean => graph.outputs.some(({ ref }) => ref[0] === layer) || !graph.steps.some((step) => step.layer.name === layer);
  for (const term of graph.training?.terms ?? []) {
    const refs =
      term.kind === 'kl' ? [term.mean, term.spread] : term.kind === 'classification' ? [term.prediction, term.labels] : [term.prediction, term.target];
    for (const ref of refs) if (!known(ref[0])) made.set(graph.nameOf(ref), channelsLast(graph.nameOf(ref), graph.shapeOf(ref)));
    const logits = usableLogits(graph, term);
    if (logits) {
      const name = `${graph.nameOf(logits.ref)}_logits`;
      made.set(name, channelsLast(name, graph.shapeOf(logits.ref)));
    }
  }
  if (penalty) made.set('penalty', 'penalty');
  return [...made];
}

function loader(card: ModelCard): string {
  const extra = Object.keys(cardTensors(card));
  return [
    'def load_model(fresh=False):',
    '    """The model with the weights beside this file; `fresh`: with new ones."""',
    '    model = Model()',
    '    if not fresh:',
    '        arrays = read_safetensors(WEIGHTS)',
    ...extra.map((name) => `        arrays.pop("${name}")`),
    '        model.load_state_dict({name: torch.from_numpy(value) for name, value in arrays.items()})',
    '    return model.to("cuda" if torch.cuda.is_available() else "cpu")',
  ].join('\n');
}

function predictor(labelled: boolean): string {
  const cast = labelled ? 'np.asarray(value, np.int64 if np.asarray(value).dtype.kind in "iu" else np.float32)' : 'np.asarray(value, np.float32)';
  return [
    '@torch.no_grad()',
    'def predict(model, inputs):',
    '    """Outputs by name for arrays by name; the model in use, not in training."""',
    '    model.eval()',
    '    device = next((parameter.device for parameter in model.parameters()), "cpu")',
    '    tensors = {',
    `        INPUTS[name]: torch.as_tensor(${cast}, device=device)`,
    '        for name, value in inputs.items()',
    '    }',
    '    out = model(**tensors)',
    '    return {name: out[name].cpu().numpy() for name in OUTPUTS}',
  ].join('\n');
}
