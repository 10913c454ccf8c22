import protobuf from 'protobufjs';

/** TensorFlow's data type numbers (types.proto). */
export const tfTypes = { float: 1, int32: 3, bool: 10, resource: 20 } as const;

/** A value of a node's attribute, one member of AttrValue. */
export type GraphAttr =
  | { readonly type: number }
  | { readonly shape: readonly number[] }
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly bool: boolean }
  | { readonly text: string }
  | { readonly tensor: { readonly dtype: number; readonly shape: readonly number[]; readonly values: Float32Array | Int32Array | Uint8Array } };

/** One node of a graph: inputs are `<node>`, `<node>:<output>` or `^<node>` (runs before this one, gives nothing). */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attrs: Readonly<Record<string, GraphAttr>>;
}

const byName = (type: string, id: number): protobuf.IMapField => ({ keyType: 'string', type, id });
const attrField = byName('AttrValue', 5);

/** The messages of tensorflow/core/{framework,protobuf}/*.proto that a graph needs, with their field numbers. */
const messages: protobuf.INamespace = {
  nested: {
    Dim: { fields: { size: { type: 'int64', id: 1 } } },
    TensorShape: { fields: { dim: { rule: 'repeated', type: 'Dim', id: 2 } } },
    Tensor: { fields: { dtype: { type: 'int32', id: 1 }, tensorShape: { type: 'TensorShape', id: 2 }, tensorContent: { type: 'bytes', id: 4 } } },
    ListValue: { fields: { i: { rule: 'repeated', type: 'int64', id: 3, options: { packed: true } } } },
    AttrValue: {
      oneofs: { value: { oneof: ['list', 's', 'i', 'f', 'b', 'type', 'shape', 'tensor'] } },
      fields: {
        list: { type: 'ListValue', id: 1 },
        s: { type: 'bytes', id: 2 },
        i: { type: 'int64', id: 3 },
        f: { type: 'float', id: 4 },
        b: { type: 'bool', id: 5 },
        type: { type: 'int32', id: 6 },
        shape: { type: 'TensorShape', id: 7 },
        tensor: { type: 'Tensor', id: 8 },
      },
    },
    NodeDef: {
      fields: {
        name: { type: 'string', id: 1 },
        op: { type: 'string', id: 2 },
        input: { rule: 'repeated', type: 'string', id: 3 },
        attr: attrField,
      },
    },
    VersionDef: { fields: { producer: { type: 'int32', id: 1 } } },
    GraphDef: { fields: { node: { rule: 'repeated', type: 'NodeDef', id: 1 }, versions: { type: 'VersionDef', id: 4 } } },
    MetaInfoDef: { fields: { tags: { rule: 'repeated', type: 'string', id: 4 }, tensorflowVersion: { type: 'string', id: 5 } } },
    TensorInfo: { fields: { name: { type: 'string', id: 1 }, dtype: { type: 'int32', id: 2 }, tensorShape: { type: 'TensorShape', id: 3 } } },
    SignatureDef: {
      fields: {
        inputs: byName('TensorInfo', 1),
        outputs: byName('TensorInfo', 2),
        methodName: { type: 'string', id: 3 },
      },
    },
    MetaGraphDef: {
      fields: {
        metaInfoDef: { type: 'MetaInfoDef', id: 1 },
        graphDef: { type: 'GraphDef', id: 2 },
        signatureDef: byName('SignatureDef', 5),
      },
    },
    SavedModel: { fields: { savedModelSchemaVersion: { type: 'int64', id: 1 }, metaGraphs: { rule: 'repeated', type: 'MetaGraphDef', id: 2 } } },
  },
};
const root = protobuf.Root.fromJSON(messages);
const savedModel = root.lookupType('SavedModel');

/** The oldest TensorFlow whose graphs this is written as: any since reads it. */
const producer = 1087;
/** The release whose graphs these are: TensorFlow's own loader asks a file that holds signatures for it. */
const tensorflowVersion = '2.9.1';
/** The tag under which the graph is loaded. */
export const graphTag = 'serve';

/** An input or output as a signature names it; -1 in the shape is any size. */
export interface SignatureTensor {
  /** `<node>:<output>` */
  readonly tensor: string;
  readonly dtype: number;
  readonly shape: readonly number[];
}

/** What a graph offers to be called with. */
export interface Signature {
  readonly inputs: Readonly<Record<string, SignatureTensor>>;
  readonly outputs: Readonly<Record<string, SignatureTensor>>;
}

/** A graph, and what it offers, as the bytes of `saved_model.pb`. */
export function encodeGraph(nodes: readonly GraphNode[], signatures: Readonly<Record<string, Signature>> = {}): Uint8Array {
  const graphDef = {
    node: nodes.map(({ name, op, inputs, attrs }) => ({
      name,
      op,
      input: inputs,
      attr: Object.fromEntries(Object.entries(attrs).map(([key, attr]) => [key, encodeAttr(attr)])),
    })),
    versions: { producer },
  };
  const tensors = (named: Readonly<Record<string, SignatureTensor>>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(named).map(([name, { tensor, dtype, shape }]) => [name, { name: tensor, dtype, tensorShape: shapeOf(shape) }]));
  const signatureDef = Object.fromEntries(
    Object.entries(signatures).map(([name, { inputs, outputs }]) => [
      name,
      { inputs: tensors(inputs), outputs: tensors(outputs), methodName: 'tensorflow/serving/predict' },
    ]),
  );
  return savedModel
    .encode({ savedModelSchemaVersion: 1, metaGraphs: [{ metaInfoDef: { tags: [graphTag], tensorflowVersion }, graphDef, signatureDef }] })
    .finish();
}

const shapeOf = (shape: readonly number[]) => ({ dim: shape.map((size) => ({ size })) });

function encodeAttr(attr: GraphAttr): Record<string, unknown> {
  if ('type' in attr) return { type: attr.type };
  if ('shape' in attr) return { shape: shapeOf(attr.shape) };
  if ('int' in attr) return { i: attr.int };
  if ('ints' in attr) return { list: { i: attr.ints } };
  if ('float' in attr) return { f: attr.float };
  if ('bool' in attr) return { b: attr.bool };
  if ('text' in attr) return { s: new TextEncoder().encode(attr.text) };
  const { dtype, shape, values } = attr.tensor;
  return { tensor: { dtype, tensorShape: shapeOf(shape), tensorContent: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) } };
}
