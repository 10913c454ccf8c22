import { catalogue, definitionOf, nodeKinds } from '../nodes/catalogue.ts';
import type { NodeKind } from '../nodes/catalogue.ts';
import { deriveSeed } from '../random/philox.ts';

/**
 * Sixteen hex digits that stand for what the catalogue's nodes are: kinds, versions, parameters with ranges and defaults, migrations. Two builds with the
 * same hash understand each other's documents. Titles and help do not count.
 */
export function catalogueHash(): string {
  const text = JSON.stringify([...nodeKinds].sort().map(essence));
  return ['low', 'high'].map((half) => (deriveSeed(0, half, text)[1] >>> 0).toString(16).padStart(8, '0')).join('');
}

function essence(kind: NodeKind): unknown {
  const { params, migrations } = definitionOf(kind);
  const rules = Object.entries(params).map(([name, { title: _title, help: _help, shownWhen: _shownWhen, ...rule }]) => [name, rule]);
  return [kind, catalogue[kind].version, migrations.length, rules];
}
