import type { IssueText } from './issueText.ts';
import { commandLineIssues } from './issues/commandLine.ts';
import { dataIssues } from './issues/data.ts';
import { documentIssues } from './issues/document.ts';
import { exportIssues } from './issues/export.ts';
import { importIssues } from './issues/import.ts';
import { libraryIssues } from './issues/library.ts';
import { modelFileIssues } from './issues/modelFiles.ts';
import { modelIssues } from './issues/model.ts';
import { runIssues } from './issues/run.ts';

/** Every issue code of Hourglass with its severity and its prose, one file a room. */
export const issueTexts = {
  ...documentIssues,
  ...modelIssues,
  ...dataIssues,
  ...runIssues,
  ...commandLineIssues,
  ...libraryIssues,
  ...exportIssues,
  ...importIssues,
  ...modelFileIssues,
} satisfies Record<string, IssueText>;

export type IssueCode = keyof typeof issueTexts;
