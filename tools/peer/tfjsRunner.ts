/**
 * The program that runs written TypeScript, to be laid as run.mjs into a folder with cases.json (see runSources.py), the cases, and node_modules with
 * TensorFlow.js. A text, as what it imports is no part of this repository. Prints a JSON line a case: {"file", "difference"} or {"file", "error"}.
 */
export const tfjsRunner = `
import { readFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

const bytesOf = async (file) => new Uint8Array(await readFile(file)).buffer;

async function difference({ file, inputs, outputs }) {
  const program = await import(new URL(file + '/model.ts', import.meta.url).href);
  const weights = program.readWeights(await bytesOf(file + '/weights.safetensors'));
  const given = {};
  for (const { name, file: at, shape, dtype } of inputs) given[name] = tf.cast(tf.tensor(new Float32Array(await bytesOf(at)), shape), dtype);
  const made = Object.values(program.predict(weights, given));
  if (made.length !== outputs.length) throw new Error(made.length + ' outputs instead of ' + outputs.length);
  let largest = 0;
  for (const [at, output] of outputs.entries()) {
    const wanted = new Float32Array(await bytesOf(output.file));
    if (made[at].shape.join() !== output.shape.join()) throw new Error('the shape ' + made[at].shape + ' instead of ' + output.shape);
    for (const [index, value] of (await made[at].data()).entries()) {
      const gap = Math.abs(value - wanted[index]);
      if (!(Number.isNaN(value) && Number.isNaN(wanted[index]))) largest = Math.max(largest, Number.isNaN(gap) ? Infinity : gap);
    }
  }
  return largest;
}

await tf.setBackend('cpu');
for (const one of JSON.parse(await readFile('cases.json', 'utf8'))) {
  let answer;
  try {
    answer = { difference: await difference(one) };
  } catch (error) {
    answer = { error: String(error).slice(0, 500) };
  }
  process.stdout.write(JSON.stringify({ file: one.file, ...answer }) + '\\n');
}
`;
