import { useUpdateNodeInternals } from '@xyflow/react';
import type { NodeProps } from '@xyflow/react';
import { Lock, Snowflake } from 'lucide-react';
import { memo, useEffect } from 'react';
import { useText } from '../text/useText.ts';
import { cardParts } from './cardMetrics.ts';
import { useCanvasStore } from './canvasStore.ts';
import { categoryIcons } from './categoryIcons.ts';
import { editNow } from './editNow.ts';
import type { CardFlowNode } from './flowNodes.ts';
import { InlineName } from './InlineName.tsx';
import { IssueBadge } from './IssueBadge.tsx';
import { PortHandle } from './PortHandle.tsx';
import { startRename } from './canvasActions.ts';
import type { NodeView } from './scene.ts';

/** A node as a card: name and kind, ports, the parameters that matter, output shape and number of weights. */
export const NodeCard = memo(function NodeCard({ id, data: { view }, selected }: NodeProps<CardFlowNode>) {
  const { t, pick } = useText();
  const editing = useCanvasStore((state) => state.editing === id);
  const updateInternals = useUpdateNodeInternals();
  const ports = [...view.inputs, ...view.outputs].map(({ name }) => name).join();
  useEffect(() => updateInternals(id), [id, ports, updateInternals]);
  const Icon = categoryIcons[view.category];
  const done = (): void => useCanvasStore.getState().set({ editing: null });
  return (
    <div data-testid="canvas-card" className={`card cat-${view.category} ${selected ? 'card-selected' : ''} ${view.issues.error > 0 ? 'card-faulty' : ''}`}>
      <span aria-hidden className="card-bar" />
      <div style={{ height: cardParts.header + (view.name === null ? 0 : cardParts.nameLine) }}>
        <header className="card-header" onDoubleClick={() => startRename(id)}>
          <Icon size={16} aria-hidden className="card-icon shrink-0 text-(--category)" />
          <div className="min-w-0 flex-1">
            {editing ? (
              <InlineName
                value={view.name ?? ''}
                label={t('canvas.nodeName')}
                onCancel={done}
                onDone={(name) => {
                  editNow([{ do: 'renameNode', node: id, name }]);
                  done();
                }}
              />
            ) : (
              <div className="card-title truncate font-semibold" title={view.name ?? pick(view.title)}>
                {view.name ?? pick(view.title)}
              </div>
            )}
            {view.name === null || editing ? null : <div className="card-detail truncate text-[11px] leading-3 text-ink-muted">{pick(view.title)}</div>}
          </div>
          {view.frozen ? (
            <span role="img" aria-label={t('canvas.frozen')} title={t('canvas.frozen')} className="card-detail">
              <Snowflake size={16} aria-hidden />
            </span>
          ) : null}
          {view.locked ? (
            <span role="img" aria-label={t('canvas.locked')} title={t('canvas.locked')} className="card-detail">
              <Lock size={16} aria-hidden />
            </span>
          ) : null}
          <IssueBadge counts={view.issues} />
        </header>
      </div>
      <Ports view={view} />
      <dl className="card-detail card-params m-0 px-2.5">
        {view.params.map((param) => (
          <div key={param.name} className="flex items-center justify-between gap-2 text-[11px]" style={{ height: cardParts.paramRow }}>
            <dt className="truncate text-ink-muted">{pick(param.title)}</dt>
            <dd className="m-0 truncate font-medium tabular-nums" title={pick(param.value)}>
              {pick(param.value)}
            </dd>
          </div>
        ))}
      </dl>
      <Footer view={view} />
    </div>
  );
});

function Ports({ view }: { readonly view: NodeView }) {
  const { t, pick } = useText();
  const rows = Math.max(view.inputs.length, view.outputs.length);
  return Array.from({ length: rows }, (_, row) => {
    const input = view.inputs[row],
      output = view.outputs[row];
    return (
      <div key={row} className="card-ports relative flex items-center justify-between gap-2 px-2.5 text-[11px]" style={{ height: cardParts.portRow }}>
        {input ? (
          <PortHandle
            side="inputs"
            id={input.name}
            end={{ node: view.id, port: input.name }}
            optional={input.optional === true}
            label={input.optional ? `${pick(input.title)} (${t('canvas.optional')})` : pick(input.title)}
          />
        ) : null}
        <span className={`truncate ${input?.optional ? 'text-ink-muted italic' : ''}`}>{input ? pick(input.title) : ''}</span>
        <span className="truncate">{output ? pick(output.title) : ''}</span>
        {output ? <PortHandle side="outputs" id={output.name} end={{ node: view.id, port: output.name }} label={pick(output.title)} /> : null}
      </div>
    );
  });
}

function Footer({ view }: { readonly view: NodeView }) {
  const { t, language } = useText();
  const shapes = [...new Set(view.shapes)].join('  ');
  return (
    <footer className="card-footer flex items-center justify-between gap-2 px-2.5 text-[11px] tabular-nums" style={{ height: cardParts.footer }}>
      <span className="truncate font-semibold" title={shapes || (view.outputs.length > 0 ? t('canvas.shapeUnknown') : undefined)}>
        {shapes || (view.outputs.length > 0 ? '?' : '')}
      </span>
      {view.parameterCount ? (
        <span className="card-detail text-ink-muted" title={t('canvas.parameters', { count: view.parameterCount.toLocaleString(language) })}>
          {view.parameterCount.toLocaleString(language)} θ
        </span>
      ) : null}
    </footer>
  );
}
