import { IssueError } from '../check/issue.ts';
import type { GraphDoc } from '../graph/document.ts';
import { parseDocument } from '../graph/parseDocument.ts';
import { z } from '../z.ts';

/** Reads a document as files are read: older versions are brought forward; what is wrong with it refuses the call with the document's own issues (thrown as IssueError). */
export const travellingDocument: z.ZodType<GraphDoc> = z.unknown().transform((json): GraphDoc => {
  const { value, issues } = parseDocument(json);
  if (!value) throw new IssueError(issues);
  return value;
});
