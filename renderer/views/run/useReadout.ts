import { useEffect, useRef, useState } from 'react';
import type { Issue, Outcome } from '../../../shared/check/issue.ts';
import { hasErrors } from '../../../shared/check/issue.ts';
import type { Client } from '../../../shared/protocol/client.ts';
import type { RunPlace } from '../../../shared/protocol/contract.ts';
import { useClient } from '../../app/useClient.ts';
import { createLatest } from './createLatest.ts';
import type { ReadPlace, Unreadable } from './readStamp.ts';

/** What a view knows of what it asked. */
export interface Readout<T> {
  /** The newest answer of this run; stays while a newer one is on its way. */
  readonly value: T | null;
  /** Of what question the value is the answer. */
  readonly question: string | null;
  readonly issues: readonly Issue[];
  readonly isBusy: boolean;
}

interface Answer<T> {
  readonly run: string;
  readonly question: string;
  readonly value: T | null;
  readonly issues: readonly Issue[];
}

/** Least milliseconds between two questions of one view: training goes first. */
const gapMs = 400;

/**
 * Asks the engine about the watched run, and again with every new checkpoint and every other question; one request in flight, the last wins.
 * @param question names what is asked besides the run (a count, a seed); null asks nothing
 */
export function useReadout<T>(
  place: ReadPlace | Unreadable,
  question: string | null,
  read: (client: Client, place: RunPlace) => Promise<Outcome<T>>,
): Readout<T> {
  const client = useClient();
  const [answer, setAnswer] = useState<Answer<T> | null>(null);
  const [isBusy, setBusy] = useState(false);
  const newestRead = useRef(read);
  newestRead.current = read;
  const latest = useRef<ReturnType<typeof createLatest> | null>(null);

  useEffect(() => {
    const made = createLatest({
      gapMs,
      now: () => performance.now(),
      later: (work, ms) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
    });
    latest.current = made;
    return () => {
      made.stop();
      latest.current = null;
    };
  }, []);

  const run = typeof place === 'string' ? null : place.run;
  const folder = typeof place === 'string' ? null : place.folder;
  const stamp = typeof place === 'string' ? null : place.stamp;
  useEffect(() => {
    if (run === null || folder === null || question === null || !client) return undefined;
    let isCurrent = true;
    setBusy(true);
    latest.current?.ask(async () => {
      const { value, issues } = await newestRead.current(client, { folder, checkpoint: 'last' });
      // A slower answer to an older question still shows something of the same run; another run's does not.
      setAnswer((old) => (isCurrent || old?.run !== run ? { run, question, value: value !== undefined ? value : null, issues } : old));
      if (isCurrent) setBusy(false);
    });
    return () => {
      isCurrent = false;
    };
  }, [client, run, folder, stamp, question]);

  const shown = answer !== null && answer.run === run ? answer : null;
  return { value: shown?.value ?? null, question: shown?.question ?? null, issues: shown?.issues ?? [], isBusy: isBusy && run !== null };
}

/** The issues worth showing in a value's place. */
export function refusalOf({ value, issues }: Pick<Readout<unknown>, 'value' | 'issues'>): readonly Issue[] {
  return value === null && hasErrors(issues) ? issues : [];
}
