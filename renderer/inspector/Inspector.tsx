import type { KeyboardEvent } from 'react';
import { useDocument } from '../stores/documentStore.ts';
import { useViewStore } from '../stores/viewStore.ts';
import { returnToCanvas } from '../canvas/focus.ts';
import { useText } from '../text/useText.ts';
import { DocumentInspector } from './DocumentInspector.tsx';
import { ManyInspector } from './ManyInspector.tsx';
import { NodeInspector } from './NodeInspector.tsx';
import { WireInspector } from './WireInspector.tsx';

/** What is selected, to be read and changed: one node, several, a wire, or else the document. */
export function Inspector() {
  const { t } = useText();
  const document = useDocument();
  const { nodes, edges } = useViewStore((state) => state.selection);
  const chosen = Object.fromEntries(
    nodes.flatMap((id) => {
      const node = document.nodes[id];
      return node ? [[id, node] as const] : [];
    }),
  );
  const [id, ...more] = Object.keys(chosen);
  const node = id === undefined ? undefined : chosen[id];
  const wires = document.edges.filter((each) => edges.includes(each.id));
  return (
    <div role="region" aria-label={t('inspector.name')} data-testid="inspector" className="h-full overflow-y-auto bg-panel" onKeyDown={leaveByEscape}>
      {id !== undefined && node && more.length === 0 && <NodeInspector key={id} id={id} node={node} />}
      {more.length > 0 && <ManyInspector nodes={chosen} />}
      {id === undefined && wires.length > 0 && <WireInspector edges={wires} />}
      {id === undefined && wires.length === 0 && <DocumentInspector />}
    </div>
  );
}

/** Escape goes back to the card that is inspected; what was typed stays. */
function leaveByEscape(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return;
  event.preventDefault();
  event.stopPropagation();
  returnToCanvas();
}
