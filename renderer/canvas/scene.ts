import type { IssueCounts } from './countIssues.ts';
import type { Category, Port } from '../../shared/nodes/defineNode.ts';
import type { End } from '../../shared/graph/document.ts';
import type { Text } from '../../shared/messages/language.ts';

/** A port as a card shows it. */
export interface PortView extends Pick<Port, 'name' | 'title' | 'carries' | 'many' | 'optional'> {
  readonly fed: boolean;
}

/** One parameter as a card shows it: its value in short. */
export interface ParamView {
  readonly name: string;
  readonly title: Text;
  readonly value: Text;
}

/** What one node's card shows. The same object as before where nothing that it shows has changed. */
export interface NodeView {
  readonly id: string;
  readonly kind: string;
  readonly title: Text;
  /** The user's own name; null where the kind's title stands for it. */
  readonly name: string | null;
  readonly category: Category;
  readonly params: readonly ParamView[];
  readonly inputs: readonly PortView[];
  readonly outputs: readonly PortView[];
  /** Shapes of the outputs in order, e.g. `28×28×1`; empty where inference could not get there. */
  readonly shapes: readonly string[];
  /** Number of weights; null where shapes are not known. */
  readonly parameterCount: number | null;
  readonly issues: IssueCounts;
  readonly frozen: boolean;
  readonly locked: boolean;
}

/** A wire as drawn: ends folded onto collapsed groups, its tensor's shape. */
export interface WireView {
  readonly id: string;
  readonly from: End;
  readonly to: End;
  /** Flow ids and handles; those of the document unless a group is collapsed over an end. */
  readonly source: string;
  readonly sourceHandle: string;
  readonly target: string;
  readonly targetHandle: string;
  /** `28×28×1`, or null where the shape is not known yet. */
  readonly shape: string | null;
  readonly faulty: boolean;
}

/** A port of a member that shows on the outside of a collapsed group. */
export interface BoundaryPort {
  readonly end: End;
  readonly node: string;
  readonly title: Text;
  readonly fed: boolean;
}

export interface GroupView {
  readonly id: string;
  readonly name: string;
  readonly collapsed: boolean;
  readonly members: readonly string[];
  readonly inputs: readonly BoundaryPort[];
  readonly outputs: readonly BoundaryPort[];
  readonly parameterCount: number;
  readonly issues: IssueCounts;
}

/** Everything the canvas draws of a document, without places. */
export interface Scene {
  readonly nodes: ReadonlyMap<string, NodeView>;
  readonly wires: readonly WireView[];
  readonly groups: readonly GroupView[];
  /** The collapsed group that hides a node. */
  readonly foldedInto: ReadonlyMap<string, string>;
}

/** Ids of things on the flow that are no node; a document's ids have no colon. */
export const groupFlowId = (id: string): string => `group:${id}`;
export const noteFlowId = (id: string): string => `note:${id}`;

/** What a flow id stands for. */
export function readFlowId(flowId: string): { readonly what: 'node' | 'group' | 'note'; readonly id: string } {
  const [what, id] = flowId.split(':');
  return id !== undefined && (what === 'group' || what === 'note') ? { what, id } : { what: 'node', id: flowId };
}

/** The handle of a member's port on a collapsed group. */
export const boundaryHandle = ({ node, port }: End): string => `${node}/${port}`;

/** The end of a wire that a handle stands for: a node's own port, or a member's port on a collapsed group. */
export function endOfHandle(flowId: string, handle: string): End {
  const [node, port] = handle.split('/');
  return node !== undefined && port !== undefined ? { node, port } : { node: flowId, port: handle };
}

export const endKey = ({ node, port }: End): string => `${node}/${port}`;
