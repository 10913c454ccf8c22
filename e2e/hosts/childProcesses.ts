import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';

/** Ids of the processes that a process started and that still run. */
export function childProcesses(pid: number): readonly number[] {
  const ids = (text: string): number[] => text.split(/\s+/).filter(Boolean).map(Number);
  if (process.platform === 'linux') return ids(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'));
  try {
    return ids(execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' }));
  } catch {
    return [];
  }
}
