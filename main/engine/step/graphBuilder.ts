import { eachLanguage } from '../../../shared/messages/language.ts';
import type { Text } from '../../../shared/messages/language.ts';
import type { GraphAttr, GraphNode } from '../tfjs/encodeGraph.ts';
import { tfTypes } from '../tfjs/encodeGraph.ts';
import { nativeAttr } from '../tfjs/nativeAttr.ts';
import { UntraceableStep, reasonOf } from '../tfjs/recorder.ts';
import type { TapeOp, TensorId } from '../tfjs/recorder.ts';
import type { CleanTape } from './cleanTape.ts';

/** Where a tensor of a graph comes from: `<node>` or `<node>:<output>`. */
export type GraphRef = string;

/** A graph in the making. Names are short: the addon copies them at every call. */
export interface GraphBuilder {
  readonly nodes: GraphNode[];
  /** Adds a node under a fresh name, or the one given. */
  add(op: string, inputs: readonly GraphRef[], attrs?: Readonly<Record<string, GraphAttr>>, name?: string): GraphRef;
  placeholder(name: string, dtype: number, shape: readonly number[]): GraphRef;
  /** A float32 (or int32) constant. */
  constant(values: Float32Array | Int32Array, shape: readonly number[]): GraphRef;
  /** A variable inside the session; gives its handle. */
  variable(name: string, shape: readonly number[]): GraphRef;
  /** Reads a variable, once what `after` names (`^<node>`) has been done. */
  read(variable: GraphRef, after?: readonly GraphRef[]): GraphRef;
  assign(variable: GraphRef, value: GraphRef): GraphRef;
  /** Notes `origin` (a node of the model) at every node of the graph that `work` adds. */
  attribute<T>(origin: string | null, work: () => T): T;
  /** The model's node that a node of the graph was added for; null where none was named. */
  originOf(name: string): string | null;
  /**
   * Emits a tape, with its origins; `known` says which of its tensors are feeds and variables. Gives the ref of any of its tensors. A tape emitted several
   * times shares what it puts into `constants`.
   */
  tape(tape: CleanTape, known: ReadonlyMap<TensorId, GraphRef>, constants?: Map<TensorId, GraphRef>): (id: TensorId) => GraphRef;
}

export const floatType: GraphAttr = { type: tfTypes.float };

export function createGraphBuilder(): GraphBuilder {
  const nodes: GraphNode[] = [];
  const origins = new Map<string, string>();
  let current: string | null = null;
  const attribute: GraphBuilder['attribute'] = (origin, work) => {
    const outer = current;
    current = origin;
    try {
      return work();
    } finally {
      current = outer;
    }
  };
  const add: GraphBuilder['add'] = (op, inputs, attrs = {}, name = `n${nodes.length}`) => {
    nodes.push({ name, op, inputs, attrs });
    if (current !== null) origins.set(name, current);
    return name;
  };
  const constant: GraphBuilder['constant'] = (values, shape) => {
    const dtype = values instanceof Int32Array ? tfTypes.int32 : tfTypes.float;
    return add('Const', [], { dtype: { type: dtype }, value: { tensor: { dtype, shape, values } } });
  };
  return {
    nodes,
    add,
    attribute,
    originOf: (name) => origins.get(name) ?? null,
    constant,
    placeholder: (name, dtype, shape) => add('Placeholder', [], { dtype: { type: dtype }, shape: { shape } }, name),
    variable: (name, shape) => add('VarHandleOp', [], { dtype: floatType, shape: { shape }, shared_name: { text: name }, container: { text: '' } }, name),
    read: (variable, after = []) => add('ReadVariableOp', [variable, ...after], { dtype: floatType }),
    assign: (variable, value) => add('AssignVariableOp', [variable, value], { dtype: floatType }),
    tape(tape, known, constants = new Map()) {
      const refs = new Map(known);
      const refOf = (id: TensorId): GraphRef => {
        const resolved = tape.resolve(id);
        const ref = refs.get(resolved) ?? constants.get(resolved);
        if (ref !== undefined) return ref;
        const found = tape.constants.get(resolved);
        if (!found) throw new UntraceableStep(notOfTheStep, current);
        const made = add('Const', [], { dtype: { type: found.dtype }, value: { tensor: found } });
        constants.set(resolved, made);
        return made;
      };
      for (const op of tape.ops) {
        const name = attribute(op.origin, () => add(op.name, op.inputs.map(refOf), attrsOf(op)));
        op.outputs.forEach((id, index) => refs.set(id, index === 0 ? name : `${name}:${index}`));
      }
      return refOf;
    },
  };
}

const notOfTheStep: Text = { en: 'it uses a tensor that was neither made in the step nor fed to it', zh: '它使用了既非本步产生、也非输入的张量' };

/** The attributes of an executed operation as a graph states them. Throws UntraceableStep for one that it cannot state. */
export function attrsOf(op: TapeOp): Readonly<Record<string, GraphAttr>> {
  try {
    return { ...impliedAttrs(op), ...Object.fromEntries(op.attrs.map((attr) => [attr.name, nativeAttr(attr)])) };
  } catch (error) {
    throw new UntraceableStep(
      eachLanguage((language) => `${op.name}: ${reasonOf(error)[language]}`),
      op.origin,
    );
  }
}

/** Types that an executed op takes from its inputs, but a graph must state. tfjs-node leaves them out here and nowhere else. */
function impliedAttrs(op: TapeOp): Readonly<Record<string, GraphAttr>> {
  return op.name === 'ExpandDims' ? { T: { type: op.dtype }, Tdim: { type: tfTypes.int32 } } : {};
}
