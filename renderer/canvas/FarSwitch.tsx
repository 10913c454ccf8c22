import { useStore } from '@xyflow/react';
import { useLayoutEffect } from 'react';
import type { RefObject } from 'react';

/** Below this zoom a card's small print could not be read anyway. */
const farZoom = 0.45;

/** Marks the canvas as seen from far, so that cards and wires are drawn simply. */
export function FarSwitch({ of }: { readonly of: RefObject<HTMLElement | null> }) {
  const far = useStore(({ transform }) => transform[2] < farZoom);
  useLayoutEffect(() => { of.current?.toggleAttribute('data-far', far); }, [of, far]);
  return null;
}
