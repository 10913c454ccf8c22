import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { z } from '../../../shared/z.ts';
import { largest, largestDifference } from './reference/compare.ts';

const program = fileURLToPath(new URL('./reference/forwardOnDevice.ts', import.meta.url));
const passSchema = z.object({ loss: z.number(), reconstruction: z.array(z.number()).length(50), gradient: z.record(z.string(), z.number()) });

async function passOn(device: string, template: string) {
  const { stdout } = await promisify(execFile)(process.execPath, [program, device, template], {
    env: { ...process.env, NODE_OPTIONS: '', TF_CPP_MIN_LOG_LEVEL: '2' },
  });
  return passSchema.parse(JSON.parse(stdout));
}

/** Law: a network computes the same on every device, its draws included: loss, reconstruction and gradients. */
describe.each(['vae-dense', 'vae-conv'])('%s', (template) => {
  test('wasm and cpu equal native TensorFlow', async () => {
    const native = await passOn('tensorflow', template);
    expect(largest(native.reconstruction)).toBeGreaterThan(0);
    for (const device of ['wasm', 'cpu']) {
      const pass = await passOn(device, template);
      expect(Math.abs(pass.loss / native.loss - 1), device).toBeLessThan(1e-4);
      expect(largestDifference(pass.reconstruction, native.reconstruction), device).toBeLessThan(1e-4);
      expect(Object.keys(pass.gradient)).toEqual(Object.keys(native.gradient));
      for (const [key, sum] of Object.entries(native.gradient))
        expect(Math.abs((pass.gradient[key] ?? Number.NaN) / sum - 1), `${device} ${key}`).toBeLessThan(1e-3);
    }
  }, 60_000);
});
