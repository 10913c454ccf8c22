import { useLayoutEffect, useState } from 'react';
import type { CSSProperties } from 'react';

/** Pixels between a notice and the canvas's edges. */
const gapPx = 16;

/** Where notices stand: in the middle of the canvas's lower edge, where nothing is read. Before there is a canvas, at the lower edge of the page. */
export function useCanvasFloor(): CSSProperties {
  const [floor, setFloor] = useState<CSSProperties>({ left: '50%', bottom: gapPx });
  useLayoutEffect(() => {
    const canvas = document.querySelector('[data-room="canvas"]');
    if (!canvas) return undefined;
    const measure = (): void => {
      const { left, width, bottom } = canvas.getBoundingClientRect();
      setFloor({ left: left + width / 2, bottom: window.innerHeight - bottom + gapPx, maxWidth: width - 2 * gapPx });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(canvas);
    window.addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, []);
  return floor;
}
