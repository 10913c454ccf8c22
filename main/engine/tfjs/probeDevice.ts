import * as tf from '@tensorflow/tfjs-core';
import { deviceNames, openDevice } from './devices.ts';
import type { ProbeMessage } from './probeMessage.ts';

/** Side of the square matrices multiplied: small enough for plain JavaScript, large enough that the device has to work. */
const side = 128;

/** WebGPU adapters that are programs and no cards: slower than WebAssembly here. */
const softwareAdapters = /swiftshader|llvmpipe|lavapipe|basic render/i;

// The entry of a child process of `probeDevices`: opens the device named in its argument, lets it compute, says what happened. Whatever a
// native library does to this process, its parent only sees that no message came.
const name = deviceNames.find((known) => known === process.argv[2]);
const message = name
  ? await probe(name).catch((error: unknown): ProbeMessage => ({ ok: false, reason: reasonOf(error) }))
  : { ok: false, reason: 'no such device' };
process.send?.(message, () => process.exit(0));

async function probe(device: (typeof deviceNames)[number]): Promise<ProbeMessage> {
  const { description, version } = await openDevice(device);
  const ones = tf.ones([side, side]);
  const multiply = async (): Promise<number> => {
    const begun = performance.now();
    const product = tf.matMul(ones, ones);
    const values = await product.data();
    product.dispose();
    if (values.some((value) => value !== side)) throw new Error('it multiplies matrices wrongly');
    return performance.now() - begun;
  };
  // The first product pays for compiling kernels; the second is measured.
  await multiply();
  const matmulMs = await multiply();
  const isSoftware = device === 'webgpu' && softwareAdapters.test(description);
  return { ok: true, description, version, usesGpu: device === 'tensorflow' && usesGpu(), isSoftware, matmulMs };
}

/** tfjs-node computes on the first CUDA card that its library finds. */
function usesGpu(): boolean {
  const backend: object = tf.backend();
  return 'isUsingGpuDevice' in backend && backend.isUsingGpuDevice === true;
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/Cannot find (module|package)/.test(text)) return 'its npm package is not installed';
  return text.split('\n').find((line) => line.trim() !== '') ?? 'no reason given';
}
