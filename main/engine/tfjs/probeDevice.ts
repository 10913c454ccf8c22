import * as tf from '@tensorflow/tfjs-core';
import { sameText } from '../../../shared/messages/language.ts';
import type { Text } from '../../../shared/messages/language.ts';
import { deviceNames, openDevice } from './devices.ts';
import type { ProbeMessage } from './probeMessage.ts';

/** Side of the square matrices multiplied: small enough for plain JavaScript, large enough that the device has to work. */
const side = 128;

/** WebGPU adapters that are programs and no cards: slower than WebAssembly here. */
const softwareAdapters = /swiftshader|llvmpipe|lavapipe|basic render/i;

/** The device answers, and wrongly. */
class WrongProduct extends Error {}

// The entry of a child process of `probeDevices`: opens the device named in its argument, lets it compute, says what happened. Whatever a
// native library does to this process, its parent only sees that no message came.
const name = deviceNames.find((known) => known === process.argv[2]);
const message = name
  ? await probe(name).catch((error: unknown): ProbeMessage => ({ ok: false, reason: reasonOf(error) }))
  : { ok: false, reason: { en: 'no such device', zh: '没有这种设备' } };
process.send?.(message, () => process.exit(0));

async function probe(device: (typeof deviceNames)[number]): Promise<ProbeMessage> {
  const { description, version } = await openDevice(device);
  const ones = tf.ones([side, side]);
  const multiply = async (): Promise<number> => {
    const begun = performance.now();
    const product = tf.matMul(ones, ones);
    const values = await product.data();
    product.dispose();
    if (values.some((value) => value !== side)) throw new WrongProduct();
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

function reasonOf(error: unknown): Text {
  if (error instanceof WrongProduct) return { en: 'it multiplies matrices wrongly', zh: '矩阵乘积的结果有误' };
  const text = error instanceof Error ? error.message : String(error);
  if (/Cannot find (module|package)/.test(text)) return { en: 'its npm package is not installed', zh: '未安装其 npm 包' };
  const said = text.split('\n').find((line) => line.trim() !== '');
  return said === undefined ? { en: 'no reason given', zh: '未说明原因' } : sameText(said);
}
