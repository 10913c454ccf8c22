import type { Connection, FinalConnectionState, IsValidConnection, OnConnectStart } from '@xyflow/react';
import { useCallback } from 'react';
import { canConnect } from '../../shared/graph/canConnect.ts';
import type { Side } from '../../shared/graph/canConnect.ts';
import { hasErrors } from '../../shared/check/issue.ts';
import { useCanvasStore } from './canvasStore.ts';
import { connectEnds, openQuickAdd } from './canvasActions.ts';
import { documentNow } from './editNow.ts';
import type { FlowEdge } from './flowNodes.ts';
import { endKey, endOfHandle } from './scene.ts';
import { wireVerdicts } from './wireVerdicts.ts';

/** Drawing wires: what each port says is known from the start, a bad wire is refused as it is drawn, one let go over empty canvas asks what to add. */
export function useWires() {
  const onConnectStart: OnConnectStart = useCallback((_, { nodeId, handleId, handleType }) => {
    if (nodeId === null || handleId === null) return;
    const side: Side = handleType === 'target' ? 'inputs' : 'outputs';
    const end = endOfHandle(nodeId, handleId);
    useCanvasStore.getState().set({ wire: { end, side, verdicts: wireVerdicts(documentNow(), end, side) }, picker: null });
  }, []);

  const isValidConnection: IsValidConnection<FlowEdge> = useCallback(({ source, sourceHandle, target, targetHandle }) => {
    if (!sourceHandle || !targetHandle) return false;
    const from = endOfHandle(source, sourceHandle),
      to = endOfHandle(target, targetHandle);
    const { wire } = useCanvasStore.getState();
    const known =
      wire &&
      (wire.side === 'outputs'
        ? endKey(wire.end) === endKey(from) && wire.verdicts.get(endKey(to))
        : endKey(wire.end) === endKey(to) && wire.verdicts.get(endKey(from)));
    return !hasErrors(known || canConnect(documentNow(), from, to));
  }, []);

  const onConnect = useCallback(({ source, sourceHandle, target, targetHandle }: Connection) => {
    if (sourceHandle && targetHandle) connectEnds(endOfHandle(source, sourceHandle), endOfHandle(target, targetHandle));
  }, []);

  const onConnectEnd = useCallback((event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    const { wire, set } = useCanvasStore.getState();
    set({ wire: null });
    if (!wire || state.isValid || state.toHandle || state.toNode) return;
    const point = 'changedTouches' in event ? event.changedTouches[0] : event;
    if (point) openQuickAdd({ x: point.clientX, y: point.clientY }, { end: wire.end, side: wire.side });
  }, []);

  return { onConnectStart, onClickConnectStart: onConnectStart, isValidConnection, onConnect, onConnectEnd, onClickConnectEnd: onConnectEnd };
}
