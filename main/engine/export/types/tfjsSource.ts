import type { Issue, Outcome } from '../../../../shared/check/issue.ts';
import { issue } from '../../../../shared/check/issue.ts';
import { sameText } from '../../../../shared/messages/language.ts';
import { encodeSafetensors } from '../../files/safetensors.ts';
import type { ExportFiles, ExportFormat, ModelCard } from '../exportFormat.ts';
import { exportParts, sampleForms } from '../portableModel.ts';
import type { PortableModel } from '../portableModel.ts';
import type { StoredArray } from '../storedArray.ts';
import { weightsMetadata } from '../source/cardTensors.ts';
import { camelCase, createIdentifiers } from '../source/identifiers.ts';
import { weightsFile } from '../source/pythonParts.ts';
import { docText } from '../source/pythonText.ts';
import { sourceGraph } from '../source/sourceGraph.ts';
import type { SourceGraph } from '../source/sourceGraph.ts';
import { weightName } from '../source/weightForms.ts';
import { tfjsFunctions, tfjsStep } from '../source/tfjsSteps.ts';

/** Words of the language, and names of the file's own text. */
const reserved = [
  ...'break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with yield let static implements interface package private protected public await async arguments eval of type undefined NaN Infinity'.split(
    ' ',
  ),
  ...Object.keys(tfjsFunctions),
  ...'tf weight weights weightsOf Weights Inputs Outputs inputs predict readWeights Steps Activation project length name Math Map Error Array Object JSON Number String'.split(
    ' ',
  ),
];

/** TypeScript for TensorFlow.js as readable source that rebuilds and runs the model, with the weights beside it. */
export const tfjsSource: ExportFormat = {
  id: 'tfjs-source',
  title: sameText('TensorFlow.js (TypeScript)'),
  extension: null,
  parts: exportParts,
  samples: sampleForms,
  write: (model, card) => Promise.resolve(write(model, card)),
  read: null,
  snippet: (model, name) =>
    [
      "import * as tf from '@tensorflow/tfjs';",
      `import { predict, readWeights } from './${name}/model';`,
      '',
      `const weights = readWeights(await (await fetch('./${name}/${weightsFile}')).arrayBuffer());`,
      `const outputs = predict(weights, { ${model.inputs.map((input) => `${input.name}: tf.zeros([${[1, ...input.shape].join(', ')}]${input.dtype === 'int32' ? ", 'int32'" : ''})`).join(', ')} });`,
      ...model.outputs.map((output) => `outputs.${output.name}.print();`),
    ].join('\n'),
};

function write(model: PortableModel, card: ModelCard): Outcome<ExportFiles> {
  // Only what is run is written: the part's own layers.
  const free = createIdentifiers(reserved);
  const running: PortableModel = model.source ? { ...model, source: { ...model.source, training: null } } : model;
  const graph = sourceGraph(running, (wish) => free(camelCase(wish)));
  const issues: Issue[] = [];
  const needs = new Set<string>();
  const lines = graph.steps.flatMap((step, index) => {
    const made = tfjsStep(graph, step);
    if (!made) {
      const { node, name, className } = step.layer;
      const title = model.source?.titles[node ?? ''] ?? name;
      issues.push(issue('export-layer-unknown', node === null ? {} : { node }, { node: title, layer: className, format: 'TensorFlow.js' }));
      return [];
    }
    for (const need of made.needs) needs.add(need);
    const heading = graph.heading(step, graph.steps[index - 1]);
    return [...(heading ? [`    // ${heading}`] : []), ...statement(step.name, made.value)];
  });
  if (issues.length > 0) return { value: undefined, issues };
  const tensors: Record<string, StoredArray> = {};
  for (const { name, layer } of graph.steps) for (const weight of layer.weights) tensors[`${name}.${weightName(layer, weight)}`] = weight;
  const files = {
    'model.ts': new TextEncoder().encode(program(graph, card, { lines, needs })),
    [weightsFile]: encodeSafetensors({ tensors, metadata: weightsMetadata(card, 'TensorFlow.js') }),
  };
  return { value: files, issues };
}

/** `const name = value;`, its calls an argument a line where they are long. */
function statement(name: string, value: string): readonly string[] {
  const [first = '', ...rest] = broken(value, 4, `const ${name} = `.length + 1);
  const lines = [`    const ${name} = ${first.trimStart()}`, ...rest];
  return lines.map((line, at) => (at === lines.length - 1 ? `${line};` : line));
}

/** An expression behind `indent` spaces, with `more` characters on its line. */
function broken(value: string, indent: number, more: number): readonly string[] {
  const space = ' '.repeat(indent);
  const call = /^((?:tf\.)?\w+)\((.*)\)$/s.exec(value);
  if (indent + value.length + more <= 120 || !call) return [`${space}${value}`];
  const inside = argumentsIn(call[2] ?? '').flatMap((argument) => {
    const lines = broken(argument, indent + 2, 1);
    return lines.map((line, at) => (at === lines.length - 1 ? `${line},` : line));
  });
  return [`${space}${call[1]}(`, ...inside, `${space})`];
}

/** Cut at the commas that stand in no bracket. */
function argumentsIn(text: string): readonly string[] {
  const found: string[] = [];
  let depth = 0,
    from = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? '';
    if ('([{'.includes(letter)) depth += 1;
    else if (')]}'.includes(letter)) depth -= 1;
    else if (letter === ',' && depth === 0) {
      found.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...found, text.slice(from).trim()];
}

function program(graph: SourceGraph, card: ModelCard, { lines, needs }: { readonly lines: readonly string[]; readonly needs: ReadonlySet<string> }): string {
  const { model, inputs, outputs } = graph;
  const { kind, range, storedRange } = card.normalisation;
  const comment = (text: string): string => docText(text).replaceAll('*/', '* /').slice(0, 90);
  const shape = (extent: readonly number[]): string => `[batch${extent.length > 0 ? `, ${extent.join(', ')}` : ''}]`;
  const functions = Object.entries(tfjsFunctions).flatMap(([name, text]) => (needs.has(name) ? [text] : []));
  // The walk's types come before the layers that use it.
  functions.sort((a, b) => Number(b.startsWith('interface Steps')) - Number(a.startsWith('interface Steps')));
  return `${[
    '/**',
    ` * ${comment(card.name) || 'A model'}: its ${model.part === 'full' ? 'full model' : model.part}, for TensorFlow.js.`,
    ' *',
    ` * Trained with Hourglass ${comment(card.hourglass)} on ${comment(card.data.name)},`,
    ` * run ${comment(card.run)}, epoch ${card.checkpointEpoch}.`,
    ...(kind === 'none' || !Number.isFinite(range[0] + range[1] + storedRange[0] + storedRange[1])
      ? []
      : [` * Data stored as ${storedRange[0]} to ${storedRange[1]} is read as ${range[0]} to ${range[1]}.`]),
    ...(card.licence ? [` * Licence: ${comment(card.licence)}`] : []),
    ' */',
    "import * as tf from '@tensorflow/tfjs';",
    '',
    'export interface Inputs {',
    ...inputs.flatMap(({ key, shape: extent, role, dtype }) => [
      `  /** ${role === 'noise' ? 'Standard normal draws' : role === 'uniform' ? 'Draws in [0, 1)' : dtype === 'int32' ? 'Whole numbers' : 'Numbers'} ${shape(extent)}. */`,
      `  ${key}: tf.Tensor;`,
    ]),
    '}',
    '',
    'export interface Outputs {',
    ...outputs.flatMap(({ name, ref }) => [`  /** ${shape(graph.shapeOf(ref))} */`, `  ${name}: tf.Tensor;`]),
    '}',
    '',
    ...(card.classes
      ? [
          '/** What the classes are called, in their order. */',
          `export const classes = [${card.classes.map((name) => `\n  ${JSON.stringify(name)},`).join('')}\n];`,
          '',
        ]
      : []),
    reader,
    '',
    '/** Outputs for a batch of inputs. What it gives is the caller’s to dispose. */',
    'export function predict(weights: Weights, inputs: Inputs): Outputs {',
    `  const { ${inputs.map(({ key, name }) => (key === name ? key : `${key}: ${name}`)).join(', ')} } = inputs;`,
    '  return tf.tidy(() => {',
    ...(lines.some((line) => line.includes('weight(')) ? ['    const weight = (name: string) => weightOf(weights, name);'] : []),
    ...lines,
    // A tidy gives up what it is given: an output that is an input is copied.
    `    return { ${outputs.map(({ name, ref }) => `${name}: ${inputs.some(({ layer }) => layer === ref[0]) ? `tf.clone(${graph.nameOf(ref)})` : graph.nameOf(ref)}`).join(', ')} };`,
    '  });',
    '}',
    ...functions.flatMap((text) => ['', text]),
  ].join('\n')}\n`;
}

const reader = `export type Weights = Map<string, tf.Tensor>;

/** Reads ${weightsFile}: 8 bytes that tell the header's length, the header as JSON, then the numbers. */
export function readWeights(file: ArrayBuffer): Weights {
  const begin = 8 + Number(new DataView(file).getBigUint64(0, true));
  const header: Record<string, { shape: number[]; data_offsets: [number, number] }> = JSON.parse(
    new TextDecoder().decode(new Uint8Array(file, 8, begin - 8)),
  );
  const weights: Weights = new Map();
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const [first, last] = entry.data_offsets;
    weights.set(name, tf.tensor(new Float32Array(file.slice(begin + first, begin + last)), entry.shape));
  }
  return weights;
}

function weightOf(weights: Weights, name: string): tf.Tensor {
  const found = weights.get(name);
  if (!found) throw new Error(\`${weightsFile} has no \${name}\`);
  return found;
}`;
