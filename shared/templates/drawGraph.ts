import { dataReferenceSchema } from '../data/dataReference.ts';
import type { DataReference } from '../data/dataReference.ts';
import { documentVersion, trainingSchema } from '../graph/document.ts';
import type { EdgeRecord, End, GraphDoc, NodeRecord, TrainingSettings } from '../graph/document.ts';
import { topologicalOrder } from '../graph/walks.ts';
import { defaultParams } from '../graph/nodeParams.ts';
import type { Language, Text } from '../messages/language.ts';
import { catalogue } from '../nodes/catalogue.ts';
import type { NodeKind, NodeParams } from '../nodes/catalogue.ts';
import { groupIds, groupTitles } from './words.ts';
import type { GroupId } from './words.ts';

/** A text by language, or one for all of them. */
type Words = Text | string;

type DrawnNode = { readonly [K in NodeKind]: { readonly kind: K; readonly name?: Words; readonly params: Partial<NodeParams<K>> } }[NodeKind];

/** A node with those parameters that differ from their defaults. */
export function node<K extends NodeKind>(
  kind: K,
  params: Partial<NodeParams<K>> = {},
  name?: Words,
): { readonly kind: K; readonly name?: Words; readonly params: Partial<NodeParams<K>> } {
  return name === undefined ? { kind, params } : { kind, name, params };
}

/** A graph as one writes it down. */
export interface Drawing {
  readonly name: Words;
  readonly goal: GraphDoc['goal'];
  readonly nodes: Readonly<Record<string, DrawnNode>>;
  /** `from > to`, each end a node or `node.port`; without a port, the node's first output or input. */
  readonly wires: readonly string[];
  /** Members by group. */
  readonly groups?: Readonly<Partial<Record<GroupId, readonly string[]>>>;
  /** One note above the graph. */
  readonly note?: Words;
  /** Row of a node on the canvas; row 0 is the main line. */
  readonly rows?: Readonly<Record<string, number>>;
  readonly training?: Partial<Omit<TrainingSettings, 'optimiser'>> & { readonly optimiser?: Partial<TrainingSettings['optimiser']> };
  readonly data?: Partial<DataReference>;
}

const columnWidth = 220,
  rowHeight = 150;

/** Makes a document of a drawing: every default filled in, laid out from left to right by distance from the sources, its texts in one language. */
export function drawGraph(drawing: Drawing, language: Language = 'en'): GraphDoc {
  const say = (text: Words): string => (typeof text === 'string' ? text : text[language]);
  const nodes: Record<string, NodeRecord> = {};
  for (const [id, { kind, name, params }] of Object.entries(drawing.nodes)) {
    nodes[id] = {
      kind,
      version: catalogue[kind].version,
      ...(name === undefined ? {} : { name: say(name) }),
      params: { ...defaultParams(catalogue[kind]), ...storedParams(params) },
    };
  }
  const edges = drawing.wires.map((wire, index) => edgeOf(drawing, wire, index));
  return {
    format: 'hourglass',
    version: documentVersion,
    name: say(drawing.name),
    goal: drawing.goal,
    nodes,
    edges,
    groups: groupIds.flatMap((id) => {
      const members = drawing.groups?.[id];
      return members ? [{ id, name: say(groupTitles[id]), members: [...members] }] : [];
    }),
    notes: drawing.note === undefined ? [] : [{ id: 'note', text: say(drawing.note) }],
    training: trainingSchema.parse(drawing.training ?? {}),
    data: dataReferenceSchema.parse({ kind: 'mnist', ...drawing.data }),
    layout: {
      nodes: layOut(drawing, edges),
      notes: drawing.note === undefined ? {} : { note: { x: 0, y: -rowHeight * 1.15, width: 420, height: 76 } },
    },
  };
}

function storedParams(params: Readonly<Record<string, unknown>>): NodeRecord['params'] {
  const stored: NodeRecord['params'] = {};
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') stored[name] = value;
    else if (Array.isArray(value)) stored[name] = value.map(Number);
  }
  return stored;
}

function edgeOf(drawing: Drawing, wire: string, index: number): EdgeRecord {
  const [from = '', to = ''] = wire.split('>').map((end) => end.trim());
  return { id: `w${index + 1}`, from: endOf(drawing, from, 'outputs'), to: endOf(drawing, to, 'inputs') };
}

function endOf(drawing: Drawing, written: string, side: 'inputs' | 'outputs'): End {
  const [id = '', port] = written.split('.');
  const drawn = drawing.nodes[id];
  if (!drawn) throw new Error(`a drawing has no node '${id}'`);
  return { node: id, port: port ?? firstPort(drawn.kind, side) };
}

function firstPort(kind: NodeKind, side: 'inputs' | 'outputs'): string {
  if (side === 'outputs') return kind === 'split' ? 'mean' : 'out';
  return kind === 'loss' || kind === 'classificationLoss' ? 'prediction' : kind === 'sample' ? 'mean' : 'in';
}

function layOut(drawing: Drawing, edges: readonly EdgeRecord[]): GraphDoc['layout']['nodes'] {
  const sources = new Map<string, string[]>(Object.keys(drawing.nodes).map((id) => [id, []]));
  for (const { from, to } of edges) sources.get(to.node)?.push(from.node);
  const column = new Map<string, number>();
  for (const id of topologicalOrder(sources).order) column.set(id, Math.max(-1, ...(sources.get(id) ?? []).map((source) => column.get(source) ?? 0)) + 1);
  // A source stands just left of what reads it first.
  for (const [id, feeding] of sources) {
    if (feeding.length > 0) continue;
    const reading = [...sources].filter(([, fed]) => fed.includes(id)).map(([reader]) => column.get(reader) ?? 1);
    if (reading.length > 0) column.set(id, Math.max(0, Math.min(...reading) - 1));
  }
  const taken = new Set<string>();
  const placed: GraphDoc['layout']['nodes'] = {};
  for (const id of Object.keys(drawing.nodes)) {
    const x = column.get(id) ?? 0;
    let y = drawing.rows?.[id] ?? 0;
    while (taken.has(`${x},${y}`)) y += 1;
    taken.add(`${x},${y}`);
    placed[id] = { x: x * columnWidth, y: y * rowHeight };
  }
  return placed;
}
