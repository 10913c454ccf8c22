import type { PortableModel } from '../portableModel.ts';

/** Loads a whole Keras model from a file and runs it once on zeros. */
export function kerasSnippet({ inputs, outputs }: PortableModel, name: string): string {
  const zeros = inputs.map(
    ({ name: input, shape, dtype }) => `np.zeros((${[1, ...shape].join(', ')}${shape.length === 0 ? ',' : ''}), "${dtype}"),  # ${input}`,
  );
  return [
    'import keras',
    'import numpy as np',
    '',
    `model = keras.models.load_model(${JSON.stringify(name)}, compile=False)`,
    'outputs = model([',
    ...zeros.map((zero) => `    ${zero}`),
    '])',
    `outputs = outputs if isinstance(outputs, list) else [outputs]`,
    `for name, value in zip(${JSON.stringify(outputs.map((output) => output.name))}, outputs):`,
    '    print(name, value.shape)',
    '',
  ].join('\n');
}
