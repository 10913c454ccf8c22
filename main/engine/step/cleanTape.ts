import type { Tape, TapeConstant, TapeOp, TensorId } from '../tfjs/recorder.ts';

/** Operations that give back what they were given: their output is their input under another number. */
const identities: ReadonlySet<string> = new Set(['Identity', 'StopGradient', 'Snapshot']);

/** A tape with what nothing reads taken out and what is said twice said once. */
export interface CleanTape {
  readonly ops: readonly TapeOp[];
  readonly constants: ReadonlyMap<TensorId, TapeConstant>;
  /** The number under which a tensor of the tape is now known. */
  resolve(id: TensorId): TensorId;
}

/**
 * 1. Same operation on the same inputs: one (draws too: their seeds are among their inputs). 2. Identities fall away. 3. What no wanted tensor rests on falls away.
 * tfjs's automatic differentiation leaves plenty of each; TensorFlow's own optimiser would find them again at every start of a run.
 */
export function cleanTape({ ops, constants }: Tape, wanted: readonly TensorId[]): CleanTape {
  const alias = new Map<TensorId, TensorId>();
  const resolve = (id: TensorId): TensorId => alias.get(id) ?? id;
  const known = new Map<string, readonly TensorId[]>();
  for (const [id, constant] of constants) {
    const key = constantKey(constant);
    if (key === null) continue;
    const [first] = known.get(key) ?? [];
    if (first === undefined) known.set(key, [id]);
    else alias.set(id, first);
  }
  const distinct: TapeOp[] = [];
  for (const op of ops) {
    const inputs = op.inputs.map(resolve);
    const [only] = inputs,
      [made] = op.outputs;
    if (identities.has(op.name) && only !== undefined && made !== undefined) {
      alias.set(made, only);
      continue;
    }
    const key = `${op.name}(${inputs.join(',')})${JSON.stringify(op.attrs)}`;
    const same = known.get(key);
    if (same) op.outputs.forEach((id, index) => alias.set(id, same[index] ?? id));
    else {
      known.set(key, op.outputs);
      distinct.push({ ...op, inputs });
    }
  }
  const needed = new Set(wanted.map(resolve));
  const kept: TapeOp[] = [];
  for (const op of distinct.toReversed()) {
    if (!op.outputs.some((id) => needed.has(id))) continue;
    kept.push(op);
    for (const id of op.inputs) needed.add(id);
  }
  return { ops: kept.toReversed(), constants: new Map([...constants].filter(([id]) => needed.has(id) && resolve(id) === id)), resolve };
}

/** Large constants are kept apart rather than compared. */
const comparedValues = 64;

function constantKey({ dtype, shape, values }: TapeConstant): string | null {
  return values.length > comparedValues
    ? null
    : `constant ${dtype} ${shape.join(',')} ${Array.from(values)
        .map((value) => (Object.is(value, -0) ? '-0' : value))
        .join(',')}`;
}
