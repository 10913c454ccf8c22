import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

/*
 * Runs TypeScript programs that Hourglass wrote: `node runTfjsSources.ts FOLDER`. The folder holds cases.json (see runSources.py), and
 * node_modules with @tensorflow/tfjs. Prints a JSON line a case: {"file", "difference"} or {"file", "error"}.
 */
interface Entry {
  readonly name: string;
  readonly file: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

interface Program {
  readWeights(file: ArrayBuffer): Map<string, tf.Tensor>;
  predict(weights: Map<string, tf.Tensor>, inputs: Readonly<Record<string, tf.Tensor>>): Readonly<Record<string, tf.Tensor>>;
}

const folder = resolve(process.argv[2] ?? '.');
const bytesOf = async (file: string): Promise<ArrayBuffer> => new Uint8Array(await readFile(join(folder, file))).buffer;

async function difference({ file, inputs, outputs }: { readonly file: string; readonly inputs: readonly Entry[]; readonly outputs: readonly Entry[] }) {
  const program = (await import(pathToFileURL(join(folder, file, 'model.ts')).href)) as Program;
  const weights = program.readWeights(await bytesOf(join(file, 'weights.safetensors')));
  const given: Record<string, tf.Tensor> = {};
  for (const { name, file: at, shape, dtype } of inputs) given[name] = tf.cast(tf.tensor(new Float32Array(await bytesOf(at)), [...shape]), dtype);
  const made = Object.values(program.predict(weights, given));
  if (made.length !== outputs.length) throw new Error(`${made.length} outputs instead of ${outputs.length}`);
  let largest = 0;
  for (const [at, output] of outputs.entries()) {
    const found = made[at];
    const wanted = new Float32Array(await bytesOf(output.file));
    if (found?.shape.join() !== output.shape.join()) throw new Error(`the shape [${found?.shape.join()}] instead of [${output.shape.join()}]`);
    (await found.data()).forEach((value, index) => {
      const gap = Math.abs(value - (wanted[index] ?? NaN));
      if (!(Number.isNaN(value) && Number.isNaN(wanted[index]))) largest = Math.max(largest, Number.isNaN(gap) ? Infinity : gap);
    });
  }
  tf.disposeVariables();
  return largest;
}

await tf.setBackend('cpu');
for (const one of JSON.parse(await readFile(join(folder, 'cases.json'), 'utf8'))) {
  try {
    process.stdout.write(`${JSON.stringify({ file: one.file, difference: await difference(one) })}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ file: one.file, error: String(error).slice(0, 500) })}\n`);
  }
}
