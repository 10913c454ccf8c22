import { useEffect, useRef, useState } from 'react';
import { homeOf } from './focus.ts';

interface InlineNameProps {
  readonly value: string;
  readonly label: string;
  onDone(value: string): void;
  onCancel(): void;
}

/** A name edited in place: Enter or leaving takes it, Escape leaves it as it was. A key that ends it gives the keyboard back to the card. */
export function InlineName({ value, label, onDone, onCancel }: InlineNameProps) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const finished = useRef(false);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const finish = (take: boolean, byKey = true): void => {
    if (finished.current) return;
    finished.current = true;
    const home = byKey ? homeOf(input.current) : null;
    if (take && text !== value) onDone(text);
    else onCancel();
    home?.focus({ preventScroll: true });
  };
  return (
    <input
      ref={input}
      aria-label={label}
      value={text}
      maxLength={200}
      className="nodrag nopan h-6 w-full min-w-0 rounded border border-accent bg-panel px-1 text-xs text-ink"
      onChange={(event) => setText(event.target.value)}
      onBlur={() => finish(true, false)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) finish(true);
        if (event.key === 'Escape') finish(false);
      }}
    />
  );
}
