import { Slider as Base } from '@base-ui/react/slider';

export interface SliderProps {
  readonly label: string;
  readonly value: number;
  /** Told at every move. */
  onChange(value: number): void;
  /** Told once the thumb is let go. */
  onCommit?(value: number): void;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly disabled?: boolean;
  /** The value in words, for the screen reader. */
  valueText?(value: number): string;
  readonly className?: string;
}

const single = (value: number | readonly number[]): number => (typeof value === 'number' ? value : (value[0] ?? 0));

/** A value on a line. */
export function Slider({ label, value, onChange, onCommit, min, max, step = 1, disabled = false, valueText, className = '' }: SliderProps) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => onChange(single(next))}
      onValueCommitted={(next) => onCommit?.(single(next))}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      className={`min-w-16 ${className}`}
    >
      <Base.Control className="flex h-6 w-full touch-none items-center select-none data-disabled:opacity-50">
        <Base.Track className="h-1 w-full rounded-full bg-line select-none">
          <Base.Indicator className="rounded-full bg-accent select-none" />
          <Base.Thumb
            aria-label={label}
            getAriaValueText={valueText ? (_, now) => valueText(now) : null}
            className="size-4 rounded-full border-2 border-accent bg-panel select-none has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-accent"
          />
        </Base.Track>
      </Base.Control>
    </Base.Root>
  );
}
