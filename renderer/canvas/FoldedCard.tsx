import { useUpdateNodeInternals } from '@xyflow/react';
import type { NodeProps } from '@xyflow/react';
import { FolderClosed, Maximize2 } from 'lucide-react';
import { memo, useEffect } from 'react';
import { useText } from '../text/useText.ts';
import { setCollapsed } from './canvasActions.ts';
import { useCanvasStore } from './canvasStore.ts';
import { cardParts } from './cardMetrics.ts';
import type { FoldedFlowNode } from './flowNodes.ts';
import { GroupName } from './GroupName.tsx';
import { IssueBadge } from './IssueBadge.tsx';
import { PortHandle } from './PortHandle.tsx';
import { boundaryHandle } from './scene.ts';

/** A collapsed group: one node whose ports are those of its members that lead outside. */
export const FoldedCard = memo(function FoldedCard({ id, data: { group }, selected }: NodeProps<FoldedFlowNode>) {
  const { t, pick, language } = useText();
  const updateInternals = useUpdateNodeInternals();
  const ports = [...group.inputs, ...group.outputs].map(({ end }) => boundaryHandle(end)).join();
  useEffect(() => updateInternals(id), [id, ports, updateInternals]);
  const rows = Math.max(group.inputs.length, group.outputs.length, 1);
  return (
    <div data-testid="canvas-folded" className={`card card-folded ${selected ? 'card-selected' : ''} ${group.issues.error > 0 ? 'card-faulty' : ''}`}>
      <div style={{ height: cardParts.header + cardParts.nameLine }}>
        <header className="card-header" onDoubleClick={() => useCanvasStore.getState().set({ editing: id })}>
          <FolderClosed size={16} aria-hidden className="shrink-0 text-ink-muted" />
          <div className="min-w-0 flex-1">
            <GroupName flowId={id} id={group.id} name={group.name} />
            <div className="card-detail truncate text-[11px] leading-3 text-ink-muted">{t('canvas.members', { count: group.members.length })}</div>
          </div>
          <IssueBadge counts={group.issues} />
          <button
            type="button"
            aria-label={t('canvas.expand')}
            title={t('canvas.expand')}
            className="nodrag inline-flex size-6 items-center justify-center rounded hover:bg-raised"
            onClick={() => setCollapsed(group.id, false)}
          >
            <Maximize2 size={16} aria-hidden />
          </button>
        </header>
      </div>
      {Array.from({ length: rows }, (_, row) => {
        const input = group.inputs[row],
          output = group.outputs[row];
        return (
          <div key={row} className="card-ports relative flex items-center justify-between gap-2 px-2.5 text-[11px]" style={{ height: cardParts.portRow }}>
            {input ? <PortHandle side="inputs" id={boundaryHandle(input.end)} end={input.end} label={`${input.node} · ${pick(input.title)}`} /> : null}
            <span className="max-w-[50%] truncate">{input ? `${input.node} · ${pick(input.title)}` : ''}</span>
            <span className="max-w-[50%] truncate">{output ? `${output.node} · ${pick(output.title)}` : ''}</span>
            {output ? <PortHandle side="outputs" id={boundaryHandle(output.end)} end={output.end} label={`${output.node} · ${pick(output.title)}`} /> : null}
          </div>
        );
      })}
      <footer className="card-detail flex items-center justify-end px-2.5 text-[11px] text-ink-muted tabular-nums" style={{ height: cardParts.footer }}>
        {group.parameterCount.toLocaleString(language)} θ
      </footer>
    </div>
  );
});
