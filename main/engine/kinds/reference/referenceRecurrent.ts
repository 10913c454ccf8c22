import type { RecurrentParams } from '../../../../shared/nodes/recurrent.ts';
import type { ActivationName } from '../../../../shared/nodes/activation.ts';
import { affine, extentOf, fill, get, pick } from './doubleTensor.ts';
import type { Doubles } from './doubleTensor.ts';
import { referenceActivation } from './referenceActivations.ts';
import { activityTerms, valueOf, weightOf } from './referenceKind.ts';
import type { ReferenceAnswer, ReferenceKind, ReferenceRequest } from './referenceKind.ts';

const act = (name: ActivationName, x: Doubles): Doubles => referenceActivation(name, x);
const both = (a: Doubles, b: Doubles, f: (x: number, y: number) => number): Doubles => fill(a.shape, (at) => f(get(a, at), get(b, at)));
const sum = (a: Doubles, b: Doubles): Doubles => both(a, b, (x, y) => x + y);
const product = (a: Doubles, b: Doubles): Doubles => both(a, b, (x, y) => x * y);

/** Columns [units·gate, units·(gate + 1)) of the last axis. */
function gateOf(tensor: Doubles, gate: number, units: number): Doubles {
  const width = extentOf(tensor.shape, -1);
  return fill([...tensor.shape.slice(0, -1), units], (at) => get(tensor, Math.floor(at / units) * width + gate * units + (at % units)));
}

const rowOf = (tensor: Doubles, row: number): Doubles => {
  const width = extentOf(tensor.shape, -1);
  return fill([width], (at) => get(tensor, row * width + at));
};

/** Walks through time; `step` takes x at one time and the states, and gives the states after it. */
function walk(
  request: ReferenceRequest<RecurrentParams>,
  states: number,
  step: (x: Doubles, states: readonly Doubles[]) => readonly Doubles[],
): ReferenceAnswer {
  const { params } = request;
  const x = valueOf(request);
  const [batch = 1, time = 1, features = 1] = x.shape;
  let carried: readonly Doubles[] = Array.from({ length: states }, () => fill([batch, params.units], () => 0));
  const shown: Doubles[] = [];
  for (let t = 0; t < time; t++) {
    const at = params.goBackwards ? time - 1 - t : t;
    carried = step(
      fill([batch, features], (cell) => pick(x, Math.floor(cell / features), at, cell % features)),
      carried,
    );
    shown.push(first(carried));
  }
  const sequence = [batch, time, params.units];
  const out = params.returnSequences
    ? fill(sequence, (cell) => {
        const unit = cell % params.units,
          t = Math.floor(cell / params.units) % time,
          b = Math.floor(cell / params.units / time);
        return pick(shown[t] ?? first(carried), b, unit);
      })
    : first(carried);
  return { outputs: { out }, terms: activityTerms(request, out) };
}

function first(states: readonly Doubles[]): Doubles {
  const [state] = states;
  if (!state) throw new Error('a cell carries a state');
  return state;
}

export const simpleRnn: ReferenceKind<'simpleRnn'> = (request) => {
  const { params } = request;
  const bias = params.useBias ? weightOf(request, 'bias') : null;
  return walk(request, 1, (x, [h = x]) => [
    act(params.activation, sum(affine(x, weightOf(request, 'kernel'), bias), affine(h, weightOf(request, 'recurrentKernel'), null))),
  ]);
};

export const lstm: ReferenceKind<'lstm'> = (request) => {
  const { params } = request;
  const bias = params.useBias ? weightOf(request, 'bias') : null;
  return walk(request, 2, (x, [h = x, c = x]) => {
    const z = sum(affine(x, weightOf(request, 'kernel'), bias), affine(h, weightOf(request, 'recurrentKernel'), null));
    const [i, f, candidate, o] = [0, 1, 2, 3].map((gate) => gateOf(z, gate, params.units)) as [Doubles, Doubles, Doubles, Doubles];
    const memory = sum(product(act(params.recurrentActivation, f), c), product(act(params.recurrentActivation, i), act(params.activation, candidate)));
    return [product(act(params.recurrentActivation, o), act(params.activation, memory)), memory];
  });
};

export const gru: ReferenceKind<'gru'> = (request) => {
  const { params } = request;
  const { units } = params;
  const bias = params.useBias ? weightOf(request, 'bias') : null;
  const inputBias = bias && params.resetAfter ? rowOf(bias, 0) : bias;
  const recurrentBias = bias && params.resetAfter ? rowOf(bias, 1) : null;
  const recurrentKernel = weightOf(request, 'recurrentKernel');
  return walk(request, 1, (x, [h = x]) => {
    const fromX = affine(x, weightOf(request, 'kernel'), inputBias);
    const fromH = affine(h, recurrentKernel, recurrentBias);
    const z = act(params.recurrentActivation, sum(gateOf(fromX, 0, units), gateOf(fromH, 0, units)));
    const r = act(params.recurrentActivation, sum(gateOf(fromX, 1, units), gateOf(fromH, 1, units)));
    const back = params.resetAfter ? product(r, gateOf(fromH, 2, units)) : affine(product(r, h), gateOf(recurrentKernel, 2, units), null);
    const candidate = act(params.activation, sum(gateOf(fromX, 2, units), back));
    return [fill(h.shape, (at) => get(z, at) * get(h, at) + (1 - get(z, at)) * get(candidate, at))];
  });
};
