import { refuse } from '../../../shared/check/issue.ts';

/** Runs what writes `file`; an error of the file system becomes an IssueError `output-unwritable`. */
export async function writeOut<T>(file: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return refuse('output-unwritable', { file }, { reason: error.message });
    throw error;
  }
}
