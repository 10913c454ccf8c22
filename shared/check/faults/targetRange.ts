import type { Text } from '../../messages/language.ts';
import type { ActivationName } from '../../nodes/activation.ts';
import { catalogue } from '../../nodes/catalogue.ts';
import { choiceTitle } from '../../nodes/params.ts';
import { originOf, isDataInput } from '../graphView.ts';
import { issue } from '../issue.ts';
import type { Issue } from '../issue.ts';
import type { ShapedNode, Source } from '../stages.ts';
import { boundingNode } from './boundingNode.ts';
import { titleIn, showRange } from './fault.ts';
import type { Fault, Scene } from './fault.ts';

type Range = readonly [number, number];
const within = ([low, high]: Range, [least, most]: Range): boolean => low >= least && high <= most;

/**
 * activation-missing, target-range, target-out-of-reach: the range of prediction and target against what the loss can take.
 * A cross-entropy of any kind takes probabilities; a squared or absolute error takes all, but can only reach a target inside the prediction's range.
 */
export const targetRange: Fault = (scene) =>
  scene.view.nodes.flatMap((node): readonly Issue[] => {
    if (node.kind === 'classificationLoss') return probabilityIssues(scene, node, 'softmax');
    if (node.kind !== 'loss') return [];
    const form = node.params['reconstruction'];
    if (form === 'mse' || form === 'mae') return reachIssues(scene, node);
    return [...probabilityIssues(scene, node, form === 'bce' ? 'sigmoid' : 'softmax'), ...targetIssues(scene, node)];
  });

const { reconstruction } = catalogue.loss.params;
const lossName = (node: ShapedNode): Text =>
  choiceTitle(reconstruction, node.kind === 'classificationLoss' ? 'crossEntropy' : String(node.params['reconstruction']));

function probabilityIssues(scene: Scene, loss: ShapedNode, activation: ActivationName): readonly Issue[] {
  const prediction = scene.view.feeding(loss.id, 'prediction');
  const range = prediction && scene.view.spec(prediction)?.range;
  if (!prediction || !range || within(range, [0, 1])) return [];
  const last = boundingNode(scene.view, prediction);
  const code = range.every(Number.isFinite) ? 'target-range' : 'activation-missing';
  return [
    issue(
      code,
      { node: loss.id, port: 'prediction' },
      { node: loss.title, source: titleIn(scene, last?.id ?? prediction.node), loss: lossName(loss), range: showRange(range), activation },
      setActivation(last, activation),
    ),
  ];
}

function targetIssues(scene: Scene, loss: ShapedNode): readonly Issue[] {
  const target = scene.view.feeding(loss.id, 'target');
  const range = target && targetRangeOf(scene, target);
  if (!target || !range || within(range, [0, 1])) return [];
  const fromData = isDataInput(scene.view.node(originOf(scene.view, target).node));
  return [
    issue(
      'target-range',
      { node: loss.id, port: 'target' },
      { node: loss.title, source: titleIn(scene, target.node), loss: lossName(loss), range: showRange(range) },
      fromData ? { title: 'set-unit-range', commands: [{ do: 'setData', path: ['normalise'], value: 'unit' }] } : undefined,
    ),
  ];
}

function reachIssues(scene: Scene, loss: ShapedNode): readonly Issue[] {
  const prediction = scene.view.feeding(loss.id, 'prediction'),
    target = scene.view.feeding(loss.id, 'target');
  const made = prediction && scene.view.spec(prediction)?.range;
  const wanted = target && targetRangeOf(scene, target);
  if (!prediction || !made || !wanted || within(wanted, made)) return [];
  const last = boundingNode(scene.view, prediction);
  const activation: ActivationName = within(wanted, [0, 1]) ? 'sigmoid' : within(wanted, [-1, 1]) ? 'tanh' : 'linear';
  return [
    issue(
      'target-out-of-reach',
      { node: loss.id, port: 'prediction' },
      { node: loss.title, source: titleIn(scene, last?.id ?? prediction.node), found: showRange(made), expected: showRange(wanted) },
      setActivation(last, activation),
    ),
  ];
}

/** Bounds of a target: those of the data set where it is the example itself, at most rearranged; null where the data set is not known, or nothing feeds it. */
function targetRangeOf({ view, data }: Scene, target: Source): Range | null {
  const origin = view.node(originOf(view, target).node);
  if (!isDataInput(origin)) return origin?.kind === 'input' ? null : (view.spec(target)?.range ?? null);
  const rearranged = [...view.before(target.node), target.node].every((id) => ['input', 'flatten', 'reshape'].includes(view.node(id)?.kind ?? ''));
  return rearranged ? (data?.range ?? null) : (view.spec(target)?.range ?? null);
}

function setActivation(node: ShapedNode | undefined, activation: ActivationName): Issue['fix'] {
  return node ? { title: 'set-activation', commands: [{ do: 'setParam', node: node.id, param: 'activation', value: activation }] } : undefined;
}
