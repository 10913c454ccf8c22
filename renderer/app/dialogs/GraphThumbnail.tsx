import { useMemo } from 'react';
import type { GraphDoc } from '../../../shared/graph/document.ts';
import { boxSize, sketchGraph } from './graphSketch.ts';

/** A document's graph, drawn small. Says nothing to screen readers: the words beside it do. */
export function GraphThumbnail({ document, className = '' }: { readonly document: GraphDoc; readonly className?: string }) {
  const { viewBox, boxHeight, boxes, wires } = useMemo(() => sketchGraph(document), [document]);
  return (
    <svg aria-hidden viewBox={viewBox} preserveAspectRatio="xMidYMid meet" className={className}>
      {wires.map(({ id, path }) => (
        <path key={id} d={path} fill="none" stroke="var(--line-strong)" strokeWidth={6} />
      ))}
      {boxes.map(({ id, x, y, category }) => (
        <rect key={id} x={x} y={y} width={boxSize.width} height={boxHeight} rx={16} fill={`var(--cat-${category})`} />
      ))}
    </svg>
  );
}
