import protobuf from 'protobufjs';

/** The operator set and the version of the file format that we write: the oldest with LayerNormalization (ONNX 1.12, June 2022), so that any runtime since reads it. */
export const onnxOpset = 17;
export const onnxIrVersion = 8;

/** TensorProto.DataType numbers (onnx.proto). */
export const onnxTypes = { float: 1, int32: 6, int64: 7 } as const;
export type OnnxType = keyof typeof onnxTypes;

/** A stored tensor; row-major. Whole numbers of type int64 travel as JavaScript numbers. */
export interface OnnxTensor {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: readonly number[];
  readonly values: Float32Array | readonly number[];
}

/** A value of a node's attribute; a number without a point is no float by itself, so each says what it is. */
export type OnnxAttr =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly text: string }
  | { readonly texts: readonly string[] };

/** One operator. An empty input name is an optional input left out. */
export interface OnnxNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attrs: Readonly<Record<string, OnnxAttr>>;
}

/** An input or output of the graph; its first axis is the batch, of any length. */
export interface OnnxPort {
  readonly name: string;
  readonly type: OnnxType;
  /** Without the batch axis. */
  readonly shape: readonly number[];
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
}

export interface OnnxModel {
  readonly graph: OnnxGraph;
  readonly producerVersion: string;
  readonly metadata: Readonly<Record<string, string>>;
}

const repeated = (type: string, id: number): protobuf.IField => ({ type, id, rule: 'repeated', options: { packed: false } });

/** With proto2's presence: an attribute of 0 is written, not left to a reader's default. */
const message = (fields: Readonly<Record<string, protobuf.IField>>): protobuf.IType => ({ edition: 'proto2', fields });

/** The messages of onnx.proto (github.com/onnx/onnx, proto2) that a graph of ours needs, with their field numbers. */
const messages: protobuf.INamespace = {
  nested: {
    Dimension: message({ dimValue: { type: 'int64', id: 1 }, dimParam: { type: 'string', id: 2 } }),
    TensorShape: message({ dim: repeated('Dimension', 1) }),
    TensorType: message({ elemType: { type: 'int32', id: 1 }, shape: { type: 'TensorShape', id: 2 } }),
    Type: message({ tensorType: { type: 'TensorType', id: 1 } }),
    ValueInfo: message({ name: { type: 'string', id: 1 }, type: { type: 'Type', id: 2 } }),
    Tensor: message({
      dims: repeated('int64', 1),
      dataType: { type: 'int32', id: 2 },
      name: { type: 'string', id: 8 },
      rawData: { type: 'bytes', id: 9 },
    }),
    Attribute: message({
      name: { type: 'string', id: 1 },
      f: { type: 'float', id: 2 },
      i: { type: 'int64', id: 3 },
      s: { type: 'bytes', id: 4 },
      ints: repeated('int64', 8),
      strings: repeated('bytes', 9),
      type: { type: 'int32', id: 20 },
    }),
    Node: message({
      input: repeated('string', 1),
      output: repeated('string', 2),
      name: { type: 'string', id: 3 },
      opType: { type: 'string', id: 4 },
      attribute: repeated('Attribute', 5),
    }),
    Graph: message({
      node: repeated('Node', 1),
      name: { type: 'string', id: 2 },
      initializer: repeated('Tensor', 5),
      input: repeated('ValueInfo', 11),
      output: repeated('ValueInfo', 12),
    }),
    OperatorSet: message({ domain: { type: 'string', id: 1 }, version: { type: 'int64', id: 2 } }),
    Entry: message({ key: { type: 'string', id: 1 }, value: { type: 'string', id: 2 } }),
    Model: message({
      irVersion: { type: 'int64', id: 1 },
      producerName: { type: 'string', id: 2 },
      producerVersion: { type: 'string', id: 3 },
      graph: { type: 'Graph', id: 7 },
      opsetImport: repeated('OperatorSet', 8),
      metadataProps: repeated('Entry', 14),
    }),
  },
};
const modelMessage = protobuf.Root.fromJSON(messages).lookupType('Model');

/** A graph with its metadata as the bytes of an `.onnx` file. */
export function encodeOnnx({ graph, producerVersion, metadata }: OnnxModel): Uint8Array {
  return modelMessage
    .encode({
      irVersion: onnxIrVersion,
      producerName: 'Hourglass',
      producerVersion,
      opsetImport: [{ domain: '', version: onnxOpset }],
      metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      graph: {
        name: graph.name,
        node: graph.nodes.map(({ name, op, inputs, outputs, attrs }) => ({
          name,
          opType: op,
          input: inputs,
          output: outputs,
          attribute: Object.entries(attrs).map(([key, attr]) => ({ name: key, ...encodeAttr(attr) })),
        })),
        initializer: graph.tensors.map(({ name, type, shape, values }) => ({ name, dims: shape, dataType: onnxTypes[type], rawData: rawBytes(type, values) })),
        input: graph.inputs.map(encodePort),
        output: graph.outputs.map(encodePort),
      },
    })
    .finish();
}

const encodePort = ({ name, type, shape }: OnnxPort) => ({
  name,
  type: { tensorType: { elemType: onnxTypes[type], shape: { dim: [{ dimParam: 'batch' }, ...shape.map((extent) => ({ dimValue: extent }))] } } },
});

const utf8 = new TextEncoder();

/** With AttributeProto.AttributeType, which readers of the format rely on. */
function encodeAttr(attr: OnnxAttr): Record<string, unknown> {
  if ('int' in attr) return { i: attr.int, type: 2 };
  if ('ints' in attr) return { ints: attr.ints, type: 7 };
  if ('float' in attr) return { f: attr.float, type: 1 };
  if ('text' in attr) return { s: utf8.encode(attr.text), type: 3 };
  return { strings: attr.texts.map((text) => utf8.encode(text)), type: 8 };
}

/** Little-endian, as the format wants it whatever the machine. */
function rawBytes(type: OnnxType, values: Float32Array | readonly number[]): Uint8Array {
  if (values instanceof Float32Array) return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const bytes = new Uint8Array(values.length * (type === 'int64' ? 8 : 4));
  const view = new DataView(bytes.buffer);
  values.forEach((value, at) => {
    if (type === 'int64') view.setBigInt64(8 * at, BigInt(value), true);
    else if (type === 'int32') view.setInt32(4 * at, value, true);
    else view.setFloat32(4 * at, value, true);
  });
  return bytes;
}
