import { useEffect, useRef } from 'react';
import type { PointerEvent, ReactNode } from 'react';

interface StepButtonProps {
  readonly side: 'start' | 'end';
  /** What a press adds; ten times that with Shift. */
  readonly steps: 1 | -1;
  move(steps: number): void;
  /** Ends a press, a hold or a drag as one entry of the undo history. */
  end(): void;
  readonly children: ReactNode;
}

/** Pixels of a drag for one step. */
const dragPixels = 4;
/** A button held repeats, after a while. */
const holdMs = 400,
  repeatMs = 70;

/** A button beside a number: a press is a step, held it goes on, dragged sideways it follows the pointer. For the pointer alone; the keyboard has the arrow keys. */
export function StepButton({ side, steps, move, end, children }: StepButtonProps) {
  const press = useRef<{ readonly x: number; dragged: number | null; readonly timer: ReturnType<typeof setInterval> } | null>(null);
  // A value changes with each step: what a timer calls must be the newest.
  const latest = useRef(move);
  useEffect(() => {
    latest.current = move;
  });
  const stop = (): void => {
    if (press.current) clearInterval(press.current.timer);
  };
  useEffect(() => stop, []);
  const down = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    const by = steps * (event.shiftKey ? 10 : 1);
    const since = performance.now();
    const timer = setInterval(() => {
      if (performance.now() - since > holdMs) latest.current(by);
    }, repeatMs);
    press.current = { x: event.clientX, dragged: null, timer };
    latest.current(by);
  };
  const drag = (event: PointerEvent<HTMLElement>): void => {
    const { current } = press;
    if (!current) return;
    const far = event.clientX - current.x;
    if (current.dragged === null && Math.abs(far) < 2 * dragPixels) return;
    clearInterval(current.timer);
    const wanted = Math.trunc(far / dragPixels) * (event.shiftKey ? 10 : 1);
    if (wanted !== current.dragged) latest.current(wanted - (current.dragged ?? 0));
    current.dragged = wanted;
  };
  const up = (): void => {
    if (!press.current) return;
    stop();
    press.current = null;
    end();
  };
  return (
    <span
      aria-hidden
      className={`flex h-7 w-6 shrink-0 cursor-default touch-none items-center justify-center border border-line bg-raised text-ink-muted select-none hover:bg-accent-soft hover:text-ink ${side === 'start' ? '-me-px rounded-s-md' : '-ms-px rounded-e-md'}`}
      onPointerDown={down}
      onPointerMove={drag}
      onPointerUp={up}
      onPointerCancel={up}
    >
      {children}
    </span>
  );
}
