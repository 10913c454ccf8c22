import { Background, BackgroundVariant, ConnectionMode, MiniMap, ReactFlow, ReactFlowProvider, SelectionMode } from '@xyflow/react';
import type { EdgeTypes, NodeTypes, OnNodeDrag } from '@xyflow/react';
import { Workflow } from 'lucide-react';
import { useCallback, useEffect, useRef } from 'react';
import type { DragEvent, FocusEvent, MouseEvent } from 'react';
import { isNodeKind } from '../../shared/nodes/catalogue.ts';
import { useViewStore } from '../stores/viewStore.ts';
import { useText } from '../text/useText.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { fitOptions } from './camera.ts';
import { addKind, centreOnNode, openQuickAdd } from './canvasActions.ts';
import { CanvasControls } from './CanvasControls.tsx';
import { CanvasMenu } from './CanvasMenu.tsx';
import { useCanvasStore } from './canvasStore.ts';
import { CanvasSearch } from './CanvasSearch.tsx';
import { categoryColour } from './categoryIcons.ts';
import { insertBlock } from './clipboardActions.ts';
import { documentNow, selectNow } from './editNow.ts';
import { blockDragType, dragged, kindDragType } from './dragTypes.ts';
import { FoldedCard } from './FoldedCard.tsx';
import type { FlowEdge, FlowNode } from './flowNodes.ts';
import { GroupFrame } from './GroupFrame.tsx';
import { NodeCard } from './NodeCard.tsx';
import { NodePicker } from './NodePicker.tsx';
import { NoteCard } from './NoteCard.tsx';
import { readFlowId } from './scene.ts';
import { useCanvasKeys } from './useCanvasKeys.ts';
import { useFlow } from './useFlow.ts';
import { useKeptView } from './useKeptView.ts';
import { useWires } from './useWires.ts';
import { FarSwitch } from './FarSwitch.tsx';
import { WireEdge } from './WireEdge.tsx';
import { insertIntoWire, markUnderNode, markWire, specOf, wireUnder } from './wireActions.ts';
import { insertKind } from './wireInsertion.ts';
import { WireReason } from './WireReason.tsx';
import '@xyflow/react/dist/base.css';
import './canvas.css';

const nodeTypes: NodeTypes = { card: NodeCard, folded: FoldedCard, frame: GroupFrame, note: NoteCard };
const edgeTypes: EdgeTypes = { wire: WireEdge };
const origin = { x: 0, y: 0 };

/** Where networks are drawn. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <FlowSurface />
    </ReactFlowProvider>
  );
}

function FlowSurface() {
  const { t } = useText();
  const wrapper = useRef<HTMLDivElement>(null);
  const { nodes, edges, onNodesChange, onEdgesChange, commit } = useFlow();
  const wires = useWires();
  const gliding = useCanvasStore((state) => state.gliding),
    dropped = useCanvasStore((state) => state.dropped);
  useCanvasKeys(wrapper);
  useCentring();
  useKeptView(wrapper);

  const onDrop = useCallback((event: DragEvent) => {
    const { flow } = useCanvasStore.getState();
    const at = flow?.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const kind = event.dataTransfer.getData(kindDragType),
      block = event.dataTransfer.getData(blockDragType);
    if (!at || (kind === '' && block === '')) return;
    event.preventDefault();
    wrapper.current?.focus({ preventScroll: true });
    const corner = { x: at.x - 84, y: at.y - 16 };
    const { dropWire } = useCanvasStore.getState();
    markWire(null);
    if (isNodeKind(kind) && (dropWire === null || insertIntoWire(kind, dropWire, corner) === null)) addKind(kind, corner);
    if (block !== '') insertBlock(block, at);
  }, []);
  const onDragOver = useCallback((event: DragEvent) => {
    if (!event.dataTransfer.types.includes(kindDragType) && !event.dataTransfer.types.includes(blockDragType)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    const { kind } = dragged;
    if (kind !== null)
      markWire(wireUnder([{ x: event.clientX, y: event.clientY }], (wire) => insertKind(documentNow(), wire, kind, origin, specOf(wire)) !== null));
  }, []);
  const onNodeDrag = useCallback<OnNodeDrag<FlowNode>>((event, node, all) => {
    if (node.type === 'card' && all.length === 1 && 'clientX' in event) markUnderNode(node.id, { x: event.clientX, y: event.clientY });
  }, []);
  const onDoubleClick = useCallback((event: MouseEvent) => {
    if (event.target instanceof Element && event.target.classList.contains('react-flow__pane')) openQuickAdd({ x: event.clientX, y: event.clientY });
  }, []);
  // Keys go to the canvas once it is touched, though dragging it keeps the browser from moving the focus.
  const takeFocus = useCallback(() => {
    if (!wrapper.current?.contains(document.activeElement)) wrapper.current?.focus({ preventScroll: true });
  }, []);
  const moveStart = useCallback((event: globalThis.MouseEvent | TouchEvent | null) => {
    wrapper.current?.setAttribute('data-moving', event?.type === 'mousedown' ? 'drag' : '');
    if (event) useCanvasStore.getState().set({ fitted: false });
  }, []);
  const moveEnd = useCallback(() => wrapper.current?.removeAttribute('data-moving'), []);

  return (
    <CanvasMenu>
      <div
        ref={wrapper}
        tabIndex={-1}
        data-testid="canvas-surface"
        data-gliding={gliding || undefined}
        data-dropped={dropped || undefined}
        className="hourglass-canvas relative h-full w-full overflow-hidden outline-none"
        onPointerDownCapture={takeFocus}
        onDoubleClick={onDoubleClick}
        onDrop={onDrop}
        onDragOver={onDragOver}
        onDragLeave={() => markWire(null)}
        onFocus={selectFocused}
      >
        <ReactFlow<FlowNode, FlowEdge>
          aria-label={t('canvas.name')}
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          onNodeDrag={onNodeDrag}
          onNodeDragStop={commit}
          onSelectionDragStop={commit}
          {...wires}
          onInit={(flow) => useCanvasStore.getState().set({ flow })}
          onMoveStart={moveStart}
          onMoveEnd={moveEnd}
          fitView
          fitViewOptions={fitOptions}
          minZoom={0.02}
          maxZoom={2.5}
          snapToGrid
          snapGrid={[10, 10]}
          nodeDragThreshold={3}
          connectionRadius={24}
          edgesReconnectable={false}
          reconnectRadius={14}
          connectionMode={ConnectionMode.Strict}
          selectionKeyCode="Shift"
          multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
          selectionMode={SelectionMode.Partial}
          deleteKeyCode={null}
          panActivationKeyCode={null}
          disableKeyboardA11y
          zoomOnDoubleClick={false}
          elevateNodesOnSelect={false}
        >
          <Background variant={BackgroundVariant.Dots} gap={20} size={1} color="var(--line)" bgColor="var(--surface)" />
          <MiniMap<FlowNode>
            ariaLabel={t('canvas.minimap')}
            pannable
            zoomable
            position="bottom-right"
            style={{ width: 160, height: 100 }}
            bgColor="var(--panel)"
            maskColor="color-mix(in oklab, var(--surface) 70%, transparent)"
            nodeColor={miniColour}
            nodeStrokeWidth={0}
            nodeBorderRadius={8}
          />
          <CanvasControls />
          <FarSwitch of={wrapper} />
          <WireReason />
        </ReactFlow>
        <CanvasSearch />
        {nodes.length === 0 ? (
          <div className="pointer-events-none absolute inset-0">
            <EmptyState icon={<Workflow size={32} />} title={t('canvas.empty')}>
              {t('canvas.emptyHint')}
            </EmptyState>
          </div>
        ) : null}
        <NodePicker />
      </div>
    </CanvasMenu>
  );
}

function miniColour(node: FlowNode): string {
  switch (node.type) {
    case 'card':
      return categoryColour(node.data.view.category);
    case 'folded':
      return 'var(--line-strong)';
    case 'note':
      return 'var(--warning-soft)';
    default:
      return 'transparent';
  }
}

/** Selects a node that the keyboard has come to. */
function selectFocused({ target }: FocusEvent): void {
  if (!target.matches('.react-flow__node:focus-visible')) return;
  const flowId = target.getAttribute('data-id');
  if (flowId === null) return;
  const { what, id } = readFlowId(flowId);
  if (what === 'node') selectNow({ nodes: [id] });
  else if (what === 'note') selectNow({ notes: [id] });
  else selectNow({ nodes: useCanvasStore.getState().flow?.getNode(flowId)?.type === 'folded' ? membersOf(id) : [] });
}

function membersOf(group: string): readonly string[] {
  const node = useCanvasStore.getState().flow?.getNode(`group:${group}`);
  return node?.type === 'folded' ? node.data.group.members : [];
}

/** Goes to the node that another part of the page asks for. */
function useCentring(): void {
  const wanted = useViewStore((state) => state.centreOn);
  useEffect(() => {
    if (wanted === null) return;
    centreOnNode(wanted);
    useViewStore.getState().set({ centreOn: null });
  }, [wanted]);
}
