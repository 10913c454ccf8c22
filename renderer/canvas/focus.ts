import { selectionNow } from './editNow.ts';
import { groupFlowId, noteFlowId } from './scene.ts';
import { sceneNow } from './useScene.ts';

/** Where the keyboard goes between the canvas and its inspector. */

const surface = (): HTMLElement | null => document.querySelector<HTMLElement>('.hourglass-canvas');
const cardOf = (flowId: string): HTMLElement | null => document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(flowId)}"]`);

/** Gives the keyboard to a node's card, unless it is busy elsewhere than on the canvas. */
export function focusOnCanvas(id: string): void {
  window.setTimeout(() => {
    const { activeElement } = document;
    if (activeElement !== document.body && !activeElement?.closest('.hourglass-canvas')) return;
    // A quick hand has opened the next list or field by now.
    if (activeElement?.closest('input, textarea, [role="dialog"]')) return;
    cardOf(id)?.focus({ preventScroll: true });
  }, 30);
}

/** Gives the keyboard back to the card of what is selected, else to the canvas. */
export function returnToCanvas(): void {
  const { nodes, notes } = selectionNow();
  const [node] = nodes,
    [note] = notes;
  const folded = node === undefined ? undefined : sceneNow().foldedInto.get(node);
  const flowId = folded !== undefined ? groupFlowId(folded) : (node ?? (note === undefined ? undefined : noteFlowId(note)));
  ((flowId === undefined ? null : cardOf(flowId)) ?? surface())?.focus({ preventScroll: true });
}

/** Runs an edit that may take the focused card away: the keyboard then stays on the canvas. */
export function keepingFocus(edit: () => void): void {
  const inside = document.activeElement?.closest('.hourglass-canvas') !== null;
  edit();
  if (inside)
    window.setTimeout(() => {
      if (document.activeElement === document.body) returnToCanvas();
    }, 30);
}

/** How often, in milliseconds apart, the inspector is looked for while its panel opens. */
const looks = 20,
  lookMs = 25;

/** Gives the keyboard to the inspector's first parameter, else its first control, once it is shown. */
export function focusInspector(): void {
  let left = looks;
  const look = (): void => {
    const inspector = document.querySelector('[data-testid="inspector"]');
    const enabled = 'input:not(:disabled), select:not(:disabled), textarea:not(:disabled), button:not(:disabled)';
    const control =
      inspector?.querySelector<HTMLElement>('input[id^="param-"]:not(:disabled), select[id^="param-"]:not(:disabled), button[id^="param-"]:not(:disabled)') ??
      inspector?.querySelector<HTMLElement>(enabled);
    if (control) control.focus();
    else if (--left > 0) window.setTimeout(look, lookMs);
  };
  // The panel shows what is selected only after the next draw.
  window.setTimeout(look, lookMs);
}

/** Where the keyboard goes once a name or a text has been edited in place: the card or line it stands on, else the canvas. */
export function homeOf(field: Element | null): HTMLElement | null {
  return field?.closest<HTMLElement>('.react-flow__node[tabindex], [role="treeitem"]') ?? field?.closest<HTMLElement>('.hourglass-canvas') ?? null;
}
