import { useEffect, useState } from 'react';
import type { Outcome } from '../../shared/check/issue.ts';
import type { CallName, CallParams, CallResult } from '../../shared/protocol/contract.ts';
import { useClient } from '../app/connection.ts';
import { useRunStore } from '../stores/runStore.ts';

export interface Answer<T> {
  /** The newest answer; stays while the next one is on its way. Null before the first. */
  readonly outcome: Outcome<T> | null;
  readonly waits: boolean;
  again(): void;
}

/**
 * The answer to a call, asked anew when its parameters change and when the engine comes back.
 * @param params undefined asks nothing
 * @param delayMs waited before asking, so that typing does not ask at every key
 * @param stamp asks anew where it changes, e.g. with what the answer is about
 */
export function useAnswer<C extends CallName>(call: C, params: CallParams<C> | undefined, delayMs = 0, stamp = ''): Answer<CallResult<C>> {
  const client = useClient();
  const ready = useRunStore((state) => state.engine === 'ready');
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<{ readonly asked: string; readonly outcome: Outcome<CallResult<C>> } | null>(null);
  const asked = params === undefined ? '' : JSON.stringify([params, round, stamp]);
  useEffect(() => {
    if (params === undefined || !ready) return undefined;
    let live = true;
    const timer = setTimeout(() => {
      void client.call(call, params).then((outcome) => {
        if (live) setAnswer({ asked, outcome });
      });
    }, delayMs);
    return () => {
      live = false;
      clearTimeout(timer);
    };
    // Equal parameters ask once: `asked` stands for `params`.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [client, call, asked, ready, delayMs]);
  return { outcome: answer?.outcome ?? null, waits: params !== undefined && answer?.asked !== asked, again: () => setRound((count) => count + 1) };
}
