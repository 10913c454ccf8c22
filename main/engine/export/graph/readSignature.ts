import protobuf from 'protobufjs';
import { z } from '../../../../shared/z.ts';
import type { Signature } from '../../tfjs/encodeGraph.ts';

const byName = (type: string, id: number): protobuf.IMapField => ({ keyType: 'string', type, id });

/** The messages of saved_model.proto that lead to a signature, stated apart from the writer's. */
const messages: protobuf.INamespace = {
  nested: {
    Dim: { fields: { size: { type: 'int64', id: 1 } } },
    Shape: { fields: { dim: { rule: 'repeated', type: 'Dim', id: 2 } } },
    Info: { fields: { name: { type: 'string', id: 1 }, dtype: { type: 'int32', id: 2 }, shape: { type: 'Shape', id: 3 } } },
    Signature: {
      fields: {
        inputs: byName('Info', 1),
        outputs: byName('Info', 2),
        method: { type: 'string', id: 3 },
      },
    },
    Meta: { fields: { signatures: byName('Signature', 5) } },
    Saved: { fields: { meta: { rule: 'repeated', type: 'Meta', id: 2 } } },
  },
};
const saved = protobuf.Root.fromJSON(messages).lookupType('Saved');

const info = z.object({ name: z.string(), dtype: z.number(), shape: z.object({ dim: z.array(z.object({ size: z.coerce.number() })) }) });
const signature = z.object({ inputs: z.record(z.string(), info), outputs: z.record(z.string(), info) });
const file = z.object({ meta: z.array(z.object({ signatures: z.record(z.string(), signature) })) });

/** A signature of the bytes of a `saved_model.pb`. Throws Error for bytes that are none, and where it has no such signature. */
export function readSignature(bytes: Uint8Array, name: string): Signature {
  const { meta } = file.parse(saved.toObject(saved.decode(bytes), { longs: Number, objects: true, arrays: true, defaults: true }));
  const found = meta[0]?.signatures[name];
  if (!found) throw new Error(`no signature ${name}`);
  const told = (infos: Readonly<Record<string, z.infer<typeof info>>>): Signature['inputs'] =>
    Object.fromEntries(
      Object.entries(infos).map(([key, { name: tensor, dtype, shape }]) => [
        key,
        { tensor: tensor.replace(/:0$/, ''), dtype, shape: shape.dim.map(({ size }) => size) },
      ]),
    );
  return { inputs: told(found.inputs), outputs: told(found.outputs) };
}
