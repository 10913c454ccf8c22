import { serialiseDocument } from '../../../shared/graph/serialiseDocument.ts';
import type { OpenedProject } from '../../../shared/protocol/hostCalls.ts';
import type { StatedPlace } from '../../stores/documentStore.ts';
import type { FoundDraft } from '../dialogs/dialogStore.ts';

/**
 * Where a draft of a project belongs when it is shown again: over the file it was made from. If that has been saved by somebody else since, the draft keeps
 * the old stamp, so that saving it asks instead of going over what nobody here has seen.
 * @param file the project's file as it is now
 */
export function placeOfDraft(project: string, file: OpenedProject, draft: Pick<FoundDraft, 'document' | 'base'> | null): StatedPlace {
  const isSaved = draft === null || serialiseDocument(draft.document) === serialiseDocument(file.document);
  return { project, stamp: isSaved ? file.stamp : (draft.base ?? file.stamp), saved: file.document };
}
