import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useText } from '../../text/useText.ts';
import { grey } from '../paint/colourMaps.ts';
import { useThemeColours } from '../paint/useThemeColours.ts';
import { emptyPad, inked, padSide } from './brush.ts';
import type { Spot } from './brush.ts';

export interface DrawPadProps {
  /** Ink of each cell, 0 … 1. */
  readonly pad: Float32Array;
  onChange(pad: Float32Array): void;
}

/** Width on the page, CSS pixels. */
const side = 144;

/** A pad to draw a digit on, with a pen, or with the keyboard: arrows move the pen, with the space bar held or Shift they draw, Delete clears. */
export function DrawPad({ pad, onChange }: DrawPadProps) {
  const { t } = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { accent } = useThemeColours();
  const [pen, setPen] = useState<Spot>({ x: padSide / 2, y: padSide / 2 });
  const [isFocused, setFocused] = useState(false);
  const last = useRef<Spot | null>(null);
  const isDown = useRef(false);
  const newest = useRef(pad);
  newest.current = pad;

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(padSide, padSide);
    for (const [cell, ink] of pad.entries()) {
      const level = grey(ink, [0, 1]);
      image.data.set([level, level, level, 255], cell * 4);
    }
    context.putImageData(image, 0, 0);
    if (!isFocused) return;
    context.strokeStyle = accent;
    context.strokeRect(Math.floor(pen.x) - 0.5, Math.floor(pen.y) - 0.5, 2, 2);
  }, [pad, pen, isFocused, accent]);

  const draw = (from: Spot, to: Spot): void => {
    const next = inked(newest.current, from, to);
    newest.current = next;
    onChange(next);
  };
  const spotOf = (event: PointerEvent): Spot => {
    const rect = event.currentTarget.getBoundingClientRect();
    return { x: ((event.clientX - rect.left) / rect.width) * padSide, y: ((event.clientY - rect.top) / rect.height) * padSide };
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (!last.current) return;
    const spot = spotOf(event);
    draw(last.current, spot);
    last.current = spot;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const move = moves[event.key];
    if (move) {
      const to = { x: Math.max(0.5, Math.min(padSide - 0.5, pen.x + move[0])), y: Math.max(0.5, Math.min(padSide - 0.5, pen.y + move[1])) };
      if (isDown.current || event.shiftKey) draw(pen, to);
      setPen(to);
    } else if (event.key === ' ') {
      if (!isDown.current) draw(pen, pen);
      isDown.current = true;
    } else if (event.key === 'Delete' || event.key === 'Backspace') onChange(emptyPad());
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      role="application"
      aria-label={t('view.pad')}
      aria-roledescription={t('view.padRole')}
      aria-description={t('view.padKeys')}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onKeyUp={(event) => {
        if (event.key === ' ') isDown.current = false;
      }}
      onFocus={() => setFocused(true)}
      onBlur={() => {
        setFocused(false);
        isDown.current = false;
      }}
      className="w-fit shrink-0 touch-none rounded border border-line-strong"
      data-testid="view-pad"
    >
      <canvas
        ref={canvas}
        aria-hidden
        width={padSide}
        height={padSide}
        style={{ width: side, height: side, imageRendering: 'pixelated' }}
        className="block cursor-crosshair rounded"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const spot = spotOf(event);
          last.current = spot;
          draw(spot, spot);
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => {
          last.current = null;
        }}
        onPointerCancel={() => {
          last.current = null;
        }}
      />
    </div>
  );
}
