import { ChevronsLeftRight } from 'lucide-react';
import { useRef } from 'react';
import type { Entry } from './useEntry.ts';
import { boxClass } from './boxClass.ts';

interface EntryBoxProps {
  readonly id: string;
  readonly entry: Entry;
  readonly invalid: boolean;
  readonly disabled: boolean;
  readonly numeric: boolean;
  readonly placeholder?: string | undefined;
  /** Moves the value some steps; given, the arrow keys and dragging the handle do it. */
  readonly step?: ((steps: number) => void) | undefined;
  /** Ends a drag or a row of key presses as one entry of the undo history. */
  readonly endStep: () => void;
}

/** Pixels of a drag for one step. */
const scrubPixels = 4;

/** A field to type in; a number is also changed by the arrow keys (Shift: ten steps) and by dragging its handle sideways. */
export function EntryBox({ id, entry, invalid, disabled, numeric, placeholder, step, endStep }: EntryBoxProps) {
  const scrub = useRef<{ x: number; done: number } | null>(null);
  return (
    <div className="flex w-full min-w-0 items-center">
      {step && !disabled && (
        <span
          aria-hidden
          className="-me-px flex h-7 w-6 shrink-0 cursor-ew-resize touch-none items-center justify-center rounded-s-md border border-line bg-raised text-ink-muted hover:text-ink"
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            entry.drop();
            scrub.current = { x: event.clientX, done: 0 };
          }}
          onPointerMove={(event) => {
            const drag = scrub.current;
            if (!drag) return;
            const steps = Math.trunc((event.clientX - drag.x) / scrubPixels) * (event.shiftKey ? 10 : 1);
            if (steps !== drag.done) step(steps - drag.done);
            drag.done = steps;
          }}
          onPointerUp={() => {
            scrub.current = null;
            endStep();
          }}
          onPointerCancel={() => {
            scrub.current = null;
            endStep();
          }}
        >
          <ChevronsLeftRight size={16} />
        </span>
      )}
      <input
        id={id}
        type="text"
        inputMode={numeric ? 'decimal' : 'text'}
        autoComplete="off"
        spellCheck={false}
        className={`${boxClass} ${step && !disabled ? 'rounded-s-none' : ''} ${invalid ? 'border-error' : 'border-line'}`}
        value={entry.text}
        placeholder={placeholder}
        disabled={disabled}
        aria-invalid={invalid}
        aria-describedby={`${id}-help ${id}-facts ${id}-problem`}
        onChange={(event) => entry.type(event.target.value)}
        onBlur={() => {
          entry.leave();
          endStep();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && entry.refusal) {
            event.stopPropagation();
            entry.drop();
          }
          if (event.key === 'Enter') entry.leave();
          if (!step || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
          event.preventDefault();
          entry.drop();
          step((event.key === 'ArrowUp' ? 1 : -1) * (event.shiftKey ? 10 : 1));
        }}
      />
    </div>
  );
}
