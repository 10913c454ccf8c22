import { useEffect, useRef } from 'react';
import type { CSSProperties, PointerEventHandler } from 'react';
import { createTilePainter } from './paintTile.ts';
import type { Tile } from './paintTile.ts';
import { useThemeColours } from './useThemeColours.ts';

export interface TileCanvasProps {
  readonly tiles: readonly Tile[];
  readonly width: number;
  readonly height: number;
  /** What it shows, in a sentence with its figures. */
  readonly label: string;
  readonly style?: CSSProperties;
  readonly onPointerDown?: PointerEventHandler<HTMLCanvasElement>;
}

/** Longest stretch of drawing before the page gets its turn, ms. */
const stretchMs = 12;

/** Examples drawn on a canvas, in stretches that never hold the page up. */
export function TileCanvas({ tiles, width, height, label, style, onPointerDown }: TileCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = useThemeColours();
  const scale = Math.min(2, window.devicePixelRatio || 1);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context) return undefined;
    const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
    // Setting the size empties the canvas: only where it changed, or pictures would flicker.
    if (canvas.current.width !== wide || canvas.current.height !== high) Object.assign(canvas.current, { width: wide, height: high });
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const painter = createTilePainter(colours);
    let next = 0,
      frame = 0;
    const paint = (): void => {
      const before = performance.now();
      for (; next < tiles.length; next++) {
        const tile = tiles[next];
        if (tile) painter.paint(context, tile);
        if (performance.now() - before > stretchMs) {
          next += 1;
          break;
        }
      }
      if (next < tiles.length) frame = requestAnimationFrame(paint);
    };
    paint();
    return () => cancelAnimationFrame(frame);
  }, [tiles, width, height, colours, scale]);
  return <canvas ref={canvas} role="img" aria-label={label} style={{ ...style, width, height }} className="block" onPointerDown={onPointerDown} />;
}
