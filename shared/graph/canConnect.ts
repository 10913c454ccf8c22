import { issue } from '../check/issue.ts';
import type { Issue } from '../check/issue.ts';
import { eachLanguage } from '../messages/language.ts';
import { carried } from '../nodes/carried.ts';
import type { Port } from '../nodes/defineNode.ts';
import type { End, GraphDoc } from './document.ts';
import { definitionFor, paramsInRange } from './nodeParams.ts';
import { endTitle, entitled, pathTitle } from './titles.ts';
import { shortestPath, sourcesOf } from './walks.ts';

export type Side = 'inputs' | 'outputs';

/** The ports of a node as its parameters make them; none for a node that is missing or of an unknown kind. */
export function portsOf(document: Pick<GraphDoc, 'nodes'>, id: string, side: Side): readonly Port[] {
  const node = Object.hasOwn(document.nodes, id) ? document.nodes[id] : undefined;
  const definition = definitionFor(node?.kind);
  return node && definition ? definition[side](paramsInRange(definition, node)) : [];
}

/** The port an end names on one side of its node. */
export function portAt(document: Pick<GraphDoc, 'nodes'>, end: End, side: Side): Port | undefined {
  return portsOf(document, end.node, side).find(({ name }) => name === end.port);
}

/** What stands against the ends of a wire: a node or port that is missing, or a wire drawn against its direction. */
export function endIssues(document: Pick<GraphDoc, 'nodes'>, from: End, to: End): readonly Issue[] {
  const missing = [...new Set([from.node, to.node])].filter((node) => !Object.hasOwn(document.nodes, node));
  if (missing.length > 0) return missing.map((node) => issue('edit-node-missing', { node }));
  const output = portAt(document, from, 'outputs'),
    input = portAt(document, to, 'inputs');
  if ((!output && portAt(document, from, 'inputs')) || (!input && portAt(document, to, 'outputs'))) {
    const place = { node: from.node, port: from.port };
    return [entitled(document, issue('edit-wire-direction', place, { from: endTitle(document, from), to: endTitle(document, to) }))];
  }
  const unknown = (end: End, side: Side): Issue => {
    const titles = portsOf(document, end.node, side).map(({ title }) => title);
    const known = eachLanguage((language) => titles.map((title) => title[language]).join(', ') || '–');
    return entitled(document, issue('edit-port-unknown', { node: end.node, port: end.port }, { known }));
  };
  return [...(output ? [] : [unknown(from, 'outputs')]), ...(input ? [] : [unknown(to, 'inputs')])];
}

/**
 * What a new wire from an output to an input would run into: errors refuse it (missing node or port, wrong direction, a node to itself, a wire
 * there already, a cycle, ids into a tensor port or the reverse); the note `edit-wire-replaces` says which wire gives way. Empty: it just fits.
 */
export function canConnect(document: GraphDoc, from: End, to: End): readonly Issue[] {
  return against(document, from, to).map((found) => entitled(document, found));
}

function against(document: GraphDoc, from: End, to: End): readonly Issue[] {
  const ends = endIssues(document, from, to);
  const output = portAt(document, from, 'outputs'),
    input = portAt(document, to, 'inputs');
  if (ends.length > 0 || !output || !input) return ends;
  const at = { node: to.node, port: to.port };
  if (from.node === to.node) return [issue('edit-wire-self', at)];
  const names = { from: endTitle(document, from), to: endTitle(document, to) };
  const fed = document.edges.filter((edge) => edge.to.node === to.node && edge.to.port === to.port);
  if (fed.some((edge) => edge.from.node === from.node && edge.from.port === from.port)) return [issue('edit-wire-twice', at, names)];
  const issues: Issue[] = [];
  if (output.carries !== input.carries && output.carries !== 'any' && input.carries !== 'any') {
    issues.push(issue('edit-wire-type', at, { ...names, found: carried[output.carries], expected: carried[input.carries] }));
  }
  const back = shortestPath(sourcesOf(document), to.node, from.node);
  if (back.length > 0) issues.push(issue('edit-wire-cycle', at, { path: pathTitle(document, [...back, to.node]) }));
  if (!input.many)
    issues.push(...fed.map((edge) => issue('edit-wire-replaces', { ...at, edge: edge.id }, { from: endTitle(document, edge.from), to: names.to })));
  return issues;
}
