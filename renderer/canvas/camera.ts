import type { Point } from '../../shared/graph/edit.ts';
import { useCanvasStore } from './canvasStore.ts';
import { documentNow } from './editNow.ts';
import { middleOf } from './flowNodes.ts';
import { sceneNow } from './useScene.ts';

/** What of the canvas is seen, and how that is changed. */

export const fitOptions = { padding: 0.05, maxZoom: 1.1 } as const;

/** Milliseconds that a glide takes; none where less motion is asked for. */
const glideMs = (): number => (window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 250);

const paneBox = (): DOMRect | undefined => document.querySelector('.react-flow')?.getBoundingClientRect();

/** The middle of what is seen of the canvas, as a point of the document. */
export function middleOfView(): Point {
  const { flow } = useCanvasStore.getState();
  const pane = paneBox();
  return flow && pane ? flow.screenToFlowPosition({ x: pane.x + pane.width / 2, y: pane.y + pane.height / 2 }) : { x: 0, y: 0 };
}

/** Shows the whole document. Until the user moves the view, a pane that changes its size shows the whole again. */
export function zoomToFit(): void {
  const { flow, set } = useCanvasStore.getState();
  set({ fitted: true });
  void flow?.fitView({ ...fitOptions, duration: glideMs() });
}

/** Shows the whole again after it has grown, where the whole was shown; else what is new. */
export function showGrown(id: string | null): void {
  if (useCanvasStore.getState().fitted) window.setTimeout(zoomToFit, 50);
  else if (id !== null) reveal(id);
}

export function zoomBy(factor: number): void {
  const { flow, set } = useCanvasStore.getState();
  set({ fitted: false });
  if (flow) void flow.zoomTo(flow.getZoom() * factor, { duration: glideMs() / 2 });
}

function goTo({ x, y }: Point, zoom: number): void {
  const { flow, set } = useCanvasStore.getState();
  set({ fitted: false });
  void flow?.setCenter(x, y, { zoom, duration: glideMs() });
}

/** Brings a node to the middle of the view, near enough to be read. */
export function centreOnNode(id: string): void {
  const { flow } = useCanvasStore.getState();
  const middle = middleOf({ document: documentNow(), scene: sceneNow() }, id);
  if (flow && middle) goTo(middle, Math.max(flow.getZoom(), 0.8));
}

/** Pixels of a node's middle from the edge of the pane at which it still counts as seen. */
const margin = 60;

/** Pans so that a node is seen, where it is not. */
export function reveal(id: string): void {
  const { flow } = useCanvasStore.getState();
  const pane = paneBox();
  const middle = middleOf({ document: documentNow(), scene: sceneNow() }, id);
  if (!flow || !pane || !middle) return;
  const { x, y } = flow.flowToScreenPosition(middle);
  if (x < pane.left + margin || x > pane.right - margin || y < pane.top + margin || y > pane.bottom - margin) goTo(middle, flow.getZoom());
}

/** The pane has another size: what was in its middle stays there; a document shown whole is shown whole. */
export function keepView(before: { readonly width: number; readonly height: number }, after: { readonly width: number; readonly height: number }): void {
  const { flow, fitted } = useCanvasStore.getState();
  if (!flow || before.width * before.height === 0 || after.width * after.height === 0) return;
  if (fitted) {
    void flow.fitView(fitOptions);
    return;
  }
  const { x, y, zoom } = flow.getViewport();
  void flow.setViewport({ x: x + (after.width - before.width) / 2, y: y + (after.height - before.height) / 2, zoom });
}
