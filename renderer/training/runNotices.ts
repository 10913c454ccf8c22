import i18next from 'i18next';
import { describeIssue } from '../../shared/messages/describeIssue.ts';
import type { RunState, RunStatus } from '../../shared/run/runState.ts';
import { useRunStore } from '../stores/runStore.ts';
import { useViewStore } from '../stores/viewStore.ts';
import type { TextKey } from '../text/texts.ts';
import { notify } from '../ui/tell.ts';
import type { NoticeTone } from '../ui/tell.ts';
import { holdAwake } from './holdAwake.ts';
import { resumeRun } from './runActions.ts';
import { isActive } from './runProgress.ts';

/** Asks once whether desktop notices are welcome; called on the user's own press of Train, as browsers demand. */
export function askToNotify(): void {
  if ('Notification' in window && Notification.permission === 'default') void Notification.requestPermission();
}

/** The words for each way a run ends. */
const ends = {
  done: { key: 'training.ended.done', tone: 'good' },
  early: { key: 'training.ended.early', tone: 'good' },
  stopped: { key: 'training.ended.stopped', tone: 'note' },
  diverged: { key: 'training.ended.diverged', tone: 'error' },
  lost: { key: 'training.ended.lost', tone: 'error' },
} as const satisfies Partial<Record<RunStatus, { readonly key: TextKey; readonly tone: NoticeTone }>>;

/** Tells when a run that was seen in progress is over: on the desktop where the page is not looked at, else in the page. Keeps the machine awake meanwhile. Gives back how to end it. */
export function startRunNotices(): () => void {
  const awake = holdAwake();
  /** Closes what was last told of a run. */
  const told = new Map<string, () => void>();
  const end = useRunStore.subscribe(({ runs }, before) => {
    for (const [run, state] of Object.entries(runs)) {
      const was = before.runs[run];
      if (was && isActive(was.status) && !isActive(state.status)) told.set(run, tellEnd(run, state));
      // It goes on: that it had ended is no news any more.
      else if (was && !isActive(was.status) && isActive(state.status)) told.get(run)?.();
    }
    awake.want(Object.values(runs).some(({ status }) => status === 'training'));
  });
  return () => {
    end();
    awake.end();
  };
}

/** Gives back how to take the notice away. */
function tellEnd(run: string, { status, start, epochs, issues }: RunState): () => void {
  const nothing = (): void => {};
  if (status === 'waiting' || status === 'training' || status === 'paused') return nothing;
  const { key, tone } = ends[status];
  const name = start?.name ?? run,
    loss = epochs.at(-1)?.validation?.loss ?? epochs.at(-1)?.loss;
  const title = i18next.t(key, { name });
  const figures = loss === undefined ? '' : i18next.t('training.ended.figures', { epochs: epochs.length, loss: loss.toPrecision(4) });
  // What went wrong says more than the last figures.
  const wrong = status === 'diverged' || status === 'lost' ? issues.findLast(({ severity }) => severity === 'error') : undefined;
  const words = wrong && describeIssue(wrong, useViewStore.getState().language);
  const text = words ? `${words.message} ${words.hint}` : figures;
  const folder = start?.folder ?? null;
  const action = status === 'lost' && folder !== null ? { action: { title: i18next.t('training.resume'), run: () => void resumeRun(folder) } } : {};
  if (document.hidden && showOnDesktop(title, text)) return nothing;
  // Told to nobody who looks: it waits for them.
  return notify({
    title,
    tone,
    key: `run-${run}-${status}`,
    ...(text ? { text } : {}),
    ...action,
    ...(status === 'lost' || document.hidden ? { timeoutMs: 0 } : {}),
  });
}

/** False where the desktop shows no notices: not permitted, or the page came over plain HTTP from another machine. */
function showOnDesktop(title: string, body: string): boolean {
  if (!('Notification' in window) || Notification.permission !== 'granted') return false;
  try {
    const shown = new Notification(title, { body, tag: 'hourglass-run' });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
    return true;
  } catch {
    // Some browsers permit notices from service workers only.
    return false;
  }
}
