import { useCallback, useEffect, useState } from 'react';
import type { Issue } from '../../shared/check/issue.ts';
import type { CallName, CallParams, CallResult } from '../../shared/protocol/contract.ts';
import { useClient } from './connection.ts';

/** A call's answer: none while it is on its way; `again` asks once more. */
export interface Answered<C extends CallName> {
  readonly value: CallResult<C> | undefined;
  readonly issues: readonly Issue[];
  readonly isLoading: boolean;
  again(): void;
}

/** Asks at mount and whenever the parameters change. */
export function useAnswer<C extends CallName>(call: C, params: CallParams<C>): Answered<C> {
  const client = useClient();
  const [asked, setAsked] = useState(0);
  const [answer, setAnswer] = useState<Pick<Answered<C>, 'value' | 'issues' | 'isLoading'>>({ value: undefined, issues: [], isLoading: true });
  const key = JSON.stringify(params);
  useEffect(() => {
    let gone = false;
    void client.call(call, params).then(({ value, issues }) => {
      if (!gone) setAnswer({ value, issues, isLoading: false });
    });
    return () => {
      gone = true;
    };
    // `key` stands for `params`, whose identity changes at every render.
  }, [client, call, key, asked]);
  const again = useCallback(() => setAsked((count) => count + 1), []);
  return { ...answer, again };
}
