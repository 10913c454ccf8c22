import { useEffect, useRef, useState } from 'react';

export interface Entry {
  /** What the field shows: what is being typed, else the stored value. */
  readonly text: string;
  /** Why what was typed is not taken; null where it is. */
  readonly refusal: string | null;
  type(text: string): void;
  /** The user has left the field. What was refused stays in sight until it is put right. */
  leave(): void;
  /** Back to the stored value. */
  drop(): void;
}

/**
 * A typed entry over a stored value. Each keystroke that makes a value is taken at once; one that does not stays in the field with its reason.
 * @param take applies the text; answers why it is refused, or null
 * @param end ends the burst of typing, so that it is one entry of the undo history
 */
export function useEntry(stored: string, take: (text: string) => string | null, end: () => void): Entry {
  const [draft, setDraft] = useState<{ readonly text: string; readonly refusal: string | null } | null>(null);
  const typing = useRef(false);
  const [seen, setSeen] = useState(stored);
  // Set from elsewhere (undo, reset, a fix): what was typed before is no longer the question.
  if (seen !== stored) {
    setSeen(stored);
    if (draft?.refusal) setDraft(null);
  }
  const finish = useRef(end);
  useEffect(() => {
    finish.current = end;
  });
  useEffect(
    () => () => {
      if (typing.current) finish.current();
    },
    [],
  );
  return {
    text: draft?.text ?? stored,
    refusal: draft?.refusal ?? null,
    type(text) {
      typing.current = true;
      setDraft({ text, refusal: take(text) });
    },
    leave() {
      if (typing.current) end();
      typing.current = false;
      setDraft((current) => (current?.refusal ? current : null));
    },
    drop: () => setDraft(null),
  };
}
