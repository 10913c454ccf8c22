import { refuse } from '../../../../shared/check/issue.ts';
import { sizeOf } from '../../../../shared/nodes/tensorSpec.ts';
import type { OnnxType } from './onnxMessages.ts';
import { mostFields, wireFields, wireInts } from './wireFields.ts';
import type { WireBudget, WireField } from './wireFields.ts';

/** A tensor as a file holds it: floats, or whole numbers. */
export interface ReadTensor {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly number[];
  readonly values: Float32Array | readonly number[];
}

export interface ReadAttr {
  readonly float?: number;
  readonly int?: number;
  readonly text?: string;
  readonly ints: readonly number[];
  readonly texts: readonly string[];
}

export interface ReadNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attrs: ReadonlyMap<string, ReadAttr>;
}

export interface ReadPort {
  readonly name: string;
  readonly type: OnnxType;
  /** Null where an axis has any length. */
  readonly shape: readonly (number | null)[];
}

/** What an ONNX file says. */
export interface OnnxFile {
  readonly irVersion: number;
  readonly opset: number;
  readonly metadata: ReadonlyMap<string, string>;
  readonly name: string;
  readonly nodes: readonly ReadNode[];
  readonly tensors: readonly ReadTensor[];
  readonly inputs: readonly ReadPort[];
  readonly outputs: readonly ReadPort[];
}

/** Operator sets whose operators mean what decodeOnnx's caller takes them for: those from the one that we write to the last before their inputs change (ReduceMean, Split 18). */
const readOpset = 17;

const broken = (reason: string): never => refuse('onnx-broken', {}, { reason });
const utf8 = new TextDecoder('utf-8', { fatal: true });
const textOf = (bytes: Uint8Array): string => {
  try {
    return utf8.decode(bytes);
  } catch {
    return broken('a name is not text');
  }
};

/** The fields of one message by number. */
interface Message {
  readonly fields: readonly WireField[];
  text(id: number): string;
  int(id: number, instead: number): number;
  bytes(id: number): readonly Uint8Array[];
  has(id: number): boolean;
}

/**
 * Reads an ONNX file, by the numbers of onnx.proto and with nothing of what writes it. Every tensor holds as many values as its shape says,
 * so nothing grows beyond the file; no other file is opened.
 * @throws IssueError onnx-broken, onnx-external-data, onnx-operator-unknown (functions and operators of other domains)
 */
export function decodeOnnx(file: Uint8Array): OnnxFile {
  const budget: WireBudget = { fields: mostFields };
  const read = (bytes: Uint8Array): Message => {
    const fields = wireFields(bytes, budget);
    const last = (id: number): WireField | undefined => fields.findLast((field) => field.id === id);
    return {
      fields,
      text: (id) => textOf(last(id)?.bytes ?? new Uint8Array()),
      int: (id, instead) => last(id)?.int ?? instead,
      bytes: (id) => fields.flatMap((field) => (field.id === id ? [field.bytes ?? broken('a message holds a number where it should hold more')] : [])),
      has: (id) => fields.some((field) => field.id === id),
    };
  };
  const texts = (message: Message, id: number): readonly string[] => message.bytes(id).map(textOf);
  // 1. The model: versions and metadata.
  const model = read(file);
  if (model.has(25)) refuse('onnx-operator-unknown', {}, { operator: 'a function of its own' });
  const opsets = model.bytes(8).map((bytes) => read(bytes));
  const opset = opsets.find((set) => set.text(1) === '' || set.text(1) === 'ai.onnx')?.int(2, 0) ?? 0;
  if (opset !== readOpset) broken(`it is written for operator set ${opset}, not ${readOpset}`);
  const metadata = new Map(
    model.bytes(14).map((bytes) => {
      const entry = read(bytes);
      return [entry.text(1), entry.text(2)] as const;
    }),
  );
  const [graphBytes, ...more] = model.bytes(7);
  if (!graphBytes || more.length > 0) return broken('it holds no graph, or several');
  // 2. The graph.
  const graph = read(graphBytes);
  if (graph.has(15)) broken('it holds sparse tensors');
  const tensors = graph.bytes(5).map((bytes) => readTensor(read(bytes), budget));
  const ports = (id: number): readonly ReadPort[] => graph.bytes(id).map((bytes) => readPort(read(bytes), read));
  const nodes = graph.bytes(1).map((bytes): ReadNode => {
    const node = read(bytes);
    const domain = node.text(7);
    if (domain !== '' && domain !== 'ai.onnx') refuse('onnx-operator-unknown', {}, { operator: `${domain}.${node.text(4)}` });
    const attrs = node.bytes(5).map((attr) => readAttr(read(attr), budget, texts));
    return { name: node.text(3), op: node.text(4), inputs: texts(node, 1), outputs: texts(node, 2), attrs: new Map(attrs) };
  });
  const decoded = { irVersion: model.int(1, 0), opset, metadata, name: graph.text(2), nodes, tensors, inputs: ports(11), outputs: ports(12) };
  // 3. Every name is given once, before it is read.
  checkNames(decoded);
  return decoded;
}

function typeOf(number: number): OnnxType {
  return number === 1 ? 'float' : number === 6 ? 'int32' : number === 7 ? 'int64' : broken(`data of type ${number}`);
}

const natural = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

function readTensor(message: Message, budget: WireBudget): ReadTensor {
  const name = message.text(8);
  if (message.int(14, 0) !== 0 || message.has(13)) refuse('onnx-external-data', {}, { tensor: name });
  if (message.has(3)) broken(`tensor ${name} is cut into segments`);
  const type = typeOf(message.int(2, 0));
  const shape = wireInts(message.fields, 1, budget);
  if (shape.length > 8 || !shape.every((extent) => natural(extent) && extent >= 1)) broken(`tensor ${name} has no shape of values`);
  const size = sizeOf(shape);
  const [raw] = message.bytes(9);
  if (!raw) {
    // Other programs may list whole numbers one by one; floats of any number lie as bytes.
    const listed = type === 'float' ? [] : wireInts(message.fields, type === 'int64' ? 7 : 5, budget);
    return listed.length === size && size > 0 ? { name, type, shape, values: listed } : broken(`tensor ${name} does not hold its ${size} values as bytes`);
  }
  if (raw.length !== size * (type === 'int64' ? 8 : 4)) broken(`tensor ${name} holds ${raw.length} bytes for ${size} values`);
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  if (type === 'float') return { name, type, shape, values: Float32Array.from({ length: size }, (_, at) => view.getFloat32(4 * at, true)) };
  if (size > 65_536) broken(`tensor ${name} lists ${size} whole numbers`);
  return {
    name,
    type,
    shape,
    values: Array.from({ length: size }, (_, at) => (type === 'int64' ? Number(view.getBigInt64(8 * at, true)) : view.getInt32(4 * at, true))),
  };
}

function readPort(message: Message, read: (bytes: Uint8Array) => Message): ReadPort {
  const name = message.text(1);
  const [tensor] = message.bytes(2).flatMap((type) => read(type).bytes(1));
  if (!tensor) return broken(`${name} is no tensor`);
  const type = read(tensor);
  const dims = type.bytes(2).flatMap((shape) => read(shape).bytes(1));
  if (dims.length === 0 || dims.length > 8) broken(`${name} has no shape`);
  const shape = dims.map((bytes) => {
    const extent = read(bytes).int(1, 0);
    return extent === 0 ? null : natural(extent) ? extent : broken(`${name} has an extent of ${extent}`);
  });
  return { name, type: typeOf(type.int(1, 0)), shape };
}

function readAttr(message: Message, budget: WireBudget, texts: (message: Message, id: number) => readonly string[]): readonly [string, ReadAttr] {
  // Tensors, graphs and references to a function's attributes: nothing that we write.
  if ([5, 6, 10, 11, 21, 22].some((id) => message.has(id))) broken(`attribute ${message.text(1)} holds a tensor or a graph`);
  const float = message.fields.findLast(({ id }) => id === 2)?.float;
  return [
    message.text(1),
    {
      ...(float === undefined ? {} : { float }),
      ...(message.has(3) ? { int: message.int(3, 0) } : {}),
      ...(message.has(4) ? { text: message.text(4) } : {}),
      ints: wireInts(message.fields, 8, budget),
      texts: texts(message, 9),
    },
  ];
}

function checkNames({ nodes, tensors, inputs, outputs }: Pick<OnnxFile, 'nodes' | 'tensors' | 'inputs' | 'outputs'>): void {
  const given = new Set<string>();
  const give = (name: string): void => {
    if (name === '' || given.has(name)) broken(`“${name}” is given twice`);
    given.add(name);
  };
  for (const { name } of [...inputs, ...tensors]) give(name);
  for (const node of nodes) {
    for (const name of node.inputs) if (name !== '' && !given.has(name)) broken(`${node.op} reads “${name}”, which nothing before it gives`);
    for (const name of node.outputs) if (name !== '') give(name);
  }
  for (const { name } of outputs) if (!given.has(name)) broken(`nothing gives the output “${name}”`);
  if (new Set(outputs.map(({ name }) => name)).size !== outputs.length) broken('two outputs have one name');
}
