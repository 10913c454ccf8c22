import { definitionOf } from '../nodes/catalogue.ts';
import type { NodeKind } from '../nodes/catalogue.ts';
import type { AnyParams } from '../nodes/defineNode.ts';
import { documentSchema, documentVersion } from './document.ts';
import type { GraphDoc, NodeRecord } from './document.ts';
import { defaultParams } from './nodeParams.ts';

/** An empty document of a name (at most 200 characters; longer ones are cut), with the default data set and training settings. */
export function newDocument(name: string): GraphDoc {
  return documentSchema.parse({ format: 'hourglass', version: documentVersion, name: name.slice(0, 200), nodes: {}, edges: [], data: { kind: 'mnist' } });
}

/** A node of a kind at its current version: every parameter at its default but those given. */
export function createNode(kind: NodeKind, params: AnyParams = {}): NodeRecord {
  const definition = definitionOf(kind);
  const given = Object.entries(params).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]);
  return { kind, version: definition.version, params: { ...defaultParams(definition), ...Object.fromEntries(given) } };
}

/** `stem1`, `stem2`, …: the first that is not taken. */
export function firstFreeId(stem: string, taken: (id: string) => boolean): string {
  for (let number = 1; ; number++) if (!taken(`${stem}${number}`)) return `${stem}${number}`;
}

/** The id a new node of a kind gets: `dense1`, `dense2`, … */
export function freeId(document: Pick<GraphDoc, 'nodes'>, kind: NodeKind): string {
  return firstFreeId(kind, (id) => Object.hasOwn(document.nodes, id));
}

/** The id a new wire, group or note gets: `wire1`, `group1`, `note1`, … */
export function freeRecordId(records: readonly { readonly id: string }[], stem: 'wire' | 'group' | 'note'): string {
  const taken = new Set(records.map(({ id }) => id));
  return firstFreeId(stem, (id) => taken.has(id));
}
