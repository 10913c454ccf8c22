import { useEffect, useRef } from 'react';
import type { Values } from '../../../shared/protocol/tensors.ts';
import { onPaper } from './exampleForm.ts';
import { rowOf } from './valueRows.ts';
import { useSize } from './useSize.ts';
import { useThemeColours } from './useThemeColours.ts';
import { lineColours } from './palette.ts';

/** Points of the plane or of space: where the model puts them (dots) and, where that is known, where they should be (rings), a line from one to the other. */
export function PointCloud({ inputs, made, label }: { readonly inputs: Values | null; readonly made: Values; readonly label: string }) {
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(place);
  const colours = useThemeColours();
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context || !size) return;
    const scale = Math.min(2, window.devicePixelRatio || 1);
    Object.assign(canvas.current, { width: Math.round(size.width * scale), height: Math.round(size.height * scale) });
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const pairs = Array.from({ length: made.shape[0] ?? 0 }, (_, row) => ({ from: inputs && onPaper(rowOf(inputs, row)), to: onPaper(rowOf(made, row)) }));
    const all = pairs.flatMap(({ from, to }) => (from ? [from, to] : [to]));
    const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)];
    const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const unit = Math.min((size.width - 24) / (right - left || 1), (size.height - 24) / (high - low || 1));
    const at = ([x, y]: readonly [number, number]): [number, number] => [
      size.width / 2 + (x - (left + right) / 2) * unit,
      size.height / 2 - (y - (low + high) / 2) * unit,
    ];
    const [first = colours.accent, second = colours.accent] = lineColours[colours.theme];
    for (const { from, to } of pairs) {
      const end = at(to);
      if (from) {
        const start = at(from);
        context.strokeStyle = colours.line;
        context.beginPath();
        context.moveTo(...start);
        context.lineTo(...end);
        context.stroke();
        context.strokeStyle = first;
        context.beginPath();
        context.arc(...start, 3.5, 0, 2 * Math.PI);
        context.stroke();
      }
      context.fillStyle = second;
      context.beginPath();
      context.arc(...end, 2.5, 0, 2 * Math.PI);
      context.fill();
    }
  }, [inputs, made, size, colours]);
  return (
    <div ref={place} className="h-full min-h-40 w-full">
      <canvas ref={canvas} role="img" aria-label={label} className="block h-full w-full" />
    </div>
  );
}
