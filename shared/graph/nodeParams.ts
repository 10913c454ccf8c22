import { issue } from '../check/issue.ts';
import type { Issue, Outcome } from '../check/issue.ts';
import { definitionOf, isNodeKind } from '../nodes/catalogue.ts';
import type { AnyNodeDefinition, AnyParams } from '../nodes/defineNode.ts';
import { faultOf } from '../nodes/params.ts';
import { paramValue } from './document.ts';
import type { NodeRecord } from './document.ts';

/** What this needs of a definition: so that tests can bring an invented one. */
export type ParamsDefinition = Pick<AnyNodeDefinition, 'kind' | 'version' | 'params' | 'migrations'>;

/** The default value of every parameter, lists copied. */
export function defaultParams(definition: Pick<AnyNodeDefinition, 'params'>): NodeRecord['params'] {
  return Object.fromEntries(Object.entries(definition.params).map(([name, { default: value }]) => [name, typeof value === 'object' ? [...value] : value]));
}

/** The definition of a node's kind; undefined where the catalogue has none. */
export function definitionFor(kind: unknown): AnyNodeDefinition | undefined {
  return typeof kind === 'string' && isNodeKind(kind) ? definitionOf(kind) : undefined;
}

/** A node's parameters as ports are derived from them: those stored, and the default for each that is missing or does not fit its spec. */
export function paramsInRange(definition: Pick<AnyNodeDefinition, 'params'>, node: Pick<NodeRecord, 'params'>): AnyParams {
  return Object.fromEntries(
    Object.entries(definition.params).map(([name, spec]) => {
      const value = Object.hasOwn(node.params, name) ? node.params[name] : undefined;
      return [name, value === undefined || faultOf(spec, value) ? spec.default : value];
    }),
  );
}

/** Unknown parameters of a node of the current version, as issues of the given code: they are refused, since dropping one would lose it in silence. */
export function unknownParams(
  id: string,
  definition: ParamsDefinition,
  params: Readonly<Record<string, unknown>>,
  code: 'document-param-unknown' | 'edit-param-unknown' = 'document-param-unknown',
): readonly Issue[] {
  const known = Object.keys(definition.params).join(', ');
  return Object.keys(params)
    .filter((param) => !Object.hasOwn(definition.params, param))
    .map((param) => issue(code, { node: id, param, path: `nodes.${id}.params.${param}` }, { kind: definition.kind, known }));
}

/** A node of any version up to the definition's, brought to it: migrated, unknown parameters refused, missing ones filled with their defaults. Never throws. */
export function currentNode(id: string, definition: ParamsDefinition, node: NodeRecord): Outcome<NodeRecord> {
  const path = `nodes.${id}.params`;
  const failed = (from: number, reason: string): Outcome<NodeRecord> => ({
    value: undefined,
    issues: [issue('document-migration-failed', { node: id, path }, { from, to: definition.version, reason })],
  });
  let params: Record<string, unknown> = node.params;
  for (let version = node.version; version < definition.version; version++) {
    const up = definition.migrations[version - 1];
    if (!up) return failed(version, `${definition.kind}: no migration`);
    try {
      params = up(params);
    } catch (error) {
      return failed(version, `${definition.kind}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const unknown = unknownParams(id, definition, params);
  if (unknown.length > 0) return { value: undefined, issues: unknown };
  const made = defaultParams(definition);
  for (const [name, value] of Object.entries(params)) {
    const parsed = paramValue.safeParse(value);
    if (!parsed.success) return failed(node.version, `${definition.kind}.${name}`);
    made[name] = parsed.data;
  }
  return { value: { ...node, version: definition.version, params: made }, issues: [] };
}
