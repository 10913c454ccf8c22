import { useEffect } from 'react';
import type { RefObject } from 'react';
import { keepView } from './camera.ts';

/** Keeps the view where it is while the window or a pane changes the size of the canvas. */
export function useKeptView(canvas: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    let before = { width: element.clientWidth, height: element.clientHeight };
    const watch = new ResizeObserver(() => {
      const after = { width: element.clientWidth, height: element.clientHeight };
      // A pane that is folded away has no size and no middle.
      if (after.width * after.height === 0) return;
      if (after.width !== before.width || after.height !== before.height) keepView(before, after);
      before = after;
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [canvas]);
}
