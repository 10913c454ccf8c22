import { Minus, Plus } from 'lucide-react';
import type { Entry } from './useEntry.ts';
import { boxClass } from './boxClass.ts';
import { StepButton } from './StepButton.tsx';

interface EntryBoxProps {
  readonly id: string;
  readonly entry: Entry;
  readonly invalid: boolean;
  readonly disabled: boolean;
  readonly numeric: boolean;
  readonly placeholder?: string | undefined;
  /** Moves the value some steps; given, the arrow keys and the buttons beside the field do it. */
  readonly step?: ((steps: number) => void) | undefined;
  /** Ends a drag or a row of key presses as one entry of the undo history. */
  readonly endStep: () => void;
}

/** A field to type in; a number is also changed by the arrow keys (Shift: ten steps) and by the buttons at its sides, pressed, held or dragged sideways. */
export function EntryBox({ id, entry, invalid, disabled, numeric, placeholder, step, endStep }: EntryBoxProps) {
  const stepped = step && !disabled;
  const move = (steps: number): void => {
    entry.drop();
    step?.(steps);
  };
  return (
    <div className="flex w-full min-w-0 items-center">
      {stepped && (
        <StepButton side="start" steps={-1} move={move} end={endStep}>
          <Minus size={14} />
        </StepButton>
      )}
      <input
        id={id}
        type="text"
        inputMode={numeric ? 'decimal' : 'text'}
        autoComplete="off"
        spellCheck={false}
        className={`${boxClass} ${stepped ? 'z-1 rounded-none text-center' : ''} ${invalid ? 'border-error' : 'border-line'}`}
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
          move((event.key === 'ArrowUp' ? 1 : -1) * (event.shiftKey ? 10 : 1));
        }}
      />
      {stepped && (
        <StepButton side="end" steps={1} move={move} end={endStep}>
          <Plus size={14} />
        </StepButton>
      )}
    </div>
  );
}
