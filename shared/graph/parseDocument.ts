import { hasErrors, issue } from '../check/issue.ts';
import type { Issue, Outcome } from '../check/issue.ts';
import { documentLimits, documentSchema, documentVersion, limitTitles } from './document.ts';
import type { GraphDoc, NodeRecord } from './document.ts';
import { scanJson } from './jsonText.ts';
import { migrateDocument } from './migrations.ts';
import { currentNode, definitionFor } from './nodeParams.ts';
import { isRecord, plainJson, showPath, showValue } from './plainJson.ts';
import type { Json, JsonRecord } from './plainJson.ts';
import { documentIssue, schemaFindings } from './schemaIssues.ts';
import { sizeIssues, structureIssues } from './structure.ts';
import { canonicalIds } from './walks.ts';

/** So many problems are listed one by one; `document-more-problems` counts the rest. */
const mostIssues = 500;

/**
 * Reads a document of any version from its text or its JSON value: the only way to a GraphDoc from outside. The result is normal: current
 * versions, every parameter present, nodes in canonical order. An error refuses the document as a whole, with all that is wrong; a warning
 * (`document-layout-stray`) comes beside a value. Never throws; leaves what it was given as it was.
 */
export function parseDocument(json: unknown): Outcome<GraphDoc> {
  // 1. Text becomes a value; a value is copied, so that nothing strange (reserved keys, cycles, class instances) gets further.
  const read = typeof json === 'string' ? readText(json) : plainJson(json);
  if (read.value === undefined) return refused(read.issues);
  // 2. Is it ours, and not from the future?
  const { value: dated, issues: dateIssues } = readVersion(read.value);
  if (!dated) return refused(dateIssues);
  // 3. Older formats are brought forward, step by step.
  const migrated = migrateDocument(dated.record, dated.version);
  if (!migrated.value) return refused(migrated.issues);
  // 4. Sizes, before anything walks through them.
  const oversize = sizeIssues(migrated.value);
  if (oversize.length > 0) return refused(oversize);
  // 5. The schema and what it cannot say, side by side, so that all problems are listed.
  const parsed = documentSchema.safeParse(migrated.value);
  const found = [...(parsed.error ? schemaFindings(parsed.error.issues, migrated.value).map(documentIssue) : []), ...structureIssues(migrated.value)];
  if (!parsed.success || found.length > 0) return refused(found);
  // 6. Each node is brought to its kind's version, its parameters complete.
  const nodes = currentNodes(parsed.data.nodes);
  if (!nodes.value) return refused(nodes.issues);
  // 7. Places of things that are not there are dropped, with a warning.
  return withoutStrayLayout({ ...parsed.data, nodes: nodes.value });
}

function refused(issues: readonly Issue[]): Outcome<GraphDoc> {
  const more = issues.length - mostIssues;
  return { value: undefined, issues: more > 0 ? [...issues.slice(0, mostIssues), issue('document-more-problems', {}, { count: more })] : issues };
}

/** JSON text as a value. A byte order mark is skipped. */
function readText(text: string): Outcome<Json> {
  const bytes = utf8Length(text);
  if (bytes > documentLimits.bytes)
    return { value: undefined, issues: [issue('document-too-large', {}, { found: bytes, unit: limitTitles.bytes, limit: documentLimits.bytes })] };
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const { fault, twice } = scanJson(bare);
  if (fault) return { value: undefined, issues: [issue('document-not-json', { path: `${fault.line}:${fault.column}` }, { ...fault })] };
  if (twice.length > 0) return { value: undefined, issues: twice.map(({ path, line, column }) => issue('document-key-twice', { path }, { line, column })) };
  return plainJson(JSON.parse(bare));
}

/** Bytes of a text in UTF-8; counted only where the text could be over the limit. */
function utf8Length(text: string): number {
  if (text.length * 3 <= documentLimits.bytes || text.length > documentLimits.bytes) return text.length;
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // Each half of a surrogate pair counts two of the pair's four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return bytes;
}

function readVersion(json: Json): Outcome<{ readonly record: JsonRecord; readonly version: number }> {
  const fail = (found: Issue) => ({ value: undefined, issues: [found] });
  if (!isJsonRecord(json)) return fail(issue('document-format', {}, { found: showValue(json) }));
  const { format, version } = json;
  if (format !== 'hourglass') return fail(issue('document-format', { path: 'format' }, { found: showValue(format) }));
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    return fail(issue('document-version-invalid', { path: 'version' }, { found: showValue(version) }));
  if (version > documentVersion) return fail(issue('document-newer', { path: 'version' }, { found: version, supported: documentVersion }));
  return { value: { record: json, version }, issues: [] };
}

function isJsonRecord(json: Json): json is JsonRecord {
  return isRecord(json);
}

function currentNodes(nodes: GraphDoc['nodes']): Outcome<GraphDoc['nodes']> {
  const issues: Issue[] = [];
  const made: Record<string, NodeRecord> = {};
  for (const id of canonicalIds(Object.keys(nodes))) {
    const node = nodes[id];
    const definition = definitionFor(node?.kind);
    if (!node || !definition) continue;
    const current = currentNode(id, definition, node);
    issues.push(...current.issues);
    if (current.value) made[id] = current.value;
  }
  return { value: hasErrors(issues) ? undefined : made, issues };
}

function withoutStrayLayout(document: GraphDoc): Outcome<GraphDoc> {
  const notes = new Set(document.notes.map(({ id }) => id));
  const issues: Issue[] = [];
  const kept = <T>(room: 'nodes' | 'notes', places: Readonly<Record<string, T>>, exists: (id: string) => boolean): Record<string, T> =>
    Object.fromEntries(
      Object.entries(places).filter(([id]) => {
        if (!exists(id)) issues.push(issue('document-layout-stray', { path: showPath(['layout', room, id]) }));
        return exists(id);
      }),
    );
  const layout = {
    nodes: kept('nodes', document.layout.nodes, (id) => Object.hasOwn(document.nodes, id)),
    notes: kept('notes', document.layout.notes, (id) => notes.has(id)),
  };
  return { value: { ...document, layout }, issues };
}
