import { z } from '../../../../shared/z.ts';
import type { PortableModel } from '../portableModel.ts';

const named = { name: z.string().min(1).max(200), role: z.string().max(40) };

/** The names of a model's inputs and outputs in their order, which Keras's own formats leave to the layers. */
export const modelInterface = z.object({ inputs: z.array(z.object(named)).max(1000), outputs: z.array(z.object(named)).max(1000) });
export type ModelInterface = z.infer<typeof modelInterface>;

export function interfaceOf({ inputs, outputs }: PortableModel): ModelInterface {
  return { inputs: inputs.map(({ name, role }) => ({ name, role })), outputs: outputs.map(({ name, role }) => ({ name, role })) };
}
