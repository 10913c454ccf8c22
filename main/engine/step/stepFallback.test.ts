import { beforeAll, describe, expect, it } from 'vitest';
import { initialRunState } from '../../../shared/run/runState.ts';
import { describeIssue } from '../../../shared/messages/describeIssue.ts';
import { lowerPlan } from '../kinds/network.ts';
import type { Network } from '../kinds/network.ts';
import { tf } from '../tfjs/core.ts';
import type { Tensor } from '../tfjs/core.ts';
import { openDevice } from '../tfjs/devices.ts';
import { nativeBackend } from '../tfjs/nativeBackend.ts';
import { UntraceableStep, attribute } from '../tfjs/recorder.ts';
import { allEvents, curveOf, jobOf, only, prepareSmall, tinyVae } from '../train/testing/smallRuns.ts';
import { train } from '../train/trainer.ts';
import { createGraphBuilder } from './graphBuilder.ts';
import { createModelState } from './modelState.ts';
import { createCompiledStepper } from './stepper.ts';
import { disposeState, subject } from './testing/stepComparison.ts';
import { blaming } from './traceable.ts';

beforeAll(() => openDevice('tensorflow'));

/** The network with one node's work, in training, passed through `turn`: a stand-in for a kind that TensorFlow or tfjs will not put into a graph. */
function withTurn(network: Network, id: string, turn: (value: Tensor) => Tensor): Network {
  return {
    ...network,
    forward(request) {
      const weights = Object.fromEntries(
        Object.entries(request.weights).map(([key, tensor]) => [key, request.training && key === `${id}/kernel` ? attribute(id, () => turn(tensor)) : tensor]),
      );
      return network.forward({ ...request, weights });
    },
  };
}

/** What JavaScript computes of values it has read back. */
const readsBack = (value: Tensor): Tensor =>
  tf.customGrad((x) => {
    if (!(x instanceof tf.Tensor)) throw new Error('a tensor');
    return { value: tf.tensor(x.dataSync().slice(), x.shape), gradFunc: (dy: Tensor) => dy };
  })(value);

/** The same, in the gradient. */
const readsGradientBack = (value: Tensor): Tensor =>
  tf.customGrad((x) => {
    if (!(x instanceof tf.Tensor)) throw new Error('a tensor');
    return { value: tf.mul(x, 1), gradFunc: (dy: Tensor) => tf.tensor(dy.dataSync().slice(), dy.shape) };
  })(value);

/** An operation that says of itself what no graph can be told. */
const hasListAttribute = (value: Tensor): Tensor =>
  tf.customGrad((x) => {
    if (!(x instanceof tf.Tensor)) throw new Error('a tensor');
    const backend = nativeBackend();
    const type = { type: backend.binding.TF_ATTR_TYPE, value: backend.binding.TF_FLOAT };
    const [same] = backend.executeMultipleOutputs('IdentityN', [{ name: 'T', type: backend.binding.TF_ATTR_TYPE, value: [type.value] }], [x], 1);
    if (!same) throw new Error('one output');
    return { value: same, gradFunc: (dy: Tensor) => dy };
  })(value);

/** An operation whose graph form needs an attribute that executing it does not: TensorFlow refuses the graph. */
const lacksAttribute = (value: Tensor): Tensor =>
  tf.customGrad((x) => {
    if (!(x instanceof tf.Tensor)) throw new Error('a tensor');
    return { value: nativeBackend().executeSingleOutput('Neg', [], [nativeBackend().executeSingleOutput('Neg', [], [x])]), gradFunc: (dy: Tensor) => dy };
  })(value);

/** A tensor that was there before the step, and that nothing feeds. */
const early = new Map<string, Tensor>();
const usesEarlyTensor = (value: Tensor): Tensor => tf.mul(value, early.get('one') ?? tf.scalar(1));

const turns = [
  ['reads a value back', readsBack],
  ['reads a gradient back', readsGradientBack],
  ['has an attribute that no graph can hold', hasListAttribute],
  ['lacks what a graph must state', lacksAttribute],
  ['uses a tensor from elsewhere', usesEarlyTensor],
] as const;

describe.each(turns)('a node that %s', (_, turn) => {
  it('is named where the step cannot be compiled; nothing is left behind, and the model is still the caller’s', async () => {
    const one = tf.keep(tf.scalar(1));
    nativeBackend().getInputTensorIds([one]);
    early.set('one', one);
    const { plan, data } = await prepareSmall(tinyVae());
    const { context } = subject(plan, []);
    const network = withTurn(context.network, 'decode', turn);
    const state = createModelState(network, context.optimiser, 1);
    const before = tf.memory().numTensors;
    let thrown: unknown;
    try {
      createCompiledStepper({ ...context, network }, state, [...data.batches('train', { batchSize: 32, epoch: 0 })].slice(0, 1));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UntraceableStep);
    expect(thrown).toMatchObject({ origin: 'decode' });
    expect(tf.memory().numTensors).toBe(before);
    disposeState(state);
    one.dispose();
  });
});

it('a run whose step cannot be compiled says which node is why, in both languages, and trains to the same curve', async () => {
  const prepared = await prepareSmall(tinyVae({ training: { epochs: 1 } }));
  const network = withTurn(lowerPlan(prepared.plan), 'decode', readsBack);
  const plain = await allEvents({ events: train(jobOf(prepared, { compiled: false, history: initialRunState })) });
  const events = await allEvents({ events: train({ ...jobOf(prepared), network }) });
  const [note] = only(events, 'issue');
  expect(note?.issue).toMatchObject({ code: 'run-step-eager', severity: 'note', at: { node: 'decode' } });
  for (const language of ['en', 'zh'] as const) {
    const { message } = describeIssue(note?.issue ?? { code: 'run-step-eager', severity: 'note', at: {}, values: {} }, language);
    expect(message).toContain(language === 'en' ? 'Dense' : '全连接');
    expect(message).not.toMatch(/[{}]/);
  }
  expect(curveOf(only(events, 'epoch'))).toEqual(curveOf(only(plain, 'epoch')));
  expect(only(plain, 'issue')).toEqual([]);
});

it('what TensorFlow points at is led back to the model’s node', () => {
  const graph = createGraphBuilder();
  graph.attribute('first', () => graph.add('NoOp', [], {}, 'n1'));
  graph.attribute('second', () => graph.add('NoOp', [], {}, 'n12'));
  const blamed = (message: string): unknown => {
    try {
      blaming(graph, () => {
        throw new Error(message);
      });
    } catch (error) {
      return error instanceof UntraceableStep ? error.origin : error;
    }
    return undefined;
  };
  expect(blamed('No OpKernel was registered for {{node n12}}')).toBe('second');
  expect(blamed('… [[{{node n1}}]]\nmore')).toBe('first');
  expect(blamed("Node 'n12' expects a dtype")).toBe('second');
  expect(blamed('{{node n1234}} {{node n1}}')).toBe('first');
  expect(blamed('out of memory')).toBeNull();
});
