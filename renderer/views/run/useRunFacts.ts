import { useEffect, useState } from 'react';
import type { Issue, Outcome } from '../../../shared/check/issue.ts';
import type { Client } from '../../../shared/protocol/client.ts';
import type { RunFacts } from '../../../shared/protocol/contract.ts';
import { useClient } from '../../app/useClient.ts';
import type { ReadPlace, Unreadable } from './readStamp.ts';

/** What stays the same of a run while it trains. */
export interface ModelFacts extends Pick<RunFacts, 'document' | 'latentShape' | 'outputShape' | 'conditionClasses' | 'range' | 'standardisation'> {
  readonly run: string;
  readonly dataShape: readonly number[];
  /** Names of the data set's classes; null for data without labels. */
  readonly classes: readonly string[] | null;
}

const known = new Map<string, ModelFacts>();
const mostKnown = 32;

async function readFacts(client: Client, { run, folder }: { readonly run: string; readonly folder: string }): Promise<Outcome<ModelFacts>> {
  const { value: opened, issues } = await client.call('openRun', { folder, checkpoint: 'last' });
  if (!opened) return { value: undefined, issues };
  const { document, latentShape, outputShape, conditionClasses, range, standardisation } = opened;
  const looked = await client.call('dataPreview', { data: document.data, seed: document.training.seed, split: 'train', label: null, from: 0, count: 0 });
  if (!looked.value) return { value: undefined, issues: looked.issues };
  return {
    value: { run, document, latentShape, outputShape, conditionClasses, range, standardisation, dataShape: looked.value.shape, classes: looked.value.classes },
    issues,
  };
}

/** What is known of the watched run's model and data: asked once a run, and again where it was refused and a new checkpoint came. */
export function useRunFacts(place: ReadPlace | Unreadable): { readonly facts: ModelFacts | null; readonly issues: readonly Issue[] } {
  const client = useClient();
  const [told, setTold] = useState<{ readonly run: string; readonly facts: ModelFacts | null; readonly issues: readonly Issue[] } | null>(null);
  const run = typeof place === 'string' ? null : place.run;
  const folder = typeof place === 'string' ? null : place.folder;
  const stamp = typeof place === 'string' ? null : place.stamp;
  useEffect(() => {
    if (run === null || folder === null || !client || known.has(run)) return undefined;
    let isCurrent = true;
    void readFacts(client, { run, folder }).then(({ value, issues }) => {
      if (value) keep(run, value);
      if (isCurrent) setTold({ run, facts: value ?? null, issues });
    });
    return () => {
      isCurrent = false;
    };
  }, [client, run, folder, stamp]);
  if (run === null) return { facts: null, issues: [] };
  const facts = known.get(run) ?? null;
  return { facts, issues: facts || told?.run !== run ? [] : told.issues };
}

function keep(run: string, facts: ModelFacts): void {
  known.set(run, facts);
  for (const oldest of [...known.keys()].slice(0, Math.max(0, known.size - mostKnown))) known.delete(oldest);
}
