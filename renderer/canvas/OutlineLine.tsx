import { ChevronDown, ChevronRight, FolderClosed, Lock, Snowflake } from 'lucide-react';
import { useText } from '../text/useText.ts';
import { categoryColour, categoryIcons } from './categoryIcons.ts';
import { InlineName } from './InlineName.tsx';
import { IssueBadge } from './IssueBadge.tsx';
import type { OutlineRow } from './outlineRows.ts';
import { nodeName } from './say.ts';
import { useScene } from './useScene.ts';

interface OutlineLineProps {
  readonly row: OutlineRow;
  readonly tabbable: boolean;
  readonly selected: boolean;
  readonly renaming: boolean;
  onFocus(): void;
  onToggle(): void;
  /** Null: the name stays. */
  onRenamed(name: string | null): void;
}

/** One line of the outline. */
export function OutlineLine({ row, tabbable, selected, renaming, onFocus, onToggle, onRenamed }: OutlineLineProps) {
  const { t } = useText();
  return (
    <li
      role="treeitem"
      data-key={row.key}
      aria-level={row.level}
      aria-expanded={row.expanded ?? undefined}
      aria-selected={selected}
      tabIndex={tabbable ? 0 : -1}
      className={`flex min-h-7 cursor-default items-center gap-1.5 rounded pr-2 select-none focus-visible:-outline-offset-2 ${selected ? 'bg-accent-soft' : 'hover:bg-raised'}`}
      style={{ paddingLeft: (row.level - 1) * 16 + 4 }}
      onFocus={(event) => {
        if (event.target === event.currentTarget) onFocus();
      }}
      onClick={(event) => event.currentTarget.focus()}
    >
      <span aria-hidden className="inline-flex size-5 shrink-0 items-center justify-center" onClick={onToggle}>
        {row.expanded === null ? null : row.expanded ? <ChevronDown size={16} /> : <ChevronRight size={16} />}
      </span>
      {renaming ? (
        <InlineName
          value={row.what === 'node' ? (row.view.name ?? '') : row.what === 'group' ? row.group.name : ''}
          label={t(row.what === 'group' ? 'canvas.groupName' : 'canvas.nodeName')}
          onDone={onRenamed}
          onCancel={() => onRenamed(null)}
        />
      ) : (
        <RowWords row={row} />
      )}
    </li>
  );
}

function RowWords({ row }: { readonly row: OutlineRow }) {
  const { t, pick, language } = useText();
  const scene = useScene();
  const portName = (end: { readonly node: string; readonly port: string }): string => {
    const view = scene.nodes.get(end.node);
    const port = view?.outputs.find(({ name }) => name === end.port);
    return `${view ? nodeName(view, language) : end.node}${view && view.outputs.length > 1 && port ? ` · ${pick(port.title)}` : ''}`;
  };
  switch (row.what) {
    case 'group':
      return (
        <>
          <FolderClosed size={16} aria-hidden className="shrink-0 text-ink-muted" />
          <span className="min-w-0 flex-1 truncate font-semibold">{row.group.name || t('canvas.group')}</span>
          <IssueBadge counts={row.group.issues} />
        </>
      );
    case 'node': {
      const Icon = categoryIcons[row.view.category];
      return (
        <>
          <Icon size={16} aria-hidden className="shrink-0" style={{ color: categoryColour(row.view.category) }} />
          <span className="min-w-0 flex-1 truncate">
            {nodeName(row.view, language)}
            {row.view.name === null ? null : <span className="text-ink-muted"> {pick(row.view.title)}</span>}
          </span>
          {row.view.frozen ? (
            <span role="img" aria-label={t('canvas.frozen')}>
              <Snowflake size={16} aria-hidden />
            </span>
          ) : null}
          {row.view.locked ? (
            <span role="img" aria-label={t('canvas.locked')}>
              <Lock size={16} aria-hidden />
            </span>
          ) : null}
          <span className="shrink-0 text-xs text-ink-muted tabular-nums">{row.view.shapes.join(', ') || (row.view.outputs.length > 0 ? '?' : '')}</span>
          <IssueBadge counts={row.view.issues} />
        </>
      );
    }
    case 'input':
      return (
        <span className="min-w-0 flex-1 truncate text-xs">
          {row.sources.length > 0
            ? t('outline.fedBy', { port: pick(row.port.title), source: row.sources.map(portName).join(', ') })
            : t('outline.fedByNothing', { port: pick(row.port.title) })}
        </span>
      );
    case 'output':
      return <span className="min-w-0 flex-1 truncate text-xs">{t('outline.gives', { port: pick(row.port.title), shape: row.shape ?? '?' })}</span>;
  }
}
