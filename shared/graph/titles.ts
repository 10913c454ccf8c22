import type { Issue, IssueValue } from '../check/issue.ts';
import { eachLanguage, sameText } from '../messages/language.ts';
import type { Text } from '../messages/language.ts';
import type { AnyNodeDefinition, Port } from '../nodes/defineNode.ts';
import type { End, GraphDoc, NodeRecord } from './document.ts';
import { definitionFor, paramsInRange } from './nodeParams.ts';

/** What titles are read from. */
export type Titled = Pick<GraphDoc, 'nodes'>;

/** A node as its card calls it: by the user's name for it, else by its kind; by its id where there is no such node. */
export function titleOf({ nodes }: Titled, id: string): Text {
  const node = Object.hasOwn(nodes, id) ? nodes[id] : undefined;
  if (!node) return sameText(id);
  return node.name ? sameText(node.name) : (definitionFor(node.kind)?.title ?? sameText(node.kind));
}

/** `Posterior · Mean`: the end of a wire, with its port where the node has more than one to choose from. */
export function endTitle(document: Titled, { node, port }: End): Text {
  const title = titleOf(document, node);
  const sides = portSides(document.nodes[node]);
  const side = sides.find((ports) => ports.some(({ name }) => name === port));
  if (side?.length === 1) return title;
  const portTitle = side?.find(({ name }) => name === port)?.title ?? sameText(port);
  return eachLanguage((language) => `${title[language]} · ${portTitle[language]}`);
}

/** Nodes in a row, as a path along the wires reads: `Encode → z → Decode`. */
export function pathTitle(document: Titled, ids: readonly string[]): Text {
  const titles = ids.map((id) => titleOf(document, id));
  return eachLanguage((language) => titles.map((title) => title[language]).join(' → '));
}

/** The issue with the node, port and parameter of its place by their titles, where it does not call them otherwise; the place keeps the ids. */
export function entitled<I extends Issue>(document: Titled, found: I): I {
  const { node: id, port, param } = found.at;
  const node = id !== undefined && Object.hasOwn(document.nodes, id) ? document.nodes[id] : undefined;
  if (id === undefined || !node) return found;
  const definition = definitionFor(node.kind);
  const portTitle = portSides(node)
    .flat()
    .find(({ name }) => name === port)?.title;
  const paramTitle = param === undefined ? undefined : titleOfParam(definition, param);
  const titles: Readonly<Record<string, IssueValue>> = {
    node: titleOf(document, id),
    ...(portTitle ? { port: portTitle } : {}),
    ...(paramTitle ? { param: paramTitle } : {}),
  };
  return { ...found, values: { ...titles, ...found.values } };
}

function titleOfParam(definition: AnyNodeDefinition | undefined, param: string): Text | undefined {
  return definition && Object.hasOwn(definition.params, param) ? definition.params[param]?.title : undefined;
}

/** Its inputs and its outputs. */
function portSides(node: NodeRecord | undefined): readonly (readonly Port[])[] {
  const definition = definitionFor(node?.kind);
  if (!node || !definition) return [];
  const params = paramsInRange(definition, node);
  return [definition.inputs(params), definition.outputs(params)];
}
