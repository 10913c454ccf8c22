import { z } from '../../shared/z.ts';
import type { ExportFormat } from '../../main/engine/export/exportFormat.ts';
import { writeExportedCases } from './exportedCases.ts';
import { runPeerProgram } from './runPeerProgram.ts';

const answer = z.object({ file: z.string(), difference: z.number().optional(), error: z.string().optional() });

/** What a peer program made of a format's files. */
export interface CaseReport {
  readonly run: number;
  /** Cases whose answer is an error or lies beyond the tolerance, with what was found. */
  readonly failed: readonly string[];
}

/** Writes the cases into `folder` and has `program` load and run each. Throws where the program gave fewer answers than there are cases. */
export async function failedCases(format: ExportFormat, program: string, folder: string, which?: 'templates' | 'kinds'): Promise<CaseReport> {
  const cases = (await writeExportedCases(format, folder, which)).filter(({ outputs }) => outputs.length > 0);
  const { stdout, stderr } = await runPeerProgram(program, [folder]);
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => answer.parse(JSON.parse(line)));
  if (answers.length !== cases.length) throw new Error(`${answers.length} answers for ${cases.length} cases: ${stderr.slice(-500)}`);
  const failed = cases.flatMap(({ title, file, tolerance }, at) => {
    const { file: answered, difference, error } = answers[at] ?? {};
    return answered === file && difference !== undefined && difference <= tolerance ? [] : [`${title}: ${error ?? difference}`];
  });
  return { run: cases.length, failed };
}
