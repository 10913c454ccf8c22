import { ContextMenu } from '@base-ui/react/context-menu';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { isEnabled } from '../stores/commandStore.ts';
import type { Command } from '../stores/commandStore.ts';
import { useText } from '../text/useText.ts';
import { Kbd } from '../ui/Kbd.tsx';
import { alignments } from './alignment.ts';
import { canvasCommands } from './canvasCommands.ts';
import { openQuickAdd } from './canvasActions.ts';
import { selectionNow, selectNow } from './editNow.ts';
import { readFlowId } from './scene.ts';
import { sceneNow } from './useScene.ts';

const ofNode = [
  ['inspect', 'rename', 'connect'],
  ['copy', 'cut', 'duplicate', 'delete'],
  ['group', 'ungroup', 'collapse', 'leaveGroup', 'saveBlock'],
  ['freeze', 'lock'],
] as const;
const ofWire = [['insert', 'inspect'], ['delete']] as const;
const ofPane = [
  ['add', 'note', 'paste'],
  ['selectAll', 'search'],
  ['arrange', 'fit'],
] as const;
const item =
  'flex h-7 cursor-default items-center gap-4 rounded px-2 outline-none select-none data-highlighted:bg-accent-soft data-disabled:text-ink-muted data-disabled:opacity-60';
const popup = 'z-50 min-w-52 rounded-lg border border-line bg-panel p-1 text-ink shadow-(--shadow) outline-none';

/** The menu of the canvas and of what is on it: right click, or the context menu key. */
export function CanvasMenu({ children }: { readonly children: ReactElement }) {
  const { t } = useText();
  const [sections, setSections] = useState<readonly (readonly string[])[]>(ofPane);
  const [at, setAt] = useState({ x: 0, y: 0 });
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger
        className="h-full w-full"
        onContextMenu={(event) => {
          setAt({ x: event.clientX, y: event.clientY });
          setSections(sectionsFor(event.target));
        }}
      >
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Positioner className="z-50">
          <ContextMenu.Popup className={popup} aria-label={t('canvas.menu')}>
            {sections.map((ids, place) => (
              <div key={ids.join()} role="presentation">
                {place > 0 ? <ContextMenu.Separator className="my-1 h-px bg-line" /> : null}
                {ids.map((id) => (
                  <Entry key={id} id={id} onRun={id === 'add' ? () => openQuickAdd(at) : undefined} />
                ))}
              </div>
            ))}
            {sections === ofNode ? <AlignMenu /> : null}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

function commandOf(id: string): Command | undefined {
  return canvasCommands.find((command) => command.id === `canvas.${id}`);
}

function Entry({ id, onRun }: { readonly id: string; readonly onRun?: (() => void) | undefined }) {
  const { t, pick } = useText();
  const command = commandOf(id);
  if (!command) return null;
  const on = command.checked?.() ?? false;
  const opposite = { lock: 'canvas.unlock', freeze: 'canvas.unfreeze', collapse: 'canvas.expand' } as const;
  const title =
    on && (id === 'lock' || id === 'freeze' || id === 'collapse')
      ? t(opposite[id])
      : typeof command.title === 'string'
        ? t(command.title)
        : pick(command.title);
  const [shortcut] = command.shortcuts ?? [];
  return (
    <ContextMenu.Item className={item} disabled={id !== 'inspect' && id !== 'add' && !isEnabled(command)} onClick={onRun ?? command.run}>
      <span className="flex-1">{title}</span>
      {shortcut ? <Kbd shortcut={shortcut} className="text-ink-muted" /> : null}
    </ContextMenu.Item>
  );
}

function AlignMenu() {
  const { t } = useText();
  return (
    <ContextMenu.SubmenuRoot>
      <ContextMenu.SubmenuTrigger className={item} disabled={selectionNow().nodes.length < 2}>
        <span className="flex-1">{t('canvas.align')}</span>
        <span aria-hidden>›</span>
      </ContextMenu.SubmenuTrigger>
      <ContextMenu.Portal>
        <ContextMenu.Positioner className="z-50">
          <ContextMenu.Popup className={popup}>
            {[...alignments.map((how) => `align-${how}`), 'distribute-horizontal', 'distribute-vertical'].map((id) => (
              <Entry key={id} id={id} />
            ))}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.SubmenuRoot>
  );
}

function sectionsFor(target: EventTarget): readonly (readonly string[])[] {
  if (!selectUnder(target)) return ofPane;
  const { nodes, edges, notes } = selectionNow();
  return edges.length > 0 && nodes.length + notes.length === 0 ? ofWire : ofNode;
}

/** Selects what lies under the pointer, unless it is selected already; false over empty canvas. */
function selectUnder(target: EventTarget): boolean {
  const element = target instanceof Element ? target.closest('.react-flow__node, .react-flow__edge') : null;
  const flowId = element?.getAttribute('data-id');
  if (!element || !flowId) return target instanceof Element && target.closest('.react-flow__nodesselection') !== null;
  const { nodes, edges, notes } = selectionNow();
  if (element.classList.contains('react-flow__edge')) {
    if (!edges.includes(flowId)) selectNow({ edges: [flowId] });
    return true;
  }
  const { what, id } = readFlowId(flowId);
  if (what === 'node' && !nodes.includes(id)) selectNow({ nodes: [id] });
  if (what === 'note' && !notes.includes(id)) selectNow({ notes: [id] });
  if (what === 'group') selectNow({ nodes: sceneNow().groups.find((group) => group.id === id)?.members ?? [] });
  return true;
}
