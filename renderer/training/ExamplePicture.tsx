import { useEffect, useRef } from 'react';
import { examplePixels } from './examplePixels.ts';

interface ExamplePictureProps {
  readonly values: Float32Array;
  readonly shape: readonly number[];
  /** The values of black and white. */
  readonly low: number;
  readonly high: number;
  readonly label: string;
}

/** One example as a picture [height, width, channels], or as a line [steps, features] over time. */
export function ExamplePicture({ values, shape, low, high, label }: ExamplePictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [rows = 1, columns = 1, channels] = shape;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || channels === undefined) return;
    context.putImageData(new ImageData(examplePixels(values, channels, [low, high]), columns, rows), 0, 0);
  }, [values, rows, columns, channels, low, high]);
  if (channels !== undefined)
    return (
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        width={columns}
        height={rows}
        className="w-full rounded-sm border border-line [image-rendering:pixelated]"
      />
    );
  const line = (feature: number): string =>
    Array.from({ length: rows }, (_, step) => {
      const value = values[step * columns + feature] ?? 0;
      return `${(step / Math.max(1, rows - 1)) * 56},${38 - ((value - low) / (high - low)) * 36}`;
    }).join(' ');
  return (
    <svg role="img" aria-label={label} viewBox="0 0 56 40" className="w-full rounded-sm border border-line text-accent">
      {Array.from({ length: Math.min(columns, 6) }, (_, feature) => (
        <polyline key={feature} points={line(feature)} fill="none" stroke="currentColor" strokeWidth={1.2} />
      ))}
    </svg>
  );
}
