import { useStore } from '@xyflow/react';
import type { ReactFlowState } from '@xyflow/react';
import { useLayoutEffect } from 'react';
import type { RefObject } from 'react';
import { cardWidth } from './cardMetrics.ts';
import { distanceOf } from './distanceOf.ts';
import type { Distance } from './distanceOf.ts';

/** Marks the canvas with the distance it is seen from, so that cards and wires are drawn to suit. */
export function FarSwitch({ of }: { readonly of: RefObject<HTMLElement | null> }) {
  const distance = useStore(seenFrom);
  useLayoutEffect(() => {
    const mark = (name: string, ...distances: readonly Distance[]): void => void of.current?.toggleAttribute(`data-${name}`, distances.includes(distance));
    mark('small', 'small');
    mark('far', 'far', 'distant');
    mark('distant', 'distant');
  }, [of, distance]);
  return null;
}

const seenFrom = ({ transform, width, height, nodeLookup }: ReactFlowState): Distance =>
  distanceOf({
    transform,
    width,
    height,
    *cards() {
      for (const { type, internals, measured } of nodeLookup.values())
        if (type === 'card' || type === 'folded')
          yield { ...internals.positionAbsolute, width: measured.width ?? cardWidth, height: measured.height ?? cardWidth };
    },
  });
