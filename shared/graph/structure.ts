import { issue } from '../check/issue.ts';
import type { Issue } from '../check/issue.ts';
import { documentLimits, limitTitles } from './document.ts';
import { definitionFor, unknownParams } from './nodeParams.ts';
import { isRecord, showPath } from './plainJson.ts';

type Loose = Readonly<Record<string, unknown>>;

const recordIn = (holder: Loose, key: string): Loose => {
  const value = holder[key];
  return isRecord(value) ? value : {};
};
const listIn = (holder: Loose, key: string): readonly unknown[] => {
  const value = holder[key];
  return Array.isArray(value) ? value : [];
};

/** Too many nodes, wires, groups or notes: `document-too-large`, found before anything walks through them. */
export function sizeIssues(document: Loose): readonly Issue[] {
  const counts = {
    nodes: Object.keys(recordIn(document, 'nodes')).length,
    edges: listIn(document, 'edges').length,
    groups: listIn(document, 'groups').length,
    notes: listIn(document, 'notes').length,
  };
  return (['nodes', 'edges', 'groups', 'notes'] as const)
    .filter((unit) => counts[unit] > documentLimits[unit])
    .map((unit) => issue('document-too-large', { path: unit }, { found: counts[unit], unit: limitTitles[unit], limit: documentLimits[unit] }));
}

/** What the schema cannot say: kinds the catalogue lacks, ids used twice, wires and members that lead nowhere. Reads JSON of any form, so that it can speak beside the schema. */
export function structureIssues(document: Loose): readonly Issue[] {
  return [...nodeIssues(document), ...doubledIds(document), ...wireIssues(document), ...memberIssues(document)];
}

function nodeIssues(document: Loose): readonly Issue[] {
  return Object.entries(recordIn(document, 'nodes')).flatMap(([node, record]): readonly Issue[] => {
    if (!isRecord(record) || typeof record.kind !== 'string') return [];
    const { kind, version, params } = record;
    const definition = definitionFor(kind);
    if (!definition) return [issue('node-kind-unknown', { node, path: `nodes.${node}.kind` }, { kind })];
    if (typeof version === 'number' && version > definition.version) {
      return [issue('document-node-newer', { node, path: `nodes.${node}.version` }, { kind, found: version, supported: definition.version })];
    }
    return version === definition.version && isRecord(params) ? unknownParams(node, definition, params) : [];
  });
}

function doubledIds(document: Loose): readonly Issue[] {
  return ['edges', 'groups', 'notes'].flatMap((room) => {
    const seen = new Set<string>();
    return listIn(document, room).flatMap((record, index) => {
      if (!isRecord(record) || typeof record.id !== 'string') return [];
      const { id } = record;
      if (seen.has(id)) return [issue('document-id-twice', { path: showPath([room, index, 'id']) }, { id })];
      seen.add(id);
      return [];
    });
  });
}

function wireIssues(document: Loose): readonly Issue[] {
  const nodes = recordIn(document, 'nodes');
  return listIn(document, 'edges').flatMap((edge, index) =>
    (isRecord(edge) ? ['from', 'to'] : []).flatMap((end) => {
      const { node } = recordIn(edge as Loose, end);
      if (typeof node !== 'string' || Object.hasOwn(nodes, node)) return [];
      const { id } = edge as Loose;
      return [issue('document-wire-loose', { edge: typeof id === 'string' ? id : String(index), node, path: showPath(['edges', index, end, 'node']) })];
    }),
  );
}

function memberIssues(document: Loose): readonly Issue[] {
  const nodes = recordIn(document, 'nodes');
  const groupOf = new Map<string, string>();
  return listIn(document, 'groups').flatMap((record, index) => {
    if (!isRecord(record)) return [];
    const group = typeof record.id === 'string' ? record.id : String(index);
    return listIn(record, 'members').flatMap((node, place) => {
      if (typeof node !== 'string') return [];
      const path = showPath(['groups', index, 'members', place]);
      if (!Object.hasOwn(nodes, node)) return [issue('document-group-member-missing', { node, path }, { group })];
      const other = groupOf.get(node);
      groupOf.set(node, group);
      return other === undefined ? [] : [issue('document-group-member-shared', { node, path }, { group, other })];
    });
  });
}
