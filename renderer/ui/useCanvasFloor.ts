import { useLayoutEffect, useState } from 'react';
import type { CSSProperties } from 'react';
import { useOpenDialogs } from './openDialogs.ts';

/** Pixels between a notice and the canvas's edges. */
const gapPx = 16;
const corner: CSSProperties = { right: gapPx, bottom: gapPx, maxWidth: `calc(100vw - ${2 * gapPx}px)` };

/** Where notices stand: in the middle of the canvas's lower edge, where nothing is read. While a dialog has the middle of the page, in the page's corner. */
export function useCanvasFloor(): CSSProperties {
  const [floor, setFloor] = useState<CSSProperties>(corner);
  const isCovered = useOpenDialogs(({ count }) => count > 0);
  useLayoutEffect(() => {
    const canvas = document.querySelector('[data-room="canvas"]');
    if (!canvas) return undefined;
    const measure = (): void => {
      const { left, width, bottom } = canvas.getBoundingClientRect();
      setFloor({ left: left + width / 2, bottom: window.innerHeight - bottom + gapPx, maxWidth: width - 2 * gapPx, transform: 'translateX(-50%)' });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(canvas);
    window.addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, []);
  return isCovered ? corner : floor;
}
