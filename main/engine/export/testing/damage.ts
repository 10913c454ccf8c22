import { IssueError } from '../../../../shared/check/issue.ts';
import { createDraw } from '../../kinds/reference/seededDraw.ts';
import type { SeededDraw } from '../../kinds/reference/seededDraw.ts';
import type { ExportFiles, ExportFormat, NamedArrays } from '../exportFormat.ts';
import { importModel } from '../importModel.ts';

/** What became of damaged files. */
export interface DamageReport {
  /** Refused with a code when opened, or when run. */
  readonly refused: number;
  /** Opened and run: the damage hit what no reading can tell, or nothing that matters. */
  readonly read: number;
  readonly slowestMs: number;
  /** Memory of the process above what it was, at its highest. */
  readonly mostBytes: number;
}

/** A change of bytes: mostly in the first kilobytes, where the structure of a format lies, or anywhere. */
function damage(bytes: Uint8Array, draw: SeededDraw): Uint8Array {
  const within = draw.chance() ? Math.min(bytes.length, 4096) : bytes.length;
  const at = draw.int(0, Math.max(0, within - 1));
  const changed = Uint8Array.from(bytes);
  const length = draw.int(1, 64);
  switch (draw.int(0, 6)) {
    case 0:
      changed[at] = (changed[at] ?? 0) ^ (1 << draw.int(0, 7));
      return changed;
    case 1:
      changed[at] = draw.int(0, 255);
      return changed;
    case 2:
      return changed.fill(draw.pick([0, 0xff, 0x80, 0x7f]), at, at + length);
    case 3:
      return changed.slice(0, at);
    case 4:
      return Uint8Array.from([...changed.subarray(0, at), ...changed.subarray(at + length)]);
    case 5:
      return Uint8Array.from([...changed.subarray(0, at), ...Array.from({ length }, () => draw.int(0, 255)), ...changed.subarray(at)]);
    default:
      return changed.copyWithin(at, draw.int(0, bytes.length - 1), bytes.length);
  }
}

/** Damages one of the files, `rounds` times over with seeds from `from`, and imports, reads and runs what comes of it. Throws what is no coded refusal, naming the seed. */
export async function readDamaged(
  { id, read }: Pick<ExportFormat, 'id' | 'read'>,
  files: ExportFiles,
  inputs: NamedArrays,
  { from, rounds }: { readonly from: number; readonly rounds: number },
): Promise<DamageReport> {
  if (!read) throw new Error(`${id} is not read back`);
  let refused = 0,
    slowestMs = 0,
    mostBytes = 0;
  const resting = process.memoryUsage().rss;
  for (let seed = from; seed < from + rounds; seed++) {
    const draw = createDraw('damage', id, seed);
    const name = draw.pick(Object.keys(files));
    const damaged = { ...files, [name]: damage(files[name] ?? new Uint8Array(), draw) };
    const start = performance.now();
    if (!(await runs(read, damaged, inputs, `${id} seed ${seed}`))) refused += 1;
    slowestMs = Math.max(slowestMs, performance.now() - start);
    mostBytes = Math.max(mostBytes, process.memoryUsage().rss - resting);
  }
  return { refused, read: rounds - refused, slowestMs, mostBytes };
}

async function runs(read: NonNullable<ExportFormat['read']>, files: ExportFiles, inputs: NamedArrays, title: string): Promise<boolean> {
  try {
    // Brought in as a document: made, or refused with a code.
    const imported = importModel(files, title);
    if (!imported.value && imported.issues.length === 0) throw new Error('not imported, without a code');
    const { value, issues } = await read(files);
    if (!value) {
      if (issues.length === 0) throw new Error('refused without a code');
      return false;
    }
    try {
      await value.run(inputs);
      return true;
    } finally {
      value.dispose();
    }
  } catch (error) {
    if (error instanceof IssueError) return false;
    throw new Error(`${title}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}
