import { join } from 'node:path';
import { writePngGrid } from '../../engine/engine.ts';
import type { OpenRun, Values } from '../../engine/engine.ts';
import { writeOut } from './writeOut.ts';

export interface RunPictures {
  /** Three lines: validation examples, their reconstructions, samples from the prior. */
  readonly reconstructions: string;
  /** Images decoded over a square of the latent plane; null unless that has two dimensions. */
  readonly manifold: string | null;
}

const columns = 12;
/** The manifold shows codes from −2 to 2 in both dimensions: where the prior N(0, I) has 91 % of its mass. */
const reach = 2;
const manifoldSide = 20;

/** Draws what a model of images without conditions has learned into its run's folder. Throws IssueError for models without codes, or whose output is no picture. */
export async function writeRunPictures(run: OpenRun): Promise<RunPictures> {
  const { range, folder } = run;
  const { validation = 0, train = 0 } = run.state.start?.examples ?? {};
  const shown = Array.from({ length: Math.min(columns, validation || train) }, (_, index) => index);
  const first = await run.examples(validation > 0 ? 'validation' : 'train', shown);
  const [reconstructed, sampled] = [await run.reconstruct(first), (await run.sample(columns, 1)).images];
  const lines = [asOutput(first, reconstructed), reconstructed, sampled].map((pictures) => ({ pictures, columns }));
  const reconstructions = join(folder, 'reconstructions.png');
  await writeOut(reconstructions, () => writePngGrid(reconstructions, lines, { range }));
  if (run.latentShape?.length !== 1 || run.latentShape[0] !== 2) return { reconstructions, manifold: null };

  const manifold = join(folder, 'manifold.png');
  const pictures = await run.decode(latentSquare());
  await writeOut(manifold, () => writePngGrid(manifold, [{ pictures, columns: manifoldSide }], { range }));
  return { reconstructions, manifold };
}

/** The data's shape is that of a picture where the model's may be flat, or the other way about. */
const asOutput = ({ values, shape }: Values, { shape: output }: Values): Values =>
  shape.length > output.length ? { values, shape } : { values, shape: output };

/** Codes of a square around the origin, line by line from the top: the first coordinate grows to the right, the second upwards. */
function latentSquare(): Values {
  const at = (index: number): number => -reach + (2 * reach * index) / (manifoldSide - 1);
  const codes = Array.from({ length: manifoldSide ** 2 }, (_, index) => [at(index % manifoldSide), -at(Math.floor(index / manifoldSide))]);
  return { shape: [codes.length, 2], values: Float32Array.from(codes.flat()) };
}
