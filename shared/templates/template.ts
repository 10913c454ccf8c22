import type { GraphDoc } from '../graph/document.ts';
import type { IssueCode } from '../messages/issueTexts.ts';
import type { Text } from '../messages/language.ts';

/** A document to start from. */
export interface Template {
  readonly title: Text;
  readonly summary: Text;
  /** Drawn as an article printed it, faults included: a case of “find the fault”. */
  readonly published: boolean;
  /** Exactly the codes that analysis names in it, each once. */
  readonly codes: readonly IssueCode[];
  /** A fresh document. */
  build(): GraphDoc;
}
