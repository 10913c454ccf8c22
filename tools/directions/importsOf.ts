import { parseSync } from 'vite';

/** One import of a file, as written. `specifier` is undefined where it is computed at run time. */
export interface Import {
  specifier: string | undefined;
  /** Erased before anything runs: `import type`, or an import whose every name is marked `type`. */
  typeOnly: boolean;
  /** Line in the file, from 1. */
  line: number;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Lists every import of a TypeScript or JavaScript file: static, re-exporting, dynamic, in a type, and by `require`, also one made by createRequire.
 * @param file its name; the ending tells the language
 * @param source its text
 * @throws where it does not parse
 */
export function importsOf(file: string, source: string): Import[] {
  const parsed = parseSync(file, source);
  const fault = parsed.errors[0];
  if (fault !== undefined) throw new Error(`${file} does not parse: ${fault.message}`);
  const imports: Import[] = [];
  visit(parsed.program);
  return imports;

  function visit(node: unknown): void {
    if (Array.isArray(node)) return node.forEach(visit);
    if (!isFields(node)) return;
    const found = importAt(node);
    if (found !== undefined) imports.push({ ...found, line: lineAt(source, Number(node['start'])) });
    Object.values(node).forEach(visit);
  }
}

function importAt(node: Fields): Omit<Import, 'line'> | undefined {
  switch (node['type']) {
    case 'ImportDeclaration':
      return { specifier: literal(node['source']), typeOnly: isTypeOnly(node, 'importKind') };
    case 'ExportNamedDeclaration':
      return node['source'] === null ? undefined : { specifier: literal(node['source']), typeOnly: isTypeOnly(node, 'exportKind') };
    case 'ExportAllDeclaration':
      return { specifier: literal(node['source']), typeOnly: node['exportKind'] === 'type' };
    case 'ImportExpression':
      return { specifier: literal(node['source']), typeOnly: false };
    case 'TSImportType':
      return { specifier: literal(node['source'] ?? node['argument']), typeOnly: true };
    case 'TSExternalModuleReference':
      return { specifier: literal(node['expression']), typeOnly: false };
    case 'CallExpression':
      return isLoader(node['callee']) && Array.isArray(node['arguments']) ? { specifier: literal(node['arguments'][0]), typeOnly: false } : undefined;
    default:
      return undefined;
  }
}

function isTypeOnly(node: Fields, kind: string): boolean {
  if (node[kind] === 'type') return true;
  const names = Array.isArray(node['specifiers']) ? node['specifiers'] : [];
  return names.length > 0 && names.every((name: unknown) => isFields(name) && name[kind] === 'type');
}

/** `require`, a name that ends so, such as `nativeRequire`, or what createRequire gives, called at once. */
function isLoader(callee: unknown): boolean {
  if (!isFields(callee)) return false;
  if (callee['type'] === 'CallExpression') return isFields(callee['callee']) && callee['callee']['name'] === 'createRequire';
  const name = callee['type'] === 'Identifier' ? callee['name'] : undefined;
  return typeof name === 'string' && name !== 'createRequire' && /^require$|Require$/.test(name);
}

function literal(node: unknown): string | undefined {
  if (!isFields(node)) return undefined;
  if (node['type'] === 'TSLiteralType') return literal(node['literal']);
  return typeof node['value'] === 'string' ? node['value'] : undefined;
}

function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
