import type { EdgeChange, NodeChange } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useDocument } from '../stores/documentStore.ts';
import { useViewStore } from '../stores/viewStore.ts';
import { useText } from '../text/useText.ts';
import { placesOf, storable } from './boxes.ts';
import { useCanvasStore } from './canvasStore.ts';
import { documentNow, editNow, selectionNow } from './editNow.ts';
import { flowEdges, flowNodes, follow, nothingMoving } from './flowNodes.ts';
import type { FlowEdge, FlowMove, FlowNode, Moving, Names } from './flowNodes.ts';
import { moveNodes } from './edits.ts';
import { nodeName } from './say.ts';
import { createRouter, geometryOf } from './sceneGeometry.ts';
import { select } from './selection.ts';
import { sceneNow, useScene } from './useScene.ts';
import { markWire, putDragged } from './wireActions.ts';

const router = createRouter();

/** What React Flow draws of the document, and how its drags and selections come back as edits. */
export function useFlow() {
  const document = useDocument();
  const scene = useScene();
  const selection = useViewStore((state) => state.selection);
  const [moving, setMoving] = useState<Moving>(nothingMoving);
  const moved = useRef<Moving>(nothingMoving);
  /** Escape has put back what is dragged; React Flow goes on until the button is let go. */
  const putBack = useRef(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || moved.current === nothingMoving) return;
      event.preventDefault();
      event.stopPropagation();
      moved.current = nothingMoving;
      setMoving(nothingMoving);
      putBack.current = true;
      markWire(null);
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, []);
  const names = useNames();
  const drawn = useRef<{ nodes: ReadonlyMap<string, FlowNode>; edges: ReadonlyMap<string, FlowEdge> }>({ nodes: new Map(), edges: new Map() });

  const nodes = useMemo(() => {
    const made = flowNodes({ document, scene, selection, moving }, names, drawn.current.nodes);
    drawn.current = { ...drawn.current, nodes: new Map(made.map((node) => [node.id, node])) };
    return [...made];
  }, [document, scene, selection, moving, names]);
  const lanes = useMemo(() => router(geometryOf(document, scene, placesOf(document))), [document, scene]);
  const grabbed = useCanvasStore((state) => state.grabbed),
    dropWire = useCanvasStore((state) => state.dropWire);
  const edges = useMemo(() => {
    const made = flowEdges({ scene, selection, lanes, moving, grabbed, dropWire }, drawn.current.edges);
    drawn.current = { ...drawn.current, edges: new Map(made.map((edge) => [edge.id, edge])) };
    return [...made];
  }, [scene, selection, lanes, moving, grabbed, dropWire]);

  const commit = useCallback(() => {
    const { nodes: to, notes } = moved.current;
    moved.current = nothingMoving;
    putBack.current = false;
    setMoving(nothingMoving);
    const { dropWire } = useCanvasStore.getState();
    markWire(null);
    const [only, ...others] = Object.keys(to);
    const put = dropWire !== null && only !== undefined && others.length === 0 ? putDragged(only, dropWire, moveNodes(documentNow(), to)) : [];
    if (put.length > 0) {
      editNow(put);
      return;
    }
    editNow([
      ...moveNodes(documentNow(), to),
      ...Object.entries(notes).map(([id, place]) => ({ do: 'moveNote' as const, id, to: { ...place, ...storable(place) } })),
    ]);
  }, []);

  const onNodesChange = useCallback(
    (changes: readonly NodeChange<FlowNode>[]) => {
      const selects = changes.flatMap((change) => (change.type === 'select' ? [change] : []));
      if (selects.length > 0) useViewStore.getState().set({ selection: select(documentNow(), selectionNow(), selects) });
      const moves = changes.flatMap((change): readonly FlowMove[] => {
        if (change.type === 'position' && change.position) return [{ id: change.id, position: change.position }];
        if (change.type === 'dimensions' && change.resizing !== undefined && change.dimensions) return [{ id: change.id, dimensions: change.dimensions }];
        return [];
      });
      if (moves.length > 0 && !putBack.current) {
        moved.current = follow({ document: documentNow(), scene: sceneNow(), moving: moved.current }, moves);
        setMoving(moved.current);
      }
      // The end of a resize says so here; the end of a drag is told apart.
      if (changes.some((change) => change.type === 'dimensions' && change.resizing === false)) commit();
    },
    [commit],
  );

  const onEdgesChange = useCallback((changes: readonly EdgeChange<FlowEdge>[]) => {
    const chosen = new Set(selectionNow().edges);
    for (const change of changes)
      if (change.type === 'select') {
        if (change.selected) chosen.add(change.id);
        else chosen.delete(change.id);
      }
    if (changes.some(({ type }) => type === 'select')) useViewStore.getState().set({ selection: { ...selectionNow(), edges: [...chosen] } });
  }, []);

  return { nodes, edges, onNodesChange, onEdgesChange, commit };
}

function useNames(): Names {
  const { t, pick, language } = useText();
  return useMemo(
    () => ({
      card: (view) => {
        const who = { name: nodeName(view, language), kind: pick(view.title) };
        // A loss gives nothing on.
        if (view.outputs.length === 0) return t('canvas.endSays', who);
        return t('canvas.nodeSays', { ...who, shape: view.shapes.join(', ') || t('canvas.shapeUnknown') });
      },
      group: (group) => `${t('canvas.group')} ${group.name}`,
      note: t('canvas.note'),
    }),
    [t, pick, language],
  );
}
