import { z } from '../../../shared/z.ts';
import type { EngineOptions } from '../../engine/engine.ts';

const childOptionsSchema: z.ZodType<EngineOptions> = z.strictObject({
  root: z.string().min(1),
  device: z.enum(['tensorflow', 'webgpu', 'wasm', 'cpu']).optional(),
  threads: z.int().min(1).max(1024).optional(),
  allowDownload: z.boolean().optional(),
});

/** The engine's options as the child process's one argument. */
export function encodeChildOptions(options: EngineOptions): string {
  return JSON.stringify(childOptionsSchema.parse(options));
}

/** Reads them back. Throws where they are not what a host writes: a bug of the host. */
export function decodeChildOptions(argument: string | undefined): EngineOptions {
  return childOptionsSchema.parse(JSON.parse(argument ?? 'null'));
}
