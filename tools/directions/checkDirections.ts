import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { directions, testPackages, testRooms, type Direction } from './directions.ts';
import { importsOf, type Import } from './importsOf.ts';

/** The folders of the repository that hold code and are there: git keeps no empty ones. @param root its folder */
export function codeFolders(root: string): string[] {
  return ['shared', 'main', 'renderer', 'e2e', 'tools'].filter((folder) => existsSync(join(root, folder)));
}

/** A file of code: its path under the repository's folder, with forward slashes, and its text. */
export interface CodeFile {
  path: string;
  source: string;
}

/**
 * Compares every import of every file with the table of directions.
 * @param files the files to look at
 * @param table room → what it may import
 * @param declared names of the packages that package.json lists
 * @returns one line for each import that goes against the table; none where the house is in order
 */
export function checkDirections(files: readonly CodeFile[], table: Readonly<Record<string, Direction>> = directions, declared?: ReadonlySet<string>): string[] {
  const broken: string[] = [];
  for (const { path, source } of files) {
    const room = roomOf(path, table);
    if (room === undefined) {
      broken.push(`${path} lies in no room of the table`);
      continue;
    }
    for (const found of importsOf(path, source)) {
      const why = whyForbidden(found, path, { room, table, declared });
      if (why !== undefined) broken.push(`${path}:${found.line} ${why}`);
    }
  }
  return broken;
}

interface Law {
  room: string;
  table: Readonly<Record<string, Direction>>;
  declared: ReadonlySet<string> | undefined;
}

function whyForbidden(found: Import, path: string, { room, table, declared }: Law): string | undefined {
  const law = table[room];
  if (law === undefined) return `lies in the room ${room}, of which the table says nothing`;
  const isTest = isForTests(path);
  const { specifier } = found;
  if (specifier === undefined) return 'imports by a name computed at run time, which nobody can check';

  if (specifier.startsWith('.')) {
    const targetPath = posix.join(posix.dirname(path), specifier);
    const target = roomOf(targetPath, table);
    if (!isTest && room !== 'tools' && isForTests(targetPath)) return `imports ${specifier}, which is for tests alone`;
    const open = [room, ...law.rooms, ...(isTest ? [...testRooms, ...(law.testRooms ?? [])] : []), ...(found.typeOnly ? (law.types ?? []) : [])];
    if (target !== undefined && open.includes(target)) return undefined;
    const onlyTypes = law.types?.includes(target ?? '') === true ? ', but for types' : '';
    return `imports ${specifier}: ${room} may not import ${target ?? 'what lies in no room'}${onlyTypes}`;
  }

  const name = specifier.startsWith('node:') ? 'node:' : specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const open = [...(law.packages ?? []), ...(isTest ? testPackages : [])];
  if (!open.some((allowed) => allowed === name || (allowed.endsWith('/*') && name.startsWith(allowed.slice(0, -1))))) {
    return `imports ${specifier}: ${room} may not import this package`;
  }
  return name === 'node:' || declared === undefined || declared.has(name) ? undefined : `imports ${specifier}, which package.json does not list`;
}

/** A test, or what stands in a folder `testing` for tests to use. */
function isForTests(path: string): boolean {
  return /\.(test|soak)\.tsx?$/.test(path) || path.includes('/testing/');
}

/** The room a path belongs to: the longest name in the table that is the path itself or a folder above it. */
export function roomOf(path: string, table: Readonly<Record<string, Direction>> = directions): string | undefined {
  const fitting = Object.keys(table).filter((room) => path === room || path.startsWith(`${room}/`) || room === `${posix.dirname(path)}/*`);
  return fitting.toSorted((a, b) => b.length - a.length)[0];
}

/** Reads every code file of the repository. @param root its folder */
export function readCode(root: string): CodeFile[] {
  const inFolders = codeFolders(root).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const atTop = readdirSync(root).map((name) => join(root, name));
  return [...inFolders, ...atTop]
    .filter((path) => /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs)$/.test(path))
    .map((path) => ({ path: path.slice(join(root, '.').length + 1).replaceAll('\\', '/'), source: readFileSync(path, 'utf8') }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Names of all packages that package.json lists. @param root the repository's folder */
export function declaredPackages(root: string): Set<string> {
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const names = new Set<string>();
  if (typeof manifest !== 'object' || manifest === null) return names;
  for (const [field, packages] of Object.entries(manifest)) {
    if (field.toLowerCase().endsWith('dependencies') && typeof packages === 'object' && packages !== null)
      Object.keys(packages).forEach((name) => names.add(name));
  }
  return names;
}

/** The repository's folder. */
export const repository = dirname(dirname(import.meta.dirname));
