import { expect, test } from 'vitest';
import { deviceTitle } from './deviceTitle.ts';

test('a device is named by its library and by what it computes on', () => {
  const titles = (
    [
      ['tensorflow', 'TensorFlow 2.21.0, CPU'],
      ['tensorflow', 'TensorFlow 2.21.0, CUDA'],
      ['webgpu', 'WebGPU, SwiftShader'],
      ['wasm', 'WebAssembly, one thread: slow'],
      ['cpu', 'plain JavaScript: very slow'],
    ] as const
  ).map(([name, description]) => deviceTitle({ name, description }));
  expect(titles).toEqual(['TensorFlow · CPU', 'TensorFlow · CUDA', 'WebGPU · GPU', 'WebAssembly · CPU', 'JavaScript · CPU']);
});
