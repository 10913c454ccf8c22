import type { PortableModel } from '../portableModel.ts';

/** Python lines that make one example for each input of a model, by name: draws for codes and noise, zeros for data and labels. NumPy is `np`. */
export function pythonInputs({ inputs }: PortableModel): string {
  const random: readonly string[] = ['latent', 'noise', 'uniform'];
  return [
    ...(inputs.some(({ role }) => random.includes(role)) ? ['rng = np.random.default_rng(0)'] : []),
    'inputs = {',
    ...inputs.map(({ name, role, shape, dtype }) => {
      const extents = `(${['1', ...shape].join(', ')}${shape.length === 0 ? ',' : ''})`;
      const values = role === 'uniform' ? `rng.random(${extents})` : random.includes(role) ? `rng.standard_normal(${extents})` : `np.zeros(${extents})`;
      return `    ${JSON.stringify(name)}: ${values}.astype("${dtype}"),`;
    }),
    '}',
  ].join('\n');
}
