import { useState } from 'react';
import { Slider } from '../ui/Slider.tsx';
import type { SliderScale } from './sliderScale.ts';

interface ControlSliderProps {
  readonly label: string;
  /** A sign or short word before the slider. */
  readonly sign: string;
  readonly scale: SliderScale;
  /** What is in force; null where it is not known. */
  readonly value: number | null;
  /** Told once the thumb is let go: every change is logged with its step and replayed on resume. */
  change(value: number): void;
}

/** A figure of the running model, on a logarithmic scale. */
export function ControlSlider({ label, sign, scale, value, change }: ControlSliderProps) {
  const [moved, setMoved] = useState<number | null>(null);
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    setSeen(value);
    setMoved(null);
  }
  const position = moved ?? scale.positionOf(value ?? 0);
  const shown = moved === null ? value : scale.valueAt(moved);
  return (
    <div className="flex min-w-0 items-center gap-1.5" title={label}>
      <span aria-hidden className="w-24 shrink-0 truncate">
        {sign}
      </span>
      <Slider
        label={label}
        value={position}
        min={0}
        max={scale.positions}
        disabled={value === null}
        className="flex-1"
        onChange={setMoved}
        onCommit={(next) => change(scale.valueAt(next))}
        valueText={(now) => String(scale.valueAt(now))}
      />
      <output className="w-14 text-end tabular-nums">{shown === null ? '–' : showFigure(shown)}</output>
    </div>
  );
}

/** Three digits at most; an exponent where it is shorter. */
function showFigure(value: number): string {
  return value !== 0 && (value < 1e-3 || value >= 1e4) ? value.toExponential(1) : String(Number(value.toPrecision(3)));
}
