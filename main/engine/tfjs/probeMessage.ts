import { z } from '../../../shared/z.ts';

/** What the process that tried a device tells its parent; one message, then it ends. */
export const probeMessageSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    description: z.string(),
    version: z.string(),
    /** Whether TensorFlow computes on a CUDA card. */
    usesGpu: z.boolean(),
    /** Whether WebGPU's adapter is a program and no card. */
    isSoftware: z.boolean(),
    matmulMs: z.number(),
  }),
  z.object({ ok: z.literal(false), reason: z.object({ en: z.string(), zh: z.string() }) }),
]);
export type ProbeMessage = z.infer<typeof probeMessageSchema>;
