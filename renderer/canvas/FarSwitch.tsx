import { useStore } from '@xyflow/react';
import { useLayoutEffect } from 'react';
import type { RefObject } from 'react';

/** Below these zooms a card's small print, and then anything but its title, could not be read anyway. */
const farZoom = 0.52,
  distantZoom = 0.34;

/** Marks the canvas as seen from far, so that cards and wires are drawn simply. */
export function FarSwitch({ of }: { readonly of: RefObject<HTMLElement | null> }) {
  const far = useStore(({ transform }) => transform[2] < farZoom);
  const distant = useStore(({ transform }) => transform[2] < distantZoom);
  useLayoutEffect(() => {
    of.current?.toggleAttribute('data-far', far);
    of.current?.toggleAttribute('data-distant', distant);
  }, [of, far, distant]);
  return null;
}
