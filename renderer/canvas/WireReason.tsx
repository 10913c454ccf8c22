import { Panel, useConnection } from '@xyflow/react';
import type { FlowNode } from './flowNodes.ts';
import { describeIssue } from '../../shared/messages/describeIssue.ts';
import { useText } from '../text/useText.ts';
import { useCanvasStore } from './canvasStore.ts';
import { refusedBy } from './PortHandle.tsx';
import { endOfHandle } from './scene.ts';

/** Says, while a wire is drawn over a port, why the port cannot take it. */
export function WireReason() {
  const { t, language } = useText();
  const wire = useCanvasStore((state) => state.wire);
  const over = useConnection<FlowNode, string | null>((state) =>
    state.inProgress && state.toHandle?.id ? `${state.toHandle.type}|${state.toHandle.nodeId}|${state.toHandle.id}` : null,
  );
  if (!wire || over === null) return null;
  const [type, flowId = '', handle = ''] = over.split('|');
  const found = refusedBy(wire, endOfHandle(flowId, handle), type === 'target' ? 'inputs' : 'outputs');
  if (!found) return null;
  const { message, hint } = describeIssue(found, language);
  return (
    <Panel position="top-center">
      <p
        role="status"
        data-testid="canvas-wire-reason"
        className="m-0 max-w-96 rounded-md border border-error bg-error-soft px-3 py-2 text-xs text-ink shadow-(--shadow)"
      >
        {t('canvas.cannotTake', { reason: message })} {hint}
      </p>
    </Panel>
  );
}
