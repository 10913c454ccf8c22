import type { NodeKind, NodeParams } from '../../../../shared/nodes/catalogue.ts';
import type { Doubles } from './doubleTensor.ts';

/** A tensor, and where it is σ(o) or softmax(o), its o. */
export interface ReferenceSignal {
  readonly value: Doubles;
  readonly logits?: { readonly of: 'sigmoid' | 'softmax'; readonly value: Doubles };
}

/** What a kind's reference sees; tensors carry the batch axis first. */
export interface ReferenceRequest<P> {
  readonly params: P;
  readonly inputs: Readonly<Record<string, readonly ReferenceSignal[]>>;
  readonly weights: Readonly<Record<string, Doubles>>;
  readonly training: boolean;
  readonly frozen: boolean;
  readonly batch: number;
  /** Inferred shape of the output `out` without the batch axis; empty where there is none. */
  readonly outShape: readonly number[];
  /** The same draws as the engine's, in the same order. */
  normal(shape: readonly number[]): Doubles;
  uniform(shape: readonly number[]): Doubles;
  readonly labels: readonly number[];
  readonly x: Doubles | null;
  readonly exampleWeights: readonly number[] | null;
  readonly beta: number;
}

export interface ReferenceTerm {
  readonly name: string;
  readonly value: number;
  readonly weight: number;
  readonly reported?: number;
  readonly perDimension?: readonly number[];
}

export interface ReferenceAnswer {
  readonly outputs: Readonly<Record<string, Doubles>>;
  readonly terms?: readonly ReferenceTerm[];
  /** Next values of moving averages. */
  readonly states?: Readonly<Record<string, Doubles>>;
}

export type ReferenceKind<K extends NodeKind> = (request: ReferenceRequest<NodeParams<K>>) => ReferenceAnswer;

export function signalOf(request: ReferenceRequest<unknown>, port = 'in'): ReferenceSignal {
  const [signal] = request.inputs[port] ?? [];
  if (!signal) throw new Error(`nothing at port ${port}`);
  return signal;
}

export const valueOf = (request: ReferenceRequest<unknown>, port = 'in'): Doubles => signalOf(request, port).value;

export function weightOf(request: ReferenceRequest<unknown>, name: string): Doubles {
  const weight = request.weights[name];
  if (!weight) throw new Error(`no weight ${name}`);
  return weight;
}

/** Penalty on a layer's output: λ₁Σ|y| + λ₂Σy², over the batch size. */
export function activityTerms(
  request: ReferenceRequest<{ readonly activityL1: number; readonly activityL2: number }>,
  output: Doubles,
): readonly ReferenceTerm[] {
  const { activityL1, activityL2 } = request.params;
  if (!request.training || (activityL1 === 0 && activityL2 === 0)) return [];
  const sum = output.data.reduce((total, y) => total + activityL1 * Math.abs(y) + activityL2 * y * y, 0);
  return [{ name: 'penalty', value: sum / request.batch, weight: 1 }];
}
