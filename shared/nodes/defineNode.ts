import type { IssueCode } from '../messages/issueTexts.ts';
import type { IssueValues } from '../check/issue.ts';
import type { Text } from '../messages/language.ts';
import type { ParamsOf, ParamSpecs, ParamValue } from './params.ts';
import type { TensorSpec } from './tensorSpec.ts';

export const categories = ['source', 'dense', 'elementwise', 'regularise', 'shape', 'convolution', 'recurrent', 'merge', 'latent', 'loss', 'output'] as const;
export type Category = (typeof categories)[number];

/** Where wires go in or come out. Port names are part of the document format. */
export interface Port {
  readonly name: string;
  readonly title: Text;
  /** ids: takes or gives int32 class labels or token ids; tensor: float32; any: either. */
  readonly carries: 'tensor' | 'ids' | 'any';
  /** Takes any number of wires (merge nodes), in document order. */
  readonly many?: boolean;
  /** May stay unconnected. */
  readonly optional?: boolean;
}

/** How a weight starts; names and formulas are Keras 3's (fans by keras.src.initializers.compute_fans). */
export type Initialiser =
  | { readonly name: 'zeros' | 'ones' | 'glorotUniform' | 'glorotNormal' | 'heUniform' | 'heNormal' | 'lecunNormal' | 'lecunUniform' | 'orthogonal' }
  | { readonly name: 'randomUniform'; readonly limit: number }
  | { readonly name: 'randomNormal'; readonly stdDev: number }
  /** An LSTM bias: zeros, the forget gate's quarter ones. */
  | { readonly name: 'lstmBias' };

export interface WeightSpec {
  /** Unique within its node; checkpoints call it `<node>/<name>`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly initialiser: Initialiser;
  /** False for moving averages, which training updates but no gradient does. */
  readonly trainable: boolean;
  /** Penalty λ₁·Σ|w| + λ₂·Σw² added to the loss, as Keras's regularizers.L1L2. */
  readonly penalty?: { readonly l1: number; readonly l2: number };
}

/** A node seen by its shape rule: parameters in range and the specs that arrive at each port (an absent optional port is an empty list). */
export interface ShapeRequest<P> {
  readonly params: P;
  readonly inputs: Readonly<Record<string, readonly TensorSpec[]>>;
}

/** What a shape rule finds wrong; inference adds the node to it. */
export interface ShapeProblem {
  readonly code: IssueCode;
  readonly port?: string;
  readonly param?: string;
  readonly values?: IssueValues;
}

/** Specs by output port, or what stands in the way. */
export type ShapeAnswer = { readonly outputs: Readonly<Record<string, TensorSpec>> } | { readonly problems: readonly ShapeProblem[] };

/** What a node IS. What it DOES stands in `main/engine/kinds/<kind>.ts`. */
export interface NodeDefinition<K extends string = string, S extends ParamSpecs = ParamSpecs> {
  readonly kind: K;
  /** Version of this kind's parameters and ports; raised together with an entry in `migrations`. */
  readonly version: number;
  readonly title: Text;
  /** One sentence: what the node computes. */
  readonly summary: Text;
  /** The computation as KaTeX source, where a formula says it best. */
  readonly formula?: string;
  /** The formula where it depends on the parameters; it goes before `formula`. */
  readonly formulaFor?: (params: AnyParams) => string;
  readonly category: Category;
  readonly params: S;
  /** Input ports for given parameters. */
  inputs(params: ParamsOf<S>): readonly Port[];
  /** Output ports for given parameters. */
  outputs(params: ParamsOf<S>): readonly Port[];
  /** Pure shape arithmetic; called only with parameters in range and every required port fed. */
  shape(request: ShapeRequest<ParamsOf<S>>): ShapeAnswer;
  /** Weights in a fixed order; called only where `shape` succeeded. */
  weights(request: ShapeRequest<ParamsOf<S>>): readonly WeightSpec[];
  /** `migrations[n]` turns parameters of version n+1 into version n+2; dense, pure. */
  readonly migrations: readonly ((params: Record<string, unknown>) => Record<string, unknown>)[];
}

/** A definition whose parameter types are no longer known, as the catalogue's loops see it. */
export interface AnyNodeDefinition extends Omit<NodeDefinition, 'inputs' | 'outputs' | 'shape' | 'weights'> {
  inputs(params: AnyParams): readonly Port[];
  outputs(params: AnyParams): readonly Port[];
  shape(request: ShapeRequest<AnyParams>): ShapeAnswer;
  weights(request: ShapeRequest<AnyParams>): readonly WeightSpec[];
}
export type AnyParams = Readonly<Record<string, ParamValue>>;

/** Declares a node kind. Everything else (parser, palette, inspector, ports, generators) is derived from the record. */
export function defineNode<const K extends string, const S extends ParamSpecs>(
  definition: Omit<NodeDefinition<K, S>, 'migrations' | 'version'> & Partial<Pick<NodeDefinition<K, S>, 'migrations' | 'version'>>,
): NodeDefinition<K, S> {
  return { version: 1, migrations: [], ...definition };
}

/** The single input port `in`. */
export const inPort: readonly Port[] = [{ name: 'in', title: { en: 'Input', zh: '输入' }, carries: 'tensor' }];
/** The single output port `out`. */
export const outPort: readonly Port[] = [{ name: 'out', title: { en: 'Output', zh: '输出' }, carries: 'tensor' }];

/** The one spec at a single-wire port. Shape rules are called with every required port fed, so absence is a bug. */
export function at(inputs: ShapeRequest<unknown>['inputs'], port = 'in'): TensorSpec {
  const spec = inputs[port]?.[0];
  if (!spec) throw new Error(`shape rule asked for port '${port}', which nothing feeds`);
  return spec;
}
