import { Toast } from '@base-ui/react/toast';
import type { Issue, Severity } from '../../shared/check/issue.ts';
import { describeIssue } from '../../shared/messages/describeIssue.ts';
import { useViewStore } from '../stores/viewStore.ts';

export type NoticeTone = Severity | 'good';

/** A short notice at the foot of the canvas. */
export interface Notice {
  readonly title: string;
  readonly text?: string;
  readonly tone?: NoticeTone;
  readonly action?: { readonly title: string; run(): void };
  /** Milliseconds until it goes; 0: stays until closed. Default 6 s, errors 12 s. */
  readonly timeoutMs?: number;
  /** Notices of one key replace each other. */
  readonly key?: string;
}

/** What a toast carries besides its words. */
export interface NoticeData {
  readonly tone: NoticeTone;
}

export const notices = Toast.createToastManager<NoticeData>();

/** Shows a notice. Gives back how to close it. */
export function notify({ title, text, tone = 'note', action, timeoutMs, key }: Notice): () => void {
  const id = notices.add({
    ...(key ? { id: key } : {}),
    title,
    description: text,
    timeout: timeoutMs ?? (tone === 'error' ? 12_000 : 6_000),
    priority: tone === 'error' ? 'high' : 'low',
    data: { tone },
    ...(action
      ? {
          actionProps: {
            children: action.title,
            onClick: () => {
              notices.close(id);
              action.run();
            },
          },
        }
      : {}),
  });
  return () => notices.close(id);
}

/** Most issues that are told one by one; the rest would hide the page. */
const mostTold = 4;

/** Tells issues in the current language, worst first. The same code again takes the older notice's place. */
export function tell(issues: readonly Issue[]): void {
  const { language } = useViewStore.getState();
  const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };
  for (const found of [...issues].sort((a, b) => rank[a.severity] - rank[b.severity]).slice(0, mostTold)) {
    const { message, hint } = describeIssue(found, language);
    notify({ title: message, text: hint, tone: found.severity, key: `issue-${found.code}` });
  }
}

/** Says something once to screen readers. */
export function announce(text: string): void {
  useViewStore.getState().set({ announcement: text });
}
