/** A place in a text, both counted from 1; columns in UTF-16 code units. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** What a scan of a JSON text finds. */
export interface JsonScan {
  /** Where the text stops being JSON and what stands there; null where it is JSON throughout (RFC 8259). */
  readonly fault: (TextPlace & { readonly found: string }) | null;
  /** Keys that stand twice in one record, of which JSON.parse would silently drop the first. */
  readonly twice: readonly (TextPlace & { readonly path: string })[];
}

const tokens = {
  space: /[ \t\n\r]*/y,
  escape: /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y,
  number: /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y,
  word: /true|false|null/y,
} as const;

/** A record or list that is still open. */
interface Frame {
  readonly keys: Set<string> | null;
  key: string;
  index: number;
}

/** Reads a text as JSON without making values: engines word and place their syntax errors differently or not at all, and drop doubled keys in silence. Never throws. */
export function scanJson(text: string): JsonScan {
  const twice: (TextPlace & { path: string })[] = [];
  const frames: Frame[] = [];
  let offset = 0;
  const match = (token: RegExp): string | null => {
    token.lastIndex = offset;
    const found = token.exec(text)?.[0] ?? null;
    if (found !== null) offset += found.length;
    return found;
  };
  /** A quoted text, quotes and escapes as they stand; by hand, since an expression over a text of megabytes may run out of its stack. */
  const matchString = (): string | null => {
    const start = offset;
    if (text[offset] !== '"') return null;
    for (offset += 1; offset < text.length; ) {
      const unit = text.charCodeAt(offset);
      if (unit === 0x22) return text.slice(start, ++offset);
      if (unit === 0x5c ? match(tokens.escape) === null : unit < 0x20) break;
      if (unit !== 0x5c) offset += 1;
    }
    return null;
  };
  const eat = (sign: string): boolean => {
    match(tokens.space);
    if (text[offset] !== sign) return false;
    offset += 1;
    return true;
  };
  const fault = (): JsonScan => ({ fault: { ...placeOf(text, offset), found: showRest(text, offset) }, twice });
  const pathTo = (): string => frames.map(({ keys, key, index }) => (keys ? key : String(index))).join('.');
  /** Reads `"key":` of the innermost record. */
  const readKey = (frame: Frame): boolean => {
    match(tokens.space);
    const start = offset;
    const raw = matchString();
    if (raw === null) return false;
    frame.key = JSON.parse(raw) as string;
    if (frame.keys?.has(frame.key)) twice.push({ ...placeOf(text, start), path: pathTo() });
    frame.keys?.add(frame.key);
    return eat(':');
  };

  for (;;) {
    // One value: a scalar, or the opening of a record or list.
    if (eat('{')) {
      if (!eat('}')) {
        const frame: Frame = { keys: new Set(), key: '', index: 0 };
        frames.push(frame);
        if (!readKey(frame)) return fault();
        continue;
      }
    } else if (eat('[')) {
      if (!eat(']')) {
        frames.push({ keys: null, key: '', index: 0 });
        continue;
      }
    } else if (matchString() === null && match(tokens.number) === null && match(tokens.word) === null) return fault();
    // Then the closings it completes, and the comma before the next value.
    for (;;) {
      const frame = frames.at(-1);
      if (!frame) {
        match(tokens.space);
        return offset === text.length ? { fault: null, twice } : fault();
      }
      if (eat(frame.keys ? '}' : ']')) {
        frames.pop();
        continue;
      }
      if (!eat(',')) return fault();
      frame.index += 1;
      if (frame.keys && !readKey(frame)) return fault();
      break;
    }
  }
}

function placeOf(text: string, offset: number): TextPlace {
  let line = 1,
    start = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}

/** What stands at an offset, quoted, at most 20 code units of its line; `…` marks the end of the text. */
function showRest(text: string, offset: number): string {
  return offset >= text.length ? '…' : JSON.stringify(text.slice(offset, offset + 20).split(/[\r\n]/)[0] || text[offset]);
}
