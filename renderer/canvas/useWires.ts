import type { Connection, FinalConnectionState, HandleType, IsValidConnection, OnConnectStart } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import type { MouseEvent as ReactMouseEvent } from 'react';
import { canConnect, portAt } from '../../shared/graph/canConnect.ts';
import type { Side } from '../../shared/graph/canConnect.ts';
import { hasErrors } from '../../shared/check/issue.ts';
import { useDocumentStore } from '../stores/documentStore.ts';
import { useCanvasStore } from './canvasStore.ts';
import type { LooseWire } from './canvasStore.ts';
import { connectEnds, leadWire, openQuickAdd, unplug } from './canvasActions.ts';
import { documentNow } from './editNow.ts';
import type { FlowEdge } from './flowNodes.ts';
import { endKey, endOfHandle } from './scene.ts';
import { withoutWire } from './wireInsertion.ts';
import { wireVerdicts } from './wireVerdicts.ts';
import type { Verdicts } from './wireVerdicts.ts';

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

const verdictsOf = ({ end, side, led }: Omit<LooseWire, 'verdicts'>): Verdicts =>
  wireVerdicts(led === null ? documentNow() : withoutWire(documentNow(), led), end, side);

/** Drawing wires: what each port says is known from the start, a bad wire is refused as it is drawn, one let go over empty canvas asks what to add. A wire's end can be led to another port, or pulled off. */
export function useWires() {
  /** The wire whose end is being led elsewhere. */
  const leading = useRef<string | null>(null);
  /** Escape, or an edit that took its beginning away, has dropped the wire; React Flow goes on until the button is let go. */
  const dropped = useRef(false);
  useEffect(() => {
    const drop = (): void => {
      dropped.current = true;
      useCanvasStore.getState().set({ wire: null, dropped: true });
    };
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || useCanvasStore.getState().wire === null) return;
      event.preventDefault();
      event.stopPropagation();
      drop();
    };
    const follow = useDocumentStore.subscribe(({ history: { present } }, before) => {
      const { wire, set } = useCanvasStore.getState();
      if (!wire || present === before.history.present) return;
      const there = portAt(present, wire.end, wire.side) && (wire.led === null || present.edges.some(({ id }) => id === wire.led));
      if (there) set({ wire: { ...wire, verdicts: verdictsOf(wire) } });
      else drop();
    });
    window.addEventListener('keydown', onKeyDown, true);
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
      follow();
    };
  }, []);
  /** Whether a wire was dropped before the button was let go; asked once. */
  const wasDropped = (): boolean => {
    const was = dropped.current;
    dropped.current = false;
    useCanvasStore.getState().set({ wire: null, dropped: false });
    return was;
  };
  const onConnectStart: OnConnectStart = useCallback((_, { nodeId, handleId, handleType }) => {
    if (nodeId === null || handleId === null) return;
    const side: Side = handleType === 'target' ? 'inputs' : 'outputs';
    const end = endOfHandle(nodeId, handleId);
    const led = leading.current;
    dropped.current = false;
    useCanvasStore.getState().set({ wire: { end, side, led, verdicts: verdictsOf({ end, side, led }) }, dropped: false, picker: null });
  }, []);

  const isValidConnection: IsValidConnection<FlowEdge> = useCallback(({ source, sourceHandle, target, targetHandle }) => {
    if (!sourceHandle || !targetHandle || dropped.current) return false;
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
    if (sourceHandle && targetHandle && !dropped.current) connectEnds(endOfHandle(source, sourceHandle), endOfHandle(target, targetHandle));
  }, []);

  const onConnectEnd = useCallback((event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    const { wire } = useCanvasStore.getState();
    // The end of a wire that was led elsewhere is told apart.
    if (leading.current !== null || wasDropped() || !wire || state.isValid || state.toHandle || state.toNode) return;
    const point = 'changedTouches' in event ? event.changedTouches[0] : event;
    if (point) openQuickAdd({ x: point.clientX, y: point.clientY }, { end: wire.end, side: wire.side });
  }, []);

  const onReconnectStart = useCallback((_: ReactMouseEvent, { id }: FlowEdge) => {
    leading.current = id;
  }, []);
  const onReconnect = useCallback(({ id }: FlowEdge, { source, sourceHandle, target, targetHandle }: Connection) => {
    if (sourceHandle && targetHandle && !dropped.current) leadWire(id, endOfHandle(source, sourceHandle), endOfHandle(target, targetHandle));
  }, []);
  const onReconnectEnd = useCallback((_: MouseEvent | TouchEvent, { id }: FlowEdge, __: HandleType, state: FinalConnectionState) => {
    const led = leading.current;
    leading.current = null;
    const gone = wasDropped();
    useCanvasStore.getState().set({ grabbed: null });
    // Let go over nothing, a wire comes off.
    if (led === id && !gone && !state.isValid && !state.toHandle && !state.toNode) unplug(id);
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
