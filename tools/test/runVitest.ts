import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from '../../shared/z.ts';
import type { Totals } from './totalsReporter.ts';

const totalsSchema = z.object({ passed: z.number(), failed: z.number(), skipped: z.number(), broken: z.number() });

/**
 * Runs vitest on this Node with this process's streams.
 * @param root the repository's folder
 * @param args after `vitest run`
 * @returns its counts; at least one `broken` where it ended badly
 */
export function runVitest(root: string, args: readonly string[]): Promise<Totals> {
  return runCounted(root, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...args]);
}

/**
 * Runs a test program on this Node whose reporter writes its counts to the file that HOURGLASS_TOTALS names.
 * @param root the folder it runs in
 * @param args the program and what follows it
 * @param environment added to this process's own
 * @returns its counts; at least one `broken` where it ended badly
 */
export async function runCounted(root: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Totals> {
  const folder = mkdtempSync(join(tmpdir(), 'hourglass-test-'));
  const file = join(folder, 'totals.json');
  try {
    const code = await new Promise<number | null>((resolve) => {
      const child = spawn(process.execPath, args, {
        cwd: root,
        stdio: 'inherit',
        env: { ...process.env, ...environment, HOURGLASS_TOTALS: file },
      });
      child.once('error', () => resolve(null));
      child.once('exit', (exitCode) => resolve(exitCode));
    });
    const totals = readTotals(file);
    if (code !== 0 && totals.failed + totals.broken === 0) totals.broken = 1;
    return totals;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readTotals(file: string): Totals {
  try {
    return totalsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 0, skipped: 0, broken: 1 };
  }
}
