import { NumberField as Base } from '@base-ui/react/number-field';
import { Minus, Plus } from 'lucide-react';
import { useId } from 'react';

export interface NumberFieldProps {
  readonly label: string;
  /** Shows the label above the field; else it only names it. */
  readonly shown?: boolean;
  readonly value: number;
  /** Told once a value is entered: on Enter, on leaving the field, on a press of the arrows. Never with a number outside the range. */
  onChange(value: number): void;
  readonly min?: number;
  readonly max?: number;
  /** What the arrows add. */
  readonly step?: number;
  readonly disabled?: boolean;
  /** After the number: ms, MB. */
  readonly unit?: string;
  /** Significant digits shown; 6 unless told. */
  readonly digits?: number;
  readonly describedBy?: string;
  readonly className?: string;
}

/** A number with arrows; typing is free, what is entered stays in range. */
export function NumberField({
  label,
  shown = false,
  value,
  onChange,
  min,
  max,
  step = 1,
  disabled = false,
  unit,
  digits = 6,
  describedBy,
  className = '',
}: NumberFieldProps) {
  const id = useId();
  const commit = (next: number | null): void => {
    if (next !== null && next !== value) onChange(next);
  };
  const arrow = 'flex h-full w-6 shrink-0 items-center justify-center text-ink-muted hover:bg-raised hover:text-ink data-disabled:opacity-40';
  return (
    <Base.Root
      id={id}
      value={value}
      onValueCommitted={commit}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      format={{ maximumSignificantDigits: digits, useGrouping: false }}
      locale="en"
      className={`min-w-0 ${className}`}
    >
      {shown ? (
        <label htmlFor={id} className="mb-1 block text-ink-muted">
          {label}
        </label>
      ) : null}
      <Base.Group className="flex h-7 items-center overflow-hidden rounded-md border border-line bg-panel focus-within:border-accent data-disabled:opacity-60">
        <Base.Decrement aria-label={`${label} −`} className={arrow}>
          <Minus size={16} />
        </Base.Decrement>
        <Base.Input
          aria-label={shown ? undefined : label}
          aria-describedby={describedBy}
          className="h-full w-full min-w-10 flex-1 bg-transparent px-1 text-center tabular-nums outline-none"
        />
        {unit ? <span className="pr-1.5 text-ink-muted">{unit}</span> : null}
        <Base.Increment aria-label={`${label} +`} className={arrow}>
          <Plus size={16} />
        </Base.Increment>
      </Base.Group>
    </Base.Root>
  );
}
