/** What this reader reads: maps, lists and scalars; anything else of YAML is refused. */
export type Yaml = string | boolean | readonly Yaml[] | { readonly [key: string]: Yaml };

interface Line {
  readonly indent: number;
  readonly text: string;
  readonly number: number;
}

/**
 * Reads the part of YAML in which electron-builder.yml is written: block maps and lists, `[a, b]` and `{ a: b }` on one line, plain and double-quoted scalars,
 * comments. Throws with the line of what it does not know.
 */
export function readYaml(text: string): Yaml {
  const lines = text.split('\n').flatMap((raw, index): Line[] => {
    const bare = raw.replace(/(^|\s)#.*$/, '').trimEnd();
    return bare.trim() === '' ? [] : [{ indent: bare.length - bare.trimStart().length, text: bare.trim(), number: index + 1 }];
  });
  let next = 0;
  const fail = (line: Line | undefined): never => {
    throw new Error(`line ${line?.number ?? '?'} is beyond this reader: ${line?.text ?? ''}`);
  };
  const block = (indent: number): Yaml => {
    const first = lines[next];
    if (!first || first.indent < indent) return fail(first);
    return first.text.startsWith('- ') ? list(first.indent) : map(first.indent);
  };
  const list = (indent: number): Yaml => {
    const items: Yaml[] = [];
    for (let line = lines[next]; line?.indent === indent && line.text.startsWith('- '); line = lines[next]) {
      next += 1;
      items.push(scalar(line.text.slice(2).trim(), line));
    }
    return items;
  };
  const map = (indent: number): Yaml => {
    const made: Record<string, Yaml> = {};
    for (let line = lines[next]; line?.indent === indent; line = lines[next]) {
      const [, key = '', rest = ''] = /^([\w-]+):(?:\s+(.*))?$/.exec(line.text) ?? fail(line);
      if (Object.hasOwn(made, key)) fail(line);
      next += 1;
      made[key] = rest === '' ? block(indent + 1) : scalar(rest, line);
    }
    return made;
  };
  const scalar = (text: string, line: Line): Yaml => {
    const inside = text.slice(1, -1).trim();
    if (text.startsWith('[') && text.endsWith(']')) return inside.split(',').map((part) => scalar(part.trim(), line));
    if (text.startsWith('{') && text.endsWith('}')) {
      return Object.fromEntries(
        inside.split(/,\s+/).map((part) => {
          const [, key = '', value = ''] = /^([\w-]+):\s+(.+)$/.exec(part) ?? fail(line);
          return [key, scalar(value, line)];
        }),
      );
    }
    if (/^"[^"\\]*"$/.test(text)) return inside;
    if (text === 'true' || text === 'false') return text === 'true';
    return /^["'&*!|>%@`[{]/.test(text) || /:\s/.test(text) ? fail(line) : text;
  };
  const read = block(0);
  return next < lines.length ? fail(lines[next]) : read;
}
