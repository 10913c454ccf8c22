import { createRequire } from 'node:module';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { registerLayerOps } from './layerOps.ts';
import { registerRandomOps } from './randomOps.ts';
import { withQuietStderr } from './quietStderr.ts';
import { repairKernels } from './repairKernels.ts';
import { nativeBackend } from './nativeBackend.ts';

/** Where tensors live and are computed, fastest first for the sizes Hourglass trains. */
export const deviceNames = ['tensorflow', 'webgpu', 'wasm', 'cpu'] as const;
export type DeviceName = (typeof deviceNames)[number];

/** The opened device, as every run records it. */
export interface Device {
  readonly name: DeviceName;
  /** E.g. `TensorFlow 2.21.0, CPU`, `WebGPU, SwiftShader`. */
  readonly description: string;
  /** Version of TensorFlow (tensorflow) or of tfjs (the others). */
  readonly version: string;
  /** Threads TensorFlow was told to use within one op; 0: its own choice, one per core. */
  readonly threads: number;
}

export interface DeviceOptions {
  /** Threads within one op on tensorflow; takes effect only before the library loads. Default: one per core. */
  readonly threads?: number;
}

const require = createRequire(import.meta.url);
let opened: Device | undefined;

/**
 * Opens a device and makes it tfjs's active backend. One process keeps to one device: asking for another after the first throws.
 * Rejects with the library's own reason where the device cannot be had.
 */
export async function openDevice(name: DeviceName, options: DeviceOptions = {}): Promise<Device> {
  if (opened) {
    if (opened.name === name) return opened;
    throw new Error(`this process already computes on ${opened.name}; ${name} needs a process of its own`);
  }
  const description = await openers[name](options);
  registerRandomOps();
  registerLayerOps();
  const version = name === 'tensorflow' ? nativeBackend().binding.TF_Version : tf.version_core;
  opened = { name, description, version, threads: name === 'tensorflow' ? (options.threads ?? 0) : 1 };
  return opened;
}

const openers: Record<DeviceName, (options: DeviceOptions) => Promise<string>> = {
  async tensorflow({ threads }) {
    prepareEnvironment(threads);
    restoreRemovedUtil();
    withQuietStderr(() => require('@tensorflow/tfjs-node') as unknown);
    await activate('tensorflow');
    repairKernels();
    const { binding, isGPUPackage } = nativeBackend();
    return `TensorFlow ${binding.TF_Version}, ${isGPUPackage ? 'CUDA' : 'CPU'}`;
  },
  async webgpu() {
    const adapter = await openWebGpu();
    registerGradients();
    await activate('webgpu');
    return `WebGPU, ${adapter}`;
  },
  async wasm() {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    registerGradients();
    setWasmPaths(`${require.resolve('@tensorflow/tfjs-backend-wasm/package.json').replace(/package\.json$/, '')}dist/`);
    await activate('wasm');
    repairKernels();
    return 'WebAssembly, one thread: slow, for looking and small models';
  },
  async cpu() {
    await import('@tensorflow/tfjs-backend-cpu');
    registerGradients();
    // Its banner advises tfjs-node, which set-up has tried; doctor says what is lost.
    tf.env().set('IS_NODE', false);
    await activate('cpu');
    repairKernels();
    return 'plain JavaScript: very slow, for tiny models';
  },
};

/** The package whose loading registers tfjs-core's gradient functions, which tfjs-core's own Node bundle leaves out: a dependency of tfjs-node's, found from there. */
const gradientsPackage = '@tensorflow/tfjs';

function registerGradients(): void {
  if (tf.getGradient('Sum') !== undefined) return;
  restoreRemovedUtil();
  const requireBeside = createRequire(require.resolve('@tensorflow/tfjs-node/package.json'));
  requireBeside(gradientsPackage);
}

async function activate(name: DeviceName): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(`tfjs could not start its ${name} backend`);
  await tf.ready();
}

/** TensorFlow reads these once, when its library loads: thread counts, and quiet logs (its notices are no concern of a user). */
function prepareEnvironment(threads: number | undefined): void {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  if (threads === undefined) return;
  process.env.TF_NUM_INTRAOP_THREADS = String(threads);
  process.env.TF_NUM_INTEROP_THREADS = String(threads);
  process.env.OMP_NUM_THREADS = String(threads);
}

/** tfjs-node 4.22 calls two functions that Node 23 removed from `util` (tfjs issues 8609, 8746). */
function restoreRemovedUtil(): void {
  const target: { isNullOrUndefined?: (value: unknown) => boolean; isArray?: (value: unknown) => boolean } = util;
  target.isNullOrUndefined ??= (value) => value === null || value === undefined;
  // Still there on Node 24, but it prints a deprecation notice.
  target.isArray = Array.isArray;
}

async function openWebGpu(): Promise<string> {
  const dawn = await import('webgpu');
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create([]);
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error('no WebGPU adapter: neither Vulkan, Metal nor D3D12 offers a usable graphics card');
  await import('@tensorflow/tfjs-backend-webgpu');
  return adapter.info.description || adapter.info.device || adapter.info.vendor || 'unnamed adapter';
}
