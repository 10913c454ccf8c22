import { useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useDocument } from '../stores/documentStore.ts';
import { useViewStore } from '../stores/viewStore.ts';
import { useText } from '../text/useText.ts';
import { Button } from '../ui/Button.tsx';
import * as actions from './canvasActions.ts';
import { editNow, selectNow } from './editNow.ts';
import { outlineRows } from './outlineRows.ts';
import type { OutlineRow } from './outlineRows.ts';
import { OutlineLine } from './OutlineLine.tsx';
import { useScene } from './useScene.ts';

/** The graph as a tree: groups, nodes, ports and what feeds them. All that the canvas does can be done from it by keyboard alone. */
export function Outline() {
  const { t } = useText();
  const scene = useScene();
  const { edges } = useDocument();
  const selected = useViewStore((state) => state.selection.nodes);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const tree = useRef<HTMLUListElement>(null);
  const rows = useMemo(() => outlineRows(scene, edges, toggled), [scene, edges, toggled]);
  const current = rows.find(({ key }) => key === active) ?? rows[0];

  const focus = (key: string | undefined): void => {
    if (key === undefined) return;
    setActive(key);
    requestAnimationFrame(() => tree.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus());
  };
  const toggle = (key: string): void =>
    setToggled((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  const addBeside = (): void => {
    const box = tree.current?.querySelector(`[data-key="${CSS.escape(current?.key ?? '')}"]`)?.getBoundingClientRect();
    actions.openQuickAddAt(actions.placeBeside(current && nodeOf(current)), box ? { x: box.left, y: box.bottom } : undefined);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (renaming !== null || event.ctrlKey || event.metaKey || event.altKey) return;
    const place = current ? rows.indexOf(current) : -1;
    const done = handleKey(event.key, { current, rows, place, focus, toggle, rename: setRenaming, add: addBeside });
    if (done) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return (
    <div className="flex h-full flex-col" data-testid="outline">
      <ul
        ref={tree}
        role="tree"
        aria-label={t('outline.name')}
        aria-multiselectable
        className="m-0 min-h-0 flex-1 list-none overflow-auto p-1"
        onKeyDown={onKeyDown}
      >
        {rows.map((row) => (
          <OutlineLine
            key={row.key}
            row={row}
            tabbable={row === current}
            selected={row.what === 'node' && selected.includes(row.view.id)}
            renaming={renaming === row.key}
            onFocus={() => {
              setActive(row.key);
              selectRow(row);
            }}
            onToggle={() => toggle(row.key)}
            onRenamed={(name) => {
              rename(row, name);
              setRenaming(null);
              focus(row.key);
            }}
          />
        ))}
      </ul>
      {rows.length === 0 ? (
        <div className="p-4 text-center text-ink-muted">
          <p>{t('outline.empty')}</p>
          <Button onClick={() => actions.openQuickAdd()}>{t('canvas.addNode')}</Button>
        </div>
      ) : (
        <p className="m-0 border-t border-line p-2 text-xs text-ink-muted">{t('outline.keys')}</p>
      )}
    </div>
  );
}

const nodeOf = (row: OutlineRow): string | undefined => (row.what === 'node' ? row.view.id : row.what === 'group' ? row.group.members.at(-1) : row.node);

function selectRow(row: OutlineRow): void {
  if (row.what === 'group') selectNow({ nodes: row.group.members });
  else if (row.what === 'input' && row.wires.length > 0) selectNow({ edges: row.wires.map(({ id }) => id) });
  else selectNow({ nodes: [row.what === 'node' ? row.view.id : row.node] });
}

function rename(row: OutlineRow, name: string | null): void {
  if (name === null) return;
  if (row.what === 'node') editNow([{ do: 'renameNode', node: row.view.id, name }]);
  if (row.what === 'group') editNow([{ do: 'setGroup', id: row.group.id, name }]);
}

interface KeyScene {
  readonly current: OutlineRow | undefined;
  readonly rows: readonly OutlineRow[];
  readonly place: number;
  focus(key: string | undefined): void;
  toggle(key: string): void;
  rename(key: string): void;
  add(): void;
}

/** The keys of a tree (ARIA Authoring Practices), and those of the canvas. True where a key did something. */
function handleKey(key: string, { current, rows, place, focus, toggle, rename: startRename, add }: KeyScene): boolean {
  if (key === 'a' || key === 'A' || key === 'Insert') {
    add();
    return true;
  }
  if (!current) return false;
  const node = nodeOf(current);
  switch (key) {
    case 'ArrowDown':
      focus(rows[place + 1]?.key);
      return true;
    case 'ArrowUp':
      focus(rows[place - 1]?.key);
      return true;
    case 'Home':
      focus(rows[0]?.key);
      return true;
    case 'End':
      focus(rows.at(-1)?.key);
      return true;
    case 'ArrowRight':
      if (current.expanded === false) toggle(current.key);
      else if (current.expanded) focus(rows[place + 1]?.key);
      return true;
    case 'ArrowLeft':
      if (current.expanded) toggle(current.key);
      else focus(current.parent ?? undefined);
      return true;
    case 'Enter': {
      const [source] = current.what === 'input' ? current.sources : [];
      if (source) focus(rows.find((row) => row.what === 'node' && row.view.id === source.node)?.key);
      else if (current.what === 'group') toggle(current.key);
      else {
        useViewStore.getState().set({ centreOn: node ?? null });
        actions.openInspector();
      }
      return true;
    }
    case 'F2':
      if (current.what === 'node' || current.what === 'group') startRename(current.key);
      return true;
    case 'c':
    case 'C':
      if (node !== undefined) actions.openConnect(node);
      return true;
    case 'Delete':
    case 'Backspace':
      selectRow(current);
      if (current.what === 'output') return true;
      focus(rows[place - 1]?.key ?? rows[place + 1]?.key);
      actions.deleteSelected();
      return true;
    default:
      return false;
  }
}
