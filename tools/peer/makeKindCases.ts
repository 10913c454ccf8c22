import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeWhole } from '../../main/engine/files/writeWhole.ts';
import { allKerasCases } from '../../main/engine/kinds/reference/kerasCases.ts';
import { runPeerProgram } from './runPeerProgram.ts';

/** Where the frozen answers lie, relative to this folder. */
const fixture = fileURLToPath(new URL('../../shared/fixtures/keras/kinds.json', import.meta.url));

interface Answered {
  readonly float64?: { readonly weightsAfter?: unknown };
  readonly [field: string]: unknown;
}

/**
 * `node tools/peer/makeKindCases.ts`: asks Keras about every case of the catalogue and freezes its answers in shared/fixtures/keras/kinds.json.
 * To be run again whenever a kind's emission or its cases change; the conformance test says so.
 */
async function makeKindFixtures(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hourglass-kinds-'));
  try {
    const cases = join(folder, 'cases.json'),
      answers = join(folder, 'answers.json');
    await writeFile(cases, JSON.stringify(allKerasCases()));
    const { code, stderr } = await runPeerProgram('kindFixtures.py', [cases, '--out', answers]);
    if (code !== 0) throw new Error(`kindFixtures.py ended with ${code}:\n${stderr}`);
    const { cases: answered, ...head } = JSON.parse(await readFile(answers, 'utf8')) as { readonly cases: readonly Answered[] };
    // Gradients are held to our own double-precision reference: Keras's would make the file five times as long.
    const lines = answered.map(({ float64, ...rest }) =>
      JSON.stringify({ ...rest, ...(float64?.weightsAfter ? { weightsAfter: shortened(float64.weightsAfter) } : {}) }),
    );
    await writeWhole(fixture, `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "cases": [\n${lines.join(',\n')}\n  ]\n}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Doubles in nine significant digits. */
const shortened = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, part: unknown) => (typeof part === 'number' ? Number(part.toPrecision(9)) : part)));

await makeKindFixtures();
