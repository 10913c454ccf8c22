import { useEffect } from 'react';
import type { RefObject } from 'react';
import { registerCommands } from '../stores/commandStore.ts';
import { useDocumentStore } from '../stores/documentStore.ts';
import * as actions from './canvasActions.ts';
import { canvasCommands } from './canvasCommands.ts';
import { copyText, pasteText } from './clipboardActions.ts';
import { selectionNow } from './editNow.ts';

/** Whether keys and the clipboard belong to what has the focus: a text, a dialog, a menu, a list. */
function keepsKeys(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"], [role="tree"], [role="slider"], [role="separator"], [role="tab"]',
    ) !== null
  );
}

const arrows: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The commands of the canvas, its arrow keys and the clipboard. They act while the focus is on the canvas or on nothing. */
export function useCanvasKeys(canvas: RefObject<HTMLElement | null>): void {
  useEffect(() => registerCommands(canvasCommands), []);
  useEffect(() => {
    const mine = (target: EventTarget | null): boolean =>
      !keepsKeys(target) && (target === document.body || (target instanceof Node && canvas.current?.contains(target) === true));
    const onKeyDown = (event: KeyboardEvent): void => {
      const arrow = arrows[event.key];
      const { nodes, notes } = selectionNow();
      if (!arrow || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || !mine(event.target) || nodes.length + notes.length === 0)
        return;
      event.preventDefault();
      const step = event.shiftKey ? 50 : 10;
      actions.nudge({ x: arrow.x * step, y: arrow.y * step });
    };
    const onKeyUp = (event: KeyboardEvent): void => {
      if (event.key in arrows) useDocumentStore.getState().endGesture();
    };
    const onCopy = (event: ClipboardEvent): void => {
      if (!mine(event.target) || !event.clipboardData || !(window.getSelection()?.isCollapsed ?? true)) return;
      const text = copyText();
      if (text === null) return;
      event.clipboardData.setData('text/plain', text);
      event.preventDefault();
      if (event.type === 'cut') actions.deleteSelected();
    };
    const onPaste = (event: ClipboardEvent): void => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (!mine(event.target) || text === '') return;
      event.preventDefault();
      pasteText(text);
    };
    const listeners = { keydown: onKeyDown, keyup: onKeyUp, copy: onCopy, cut: onCopy, paste: onPaste } as const;
    const gone = new AbortController();
    document.addEventListener('keydown', listeners.keydown, gone);
    document.addEventListener('keyup', listeners.keyup, gone);
    document.addEventListener('copy', listeners.copy, gone);
    document.addEventListener('cut', listeners.cut, gone);
    document.addEventListener('paste', listeners.paste, gone);
    return () => gone.abort();
  }, [canvas]);
}
