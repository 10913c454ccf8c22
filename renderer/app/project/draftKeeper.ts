import type { GraphDoc } from '../../../shared/graph/document.ts';
import type { Client } from '../../../shared/protocol/client.ts';
import type { Clock } from '../../../shared/protocol/clock.ts';
import { dropLocalDraft, keepLocalDraft } from './localDraft.ts';

/** Time without a change after which a draft is kept. */
export const draftDelayMs = 2000;

/** What of the document store decides what is kept. */
export interface Draftable {
  readonly document: GraphDoc;
  readonly project: string | null;
  readonly unsaved: boolean;
  /** Stamp of the project's file that the changes are made to. */
  readonly base: string | null;
  /** Names the document among those without a project. */
  readonly draft: string;
}

export interface DraftKeeperOptions {
  readonly client: Pick<Client, 'call'>;
  readonly clock: Clock;
  /** This tab's name; asked each time, as a tab that was duplicated takes another. */
  page(): string;
  /** Takes over what the host could not be told in time. */
  readonly local: Storage;
}

/** Keeps unsaved changes as this page's draft, never over the saved project. */
export interface DraftKeeper {
  /** Takes over a draft that this page kept before it was reloaded, and that the document shows again. */
  resume(draft: Draftable): void;
  /** To be told of every change of the document. */
  onDidChange(now: Draftable): void;
  /** Keeps in the browser what the host has not got yet; for the moment the page goes. False where that failed and something would be lost. */
  keepNow(): boolean;
}

export function createDraftKeeper({ client, clock, page, local }: DraftKeeperOptions): DraftKeeper {
  let latest: Draftable | null = null,
    kept: Draftable | null = null;
  let cancel = (): void => {};
  const isKept = (now: Draftable): boolean =>
    kept?.document === now.document && kept.project === now.project && kept.base === now.base && kept.draft === now.draft;
  const keep = async (): Promise<void> => {
    const now = latest;
    if (!now) return;
    if (!now.unsaved) {
      dropLocalDraft(local, page());
      if (kept) await client.call('draft.discard', { project: kept.project, page: page() });
      kept = null;
      return;
    }
    if (isKept(now)) return;
    const moved = kept !== null && kept.project !== now.project ? kept.project : undefined;
    const { document, project, base, draft } = now;
    const { value } = await client.call('draft.save', { project, page: page(), document, base, ...(project === null ? { draft } : {}) });
    if (!value) {
      // No connection: the browser keeps it, and the next change tries again.
      keepLocalDraft(local, { page: page(), project, document, base, draft: draftOf(now) });
      return;
    }
    kept = now;
    if (moved !== undefined) await client.call('draft.discard', { project: moved, page: page() });
    if (latest === now) dropLocalDraft(local, page());
  };
  return {
    resume(draft) {
      kept = draft;
      latest = draft;
    },
    onDidChange(now) {
      latest = now;
      cancel();
      // What was saved is not offered again: its draft goes at once.
      cancel = now.unsaved ? clock.after(draftDelayMs, () => void keep()) : () => {};
      if (!now.unsaved) void keep();
    },
    keepNow() {
      if (!latest?.unsaved || isKept(latest)) return true;
      const { document, project, base } = latest;
      return keepLocalDraft(local, { page: page(), project, document, base, draft: draftOf(latest) });
    },
  };
}

/** Whose runs a kept document's are: a project's are its own. */
export const draftOf = ({ project, draft }: Pick<Draftable, 'project' | 'draft'>): string | null => (project === null ? draft : null);
