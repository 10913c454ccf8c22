import type { Connection, FinalConnectionState, HandleType, IsValidConnection, OnConnectStart } from '@xyflow/react';
import { useCallback, useRef } from 'react';
import type { MouseEvent as ReactMouseEvent } from 'react';
import { canConnect } from '../../shared/graph/canConnect.ts';
import type { Side } from '../../shared/graph/canConnect.ts';
import { hasErrors } from '../../shared/check/issue.ts';
import { useCanvasStore } from './canvasStore.ts';
import { connectEnds, leadWire, openQuickAdd, unplug } from './canvasActions.ts';
import { documentNow } from './editNow.ts';
import type { FlowEdge } from './flowNodes.ts';
import { endKey, endOfHandle } from './scene.ts';
import { withoutWire } from './wireInsertion.ts';
import { wireVerdicts } from './wireVerdicts.ts';

/** The ends of the wire under the pointer can be taken hold of. */
const hovering = {
  onEdgeMouseEnter: (_: ReactMouseEvent, { id }: FlowEdge) => {
    const { wire, grabbed, set } = useCanvasStore.getState();
    if (!wire && grabbed !== id) set({ grabbed: id });
  },
  onEdgeMouseLeave: () => {
    const { wire, set } = useCanvasStore.getState();
    if (!wire) set({ grabbed: null });
  },
};

/** Drawing wires: what each port says is known from the start, a bad wire is refused as it is drawn, one let go over empty canvas asks what to add. A wire's end can be led to another port, or pulled off. */
export function useWires() {
  /** The wire whose end is being led elsewhere. */
  const leading = useRef<string | null>(null);
  const onConnectStart: OnConnectStart = useCallback((_, { nodeId, handleId, handleType }) => {
    if (nodeId === null || handleId === null) return;
    const side: Side = handleType === 'target' ? 'inputs' : 'outputs';
    const end = endOfHandle(nodeId, handleId);
    const led = leading.current;
    const document = led === null ? documentNow() : withoutWire(documentNow(), led);
    useCanvasStore.getState().set({ wire: { end, side, led, verdicts: wireVerdicts(document, end, side) }, picker: null });
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
    const document = wire?.led ? withoutWire(documentNow(), wire.led) : documentNow();
    return !hasErrors(known || canConnect(document, from, to));
  }, []);

  const onConnect = useCallback(({ source, sourceHandle, target, targetHandle }: Connection) => {
    if (sourceHandle && targetHandle) connectEnds(endOfHandle(source, sourceHandle), endOfHandle(target, targetHandle));
  }, []);

  const onConnectEnd = useCallback((event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    const { wire, set } = useCanvasStore.getState();
    set({ wire: null });
    if (!wire || wire.led !== null || state.isValid || state.toHandle || state.toNode) return;
    const point = 'changedTouches' in event ? event.changedTouches[0] : event;
    if (point) openQuickAdd({ x: point.clientX, y: point.clientY }, { end: wire.end, side: wire.side });
  }, []);

  const onReconnectStart = useCallback((_: ReactMouseEvent, { id }: FlowEdge) => {
    leading.current = id;
  }, []);
  const onReconnect = useCallback(({ id }: FlowEdge, { source, sourceHandle, target, targetHandle }: Connection) => {
    if (sourceHandle && targetHandle) leadWire(id, endOfHandle(source, sourceHandle), endOfHandle(target, targetHandle));
  }, []);
  const onReconnectEnd = useCallback((_: MouseEvent | TouchEvent, { id }: FlowEdge, __: HandleType, state: FinalConnectionState) => {
    const led = leading.current;
    leading.current = null;
    useCanvasStore.getState().set({ grabbed: null });
    // Let go over nothing, a wire comes off.
    if (led === id && !state.isValid && !state.toHandle && !state.toNode) unplug(id);
  }, []);

  return {
    onReconnectStart,
    onReconnect,
    onReconnectEnd,
    ...hovering,
    onConnectStart,
    onClickConnectStart: onConnectStart,
    isValidConnection,
    onConnect,
    onConnectEnd,
    onClickConnectEnd: onConnectEnd,
  };
}
