import { refuse } from '../../../shared/check/issue.ts';
import type { DataReference } from '../../../shared/data/dataReference.ts';
import type { GraphDoc } from '../../../shared/graph/document.ts';

/** What the command line changes in a document before it is trained; what is absent stays as the document says. */
export interface Overrides {
  readonly data?: Pick<DataReference, 'kind' | 'path'>;
  readonly labelPath?: string;
  readonly labelColumn?: string;
  readonly limit?: number;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly beta?: number;
  readonly seed?: number;
}

/** A document with the command line's wishes in it; the given one stays as it is. Throws IssueError `beta-without-kl`. */
export function applyOverrides(document: GraphDoc, wishes: Overrides): GraphDoc {
  const { data, labelPath, labelColumn, limit, epochs, batchSize, learningRate, beta, seed } = wishes;
  const training = { ...document.training, optimiser: { ...document.training.optimiser } };
  if (epochs !== undefined) training.epochs = epochs;
  if (batchSize !== undefined) training.batchSize = batchSize;
  if (learningRate !== undefined) training.optimiser.learningRate = learningRate;
  if (seed !== undefined) training.seed = seed;
  // Another data set: what told where the old one lies goes.
  const { path: _path, labelPath: _labelPath, labelColumn: _labelColumn, ...kept } = document.data;
  const reference: DataReference = data ? { ...kept, ...data } : { ...document.data };
  if (labelPath !== undefined) reference.labelPath = labelPath;
  if (labelColumn !== undefined) reference.labelColumn = labelColumn;
  if (limit !== undefined) reference.limit = limit;
  return { ...document, training, data: reference, nodes: beta === undefined ? document.nodes : withBeta(document, beta) };
}

function withBeta({ name, nodes }: GraphDoc, beta: number): GraphDoc['nodes'] {
  const weighs = Object.entries(nodes).filter(([, { kind, params }]) => kind === 'loss' && params['kl'] === true);
  if (weighs.length === 0) refuse('beta-without-kl', {}, { name });
  return { ...nodes, ...Object.fromEntries(weighs.map(([id, node]) => [id, { ...node, params: { ...node.params, beta } }])) };
}
