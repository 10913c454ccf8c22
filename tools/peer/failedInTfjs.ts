import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { z } from '../../shared/z.ts';
import { chromiumArgs } from '../../e2e/findChromium.ts';
import { tfjsFormat } from '../../main/engine/export/types/tfjs.ts';
import type { CaseReport } from './failedCases.ts';
import { writeExportedCases } from './exportedCases.ts';

const scripts = ['tfjs-core/dist/tf-core.min.js', 'tfjs-backend-cpu/dist/tf-backend-cpu.min.js', 'tfjs-layers/dist/tf-layers.min.js'];
const answer = z.object({ difference: z.number().optional(), error: z.string().optional() });

/** Runs in the page: loads the cases in turn and predicts; the largest absolute difference of each, or what went wrong. */
const program = `async (cases) => {
  await tf.setBackend('cpu');
  const numbers = async ({ file }) => new Float32Array(await (await fetch('http://cases.test/' + file)).arrayBuffer());
  const answers = [];
  for (const { file, inputs, outputs } of cases) {
    try {
      const model = await tf.loadLayersModel('http://cases.test/' + file + '/model.json');
      const given = [];
      for (const input of inputs) given.push(tf.tensor(input.dtype === 'int32' ? Int32Array.from(await numbers(input)) : await numbers(input), input.shape, input.dtype));
      const made = [model.predict(given)].flat();
      let difference = made.length === outputs.length ? 0 : NaN;
      for (const [at, output] of outputs.entries()) {
        if (made[at].shape.join() !== output.shape.join()) throw new Error('shape ' + made[at].shape + ' instead of ' + output.shape);
        const wanted = await numbers(output);
        (await made[at].data()).forEach((value, index) => { const off = Math.abs(value - wanted[index]); if (!(off <= difference)) difference = off; });
      }
      answers.push({ difference });
      model.dispose();
      tf.disposeVariables();
    } catch (error) {
      answers.push({ error: String(error).slice(0, 300) });
    }
  }
  return answers;
}`;

/** Writes layers models into `place` and has TensorFlow.js's own loader run each in the Chromium at `executablePath`; no network is asked. */
export async function failedInTfjs(executablePath: string, place: string, which: 'templates' | 'kinds'): Promise<CaseReport> {
  const folder = await mkdtemp(join(place, `${which}-`));
  const cases = await writeExportedCases(tfjsFormat, folder, which);
  const browser = await chromium.launch({ executablePath, args: [...chromiumArgs] });
  try {
    const page = await browser.newPage();
    await page.route('http://cases.test/**', async (route) => {
      const path = new URL(route.request().url()).pathname.slice(1);
      await (path === ''
        ? route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>cases</title>' })
        : route.fulfill({ body: await readFile(join(folder, path)) }));
    });
    await page.goto('http://cases.test/');
    for (const script of scripts) await page.addScriptTag({ path: fileURLToPath(new URL(`../../node_modules/@tensorflow/${script}`, import.meta.url)) });
    const answers: unknown = await page.evaluate(`(${program})(${JSON.stringify(cases)})`);
    const found = z.array(answer).length(cases.length).parse(answers);
    const failed = cases.flatMap(({ title, tolerance }, at) => {
      const { difference, error } = found[at] ?? {};
      return difference !== undefined && difference <= tolerance ? [] : [`${title}: ${error ?? difference}`];
    });
    return { run: cases.length, failed };
  } finally {
    await browser.close();
  }
}
