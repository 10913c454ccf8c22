import * as tf from '@tensorflow/tfjs-core';
import { nativeBackend } from './nativeBackend.ts';

const registered = new Set<string>();

/**
 * Registers for the device, once it is active, the kernels of training that tfjs 4.22 lacks or has wrong there (kinds.conformance.test.ts, kinds.wasm.test.ts
 * and kinds.cpu.test.ts hold them to the double-precision reference). Harmless when repeated.
 */
export function repairKernels(): void {
  const backendName = tf.getBackend();
  if (registered.has(backendName)) return;
  registered.add(backendName);
  const faults = backendName === 'tensorflow' ? wrongOnTensorflow : backendName === 'wasm' ? { ...missing, ...wrongOnWasm, ...wrongOnBoth } : wrongOnBoth;
  for (const [kernelName, repair] of Object.entries(faults)) {
    const present = tf.getKernel(kernelName, backendName);
    if (present) tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({ kernelName, backendName, kernelFunc: repair(present?.kernelFunc ?? noKernel(kernelName)) });
  }
}

const noKernel =
  (name: string): tf.KernelFunc =>
  () => {
    throw new Error(`tfjs has no kernel ${name} here`);
  };

/** Makes a kernel, given the one it replaces. */
type Repair = (replaced: tf.KernelFunc) => tf.KernelFunc;

const wrongOnTensorflow: Readonly<Record<string, Repair>> = {
  /** tfjs-node reads the indices back to check their bounds, which TensorFlow checks again: a wait at every call, and no step that reads can be recorded. */
  GatherV2: (replaced) => (params) => {
    const x = tensorOf(params.inputs, 'x'),
      indices = tensorOf(params.inputs, 'indices');
    if (x.dtype !== 'float32' || indices.dtype !== 'int32') return replaced(params);
    const backend = nativeBackend(),
      { binding } = backend;
    return tf.tidy(() =>
      backend.executeSingleOutput(
        'GatherV2',
        [
          { name: 'batch_dims', type: binding.TF_ATTR_INT, value: Number(params.attrs?.batchDims ?? 0) },
          { name: 'Tparams', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
          { name: 'Tindices', type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 },
          { name: 'Taxis', type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 },
        ],
        [x, indices, tf.scalar(Number(params.attrs?.axis ?? 0), 'int32')],
      ),
    );
  },
};

const wrongOnBoth: Readonly<Record<string, Repair>> = {
  /** tfjs shares dy among all cells of a window, those outside the image too; TensorFlow among those inside. Scaling dy by whole/inside puts it right. */
  AvgPoolGrad: (replaced) => (params) =>
    tf.tidy(() => {
      const dy = tensorOf(params.inputs, 'dy'),
        input = tensorOf(params.inputs, 'input');
      const { filterSize, strides, pad } = params.attrs as { filterSize: [number, number] | number; strides: [number, number] | number; pad: 'valid' | 'same' };
      const info = tf.backend_util.computePool2DInfo(input.shape as Shape4D, filterSize, strides, 1, pad);
      const inside = (out: number, stride: number, window: number, before: number, extent: number): number =>
        Math.min(out * stride - before + window, extent) - Math.max(out * stride - before, 0);
      const factors = new Float32Array(info.outHeight * info.outWidth).map((_, at) => {
        const rows = inside(Math.floor(at / info.outWidth), info.strideHeight, info.filterHeight, info.padInfo.top, info.inHeight);
        const columns = inside(at % info.outWidth, info.strideWidth, info.filterWidth, info.padInfo.left, info.inWidth);
        return (info.filterHeight * info.filterWidth) / (rows * columns);
      });
      const scaled = tf.mul(dy, tf.tensor4d(factors, [1, info.outHeight, info.outWidth, 1]));
      return asTensor(replaced({ ...params, inputs: { ...params.inputs, dy: scaled } }));
    }),
};

const wrongOnWasm: Readonly<Record<string, Repair>> = {
  /** wasm writes integers whatever type is asked for. */
  OneHot: (replaced) => (params) =>
    tf.tidy(() => {
      const whole = asTensor(replaced({ ...params, attrs: { ...params.attrs, dtype: 'int32' } }));
      return params.attrs?.dtype === 'float32' ? tf.cast(whole, 'float32') : whole;
    }),
  /** dy goes to the first largest cell of each window. */
  MaxPoolGrad:
    () =>
    ({ inputs, attrs }) => {
      const dy = tensorOf(inputs, 'dy'),
        input = tensorOf(inputs, 'input');
      const { filterSize, strides, pad } = attrs as unknown as {
        filterSize: [number, number] | number;
        strides: [number, number] | number;
        pad: 'valid' | 'same';
      };
      const info = tf.backend_util.computePool2DInfo(input.shape as Shape4D, filterSize, strides, 1, pad);
      const x = input.dataSync(),
        up = dy.dataSync(),
        down = new Float32Array(input.size);
      for (let at = 0; at < up.length; at++) {
        const channel = at % info.outChannels,
          cell = Math.floor(at / info.outChannels);
        const column = cell % info.outWidth,
          row = Math.floor(cell / info.outWidth) % info.outHeight,
          batch = Math.floor(cell / info.outWidth / info.outHeight);
        let best = -1;
        for (let i = row * info.strideHeight - info.padInfo.top, u = 0; u < info.filterHeight; u++, i++) {
          for (let j = column * info.strideWidth - info.padInfo.left, v = 0; v < info.filterWidth; v++, j++) {
            if (i < 0 || i >= info.inHeight || j < 0 || j >= info.inWidth) continue;
            const candidate = ((batch * info.inHeight + i) * info.inWidth + j) * info.outChannels + channel;
            if (best < 0 || (x[candidate] ?? 0) > (x[best] ?? 0)) best = candidate;
          }
        }
        down[best] = (down[best] ?? 0) + (up[at] ?? 0);
      }
      return tf.tensor(down, input.shape);
    },
};

const missing: Readonly<Record<string, Repair>> = {
  /** The convolution of x with dy, batch and channels in each other's place, whose dilation is the stride; cells beyond the kernel are cut off. */
  Conv2DBackpropFilter:
    () =>
    ({ inputs, attrs }) =>
      tf.tidy(() => {
        const x = tensorOf(inputs, 'x'),
          dy = tensorOf(inputs, 'dy');
        const { strides, pad, filterShape } = attributes(attrs);
        const info = tf.backend_util.computeConv2DInfo(x.shape as Shape4D, filterShape, strides, 1, pad);
        const { top, bottom, left, right } = info.padInfo;
        // What the last stride does not reach would make the answer larger than the kernel.
        const padded = tf.pad(x as tf.Tensor4D, [
          [0, 0],
          [top, bottom],
          [left, right],
          [0, 0],
        ]);
        const toFilter = tf.conv2d(
          tf.transpose(padded, [3, 1, 2, 0]) as tf.Tensor4D,
          tf.transpose(dy, [1, 2, 0, 3]) as tf.Tensor4D,
          1,
          'valid',
          'NHWC',
          strides,
        );
        const [rows, columns, channels, filters] = filterShape;
        return tf.transpose(tf.slice(toFilter, [0, 0, 0, 0], [channels, rows, columns, filters]), [1, 2, 0, 3]);
      }),
  /** One-hot rows, turned, times the values: row s is the sum of the values whose id is s. */
  UnsortedSegmentSum:
    () =>
    ({ inputs, attrs }) =>
      tf.tidy(() => {
        const x = tensorOf(inputs, 'x'),
          ids = tensorOf(inputs, 'segmentIds');
        const count = Number(attrs?.numSegments);
        const rows = tf.reshape(x, [ids.size, -1]) as tf.Tensor2D;
        const oneHot = tf.oneHot(tf.reshape(ids, [-1]) as tf.Tensor1D, count, 1, 0, 'float32') as tf.Tensor2D;
        return tf.reshape(tf.matMul(oneHot, rows, true), [count, ...x.shape.slice(ids.rank)]);
      }),
};

/** What a kernel gave, as a tensor of its own. */
function asTensor(made: tf.TensorInfo | tf.TensorInfo[]): tf.Tensor {
  if (Array.isArray(made)) throw new Error('a kernel of one output');
  return made instanceof tf.Tensor ? made : tf.engine().makeTensorFromTensorInfo(made);
}

type Shape4D = [number, number, number, number];

function tensorOf(inputs: tf.NamedTensorInfoMap, name: string): tf.Tensor {
  const tensor = inputs[name];
  if (!(tensor instanceof tf.Tensor)) throw new Error(`a kernel needs the input ${name}`);
  return tensor;
}

function attributes(attrs: tf.NamedAttrMap | undefined): { readonly strides: [number, number]; readonly pad: 'valid' | 'same'; readonly filterShape: Shape4D } {
  const strides: unknown = attrs?.strides,
    pad: unknown = attrs?.pad,
    filterShape: unknown = attrs?.filterShape;
  const pair = typeof strides === 'number' ? [strides, strides] : Array.isArray(strides) ? strides.map(Number) : [];
  if (pair.length !== 2 || (pad !== 'valid' && pad !== 'same') || !Array.isArray(filterShape) || filterShape.length !== 4) {
    throw new Error('the gradient of a convolution needs strides, pad (valid or same) and filterShape');
  }
  return { strides: pair as [number, number], pad, filterShape: filterShape.map(Number) as Shape4D };
}
