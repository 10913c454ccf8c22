import { useEffect, useMemo, useRef, useState } from 'react';
import type { Values } from '../../../shared/protocol/tensors.ts';
import type { Split } from '../../../shared/protocol/contract.ts';
import { useClient } from '../../app/useClient.ts';
import { createLatest } from '../run/createLatest.ts';
import type { ReadPlace } from '../run/readStamp.ts';

const mostKept = 400;

/** The example of a place in a split, read when it is asked for, and kept: the data of a run never change. Null while it is on its way. */
export function useExample(place: ReadPlace | null, split: Split, index: number | null): Values | null {
  const client = useClient();
  const kept = useRef(new Map<string, Values>());
  const [, setCount] = useState(0);
  const latest = useMemo(
    () =>
      createLatest({
        gapMs: 30,
        now: () => performance.now(),
        later: (work, ms) => {
          const timer = setTimeout(work, ms);
          return () => clearTimeout(timer);
        },
      }),
    [],
  );
  useEffect(() => () => latest.stop(), [latest]);
  const folder = place?.folder ?? null;
  const key = `${folder} ${split} ${index}`;
  useEffect(() => {
    if (folder === null || index === null || !client || kept.current.has(key)) return;
    latest.ask(async () => {
      const { value } = await client.call('examples', { folder, checkpoint: 'last', split, indices: Int32Array.of(index) });
      if (!value) return;
      kept.current.set(key, { shape: value.shape, values: value.values });
      for (const oldest of [...kept.current.keys()].slice(0, Math.max(0, kept.current.size - mostKept))) kept.current.delete(oldest);
      setCount((count) => count + 1);
    });
  }, [client, folder, split, index, key, latest]);
  return kept.current.get(key) ?? null;
}
