import { BaseEdge, getBezierPath } from '@xyflow/react';
import type { EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { lanePath } from './wireRoutes.ts';
import { useCanvasStore } from './canvasStore.ts';
import type { FlowEdge } from './flowNodes.ts';

/** Pixels at zoom 1 beyond which a wire passes other cards. */
const longWire = 320;

/** A wire with its tensor's shape, always. */
export const WireEdge = memo(function WireEdge({
  id,
  sourceX,
  sourceY,
  targetX,
  targetY,
  sourcePosition,
  targetPosition,
  selected,
  data,
}: EdgeProps<FlowEdge>) {
  const [plain, middleX, middleY] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition });
  const isTarget = useCanvasStore(({ dropWire }) => dropWire === id);
  const view = data?.view,
    lane = data?.lane;
  const path = lane ? lanePath({ x: sourceX, y: sourceY }, { x: targetX, y: targetY }, lane) : plain;
  // The middle of a long wire lies among others: its shape stands where it arrives.
  const isLong = targetX - sourceX > longWire || lane !== null;
  const [x, y] = isLong ? [targetX - 12, targetY] : [middleX, middleY];
  return (
    <>
      <BaseEdge
        path={path}
        interactionWidth={16}
        className={`wire ${selected ? 'wire-selected' : ''} ${isTarget ? 'wire-target' : ''} ${view?.faulty ? 'wire-faulty' : ''}`}
      />
      <text x={x} y={y - 5} textAnchor={isLong ? 'end' : 'middle'} className={`wire-shape ${view?.faulty ? 'wire-shape-faulty' : ''}`}>
        {view?.faulty ? '⚠ ' : ''}
        {view?.shape ?? '?'}
      </text>
    </>
  );
});
