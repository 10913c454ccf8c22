import { BaseEdge, getBezierPath } from '@xyflow/react';
import type { EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import type { FlowEdge } from './flowNodes.ts';

/** A wire with its tensor's shape, always. */
export const WireEdge = memo(function WireEdge({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, selected, data }: EdgeProps<FlowEdge>) {
  const [path, middleX, middleY] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition });
  const view = data?.view;
  return (
    <>
      <BaseEdge path={path} interactionWidth={16} className={`wire ${selected ? 'wire-selected' : ''} ${view?.faulty ? 'wire-faulty' : ''}`} />
      <text x={middleX} y={middleY - 5} textAnchor="middle" className={`wire-shape ${view?.faulty ? 'wire-shape-faulty' : ''}`}>{view?.faulty ? '⚠ ' : ''}{view?.shape ?? '?'}</text>
    </>
  );
});
