/** The widest line of written Python, and where calls are broken before. */
export const widestLine = 120;
const comfortable = 96;

/** A number as Python writes it. */
export function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return 'float("nan")';
  if (!Number.isFinite(value)) return value > 0 ? 'float("inf")' : '-float("inf")';
  return String(value);
}

export function pythonString(text: string): string {
  return JSON.stringify(text);
}

/** `[2, 2]` → `(2, 2)`, `[2]` → `(2,)`. */
export function pythonTuple(values: readonly number[]): string {
  return values.length === 1 ? `(${values[0]},)` : `(${values.join(', ')})`;
}

/** `before(a, b)after` behind `indent` spaces: on one line where it fits, else an argument a line. */
export function pythonCall(before: string, args: readonly string[], { indent = 0, after = '' } = {}): string {
  const space = ' '.repeat(indent);
  const line = `${space}${before}(${args.join(', ')})${after}`;
  if (line.length <= comfortable || args.length === 0) return line;
  return [`${space}${before}(`, ...args.map((arg) => `${space}    ${arg},`), `${space})${after}`].join('\n');
}

/** `name = {…}` with an entry a line where it does not fit on one. */
export function pythonDict(before: string, entries: readonly (readonly [key: string, value: string])[], indent = 0): string {
  const space = ' '.repeat(indent);
  const items = entries.map(([key, value]) => `${pythonString(key)}: ${value}`);
  const line = `${space}${before}{${items.join(', ')}}`;
  if (line.length <= comfortable) return line;
  return [`${space}${before}{`, ...items.map((item) => `${space}    ${item},`), `${space}}`].join('\n');
}

/** Words in lines of at most `width` characters, each behind `prefix`. */
export function wrapped(text: string, prefix: string, width = 92): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const cut = word.slice(0, width - prefix.length);
    if (line !== '' && prefix.length + line.length + 1 + cut.length > width) {
      lines.push(line);
      line = cut;
    } else line = line === '' ? cut : `${line} ${cut}`;
  }
  return [...lines, line].map((each) => `${prefix}${each}`.trimEnd()).join('\n');
}

/** A text that may stand in a docstring: no quotes that end it, no backslashes, no line ends. */
export function docText(text: string): string {
  return text.replaceAll(/["\\\r\n]+/g, ' ').trim();
}

/** Names that written Python does not give to anything of its own. */
export const pythonReserved: readonly string[] = [
  ...'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case type'.split(
    ' ',
  ),
  ...'abs all any bool bytes dict dir enumerate exec eval filter float format hash help id input int iter len list map max min next object open pow print range repr reversed round set sorted str sum super tuple vars zip'.split(
    ' ',
  ),
  ...'self np argparse gzip json math time Path main load_array normalise read_safetensors read_inputs predict sample train loss_terms model out terms error kl beta batch epoch step steps optimizer labels_ids generator order start losses arguments parser state penalty'.split(
    ' ',
  ),
];

/** A list of texts, one a line where they are many. */
export function classList(classes: readonly string[]): string {
  const line = `[${classes.map(pythonString).join(', ')}]`;
  return line.length <= 80 ? line : `[\n${classes.map((name) => `    ${pythonString(name)},\n`).join('')}]`;
}

/** The same program with lines over `widestLine` broken behind commas inside brackets, where a line end says nothing in Python. */
export function fitted(program: string): string {
  return program
    .split('\n')
    .map((line) => (line.length <= widestLine ? line : broken(line)))
    .join('\n');
}

function broken(line: string): string {
  const indent = ' '.repeat(line.length - line.trimStart().length + 4);
  const pieces: string[] = [];
  let rest = line;
  while (rest.length > widestLine) {
    const place = lastBreak(rest, widestLine - 1, pieces.length === 0 ? 0 : 1);
    if (place <= indent.length) break;
    pieces.push(rest.slice(0, place).trimEnd());
    rest = indent + rest.slice(place).trimStart();
  }
  return [...pieces, rest].join('\n');
}

/** The place behind the last comma or before the last operator within `limit` that stands inside brackets and outside quotes; 0 where none does. */
function lastBreak(line: string, limit: number, open: number): number {
  let depth = open,
    quoted = false,
    place = 0;
  for (let at = 0; at < Math.min(limit, line.length); at++) {
    const letter = line[at] ?? '';
    if (letter === '"' && line[at - 1] !== '\\') quoted = !quoted;
    if (quoted) continue;
    if ('([{'.includes(letter)) depth += 1;
    else if (')]}'.includes(letter)) depth -= 1;
    else if (depth > 0 && line.startsWith(', ', at)) place = at + 1;
    else if (depth > 0 && (line.startsWith(' + ', at) || line.startsWith(' * ', at))) place = at;
  }
  return place;
}
