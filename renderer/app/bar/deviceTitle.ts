import type { EngineDevice } from '../../../shared/protocol/contract.ts';

/** What the engine computes with and on, in short: `TensorFlow · CPU`. */
export function deviceTitle({ name, description }: Pick<EngineDevice, 'name' | 'description'>): string {
  switch (name) {
    case 'tensorflow':
      // `TensorFlow 2.21.0, CPU` or `…, CUDA`.
      return `TensorFlow · ${description.split(', ').at(-1) ?? 'CPU'}`;
    case 'webgpu':
      return 'WebGPU · GPU';
    case 'wasm':
      return 'WebAssembly · CPU';
    case 'cpu':
      return 'JavaScript · CPU';
  }
}
