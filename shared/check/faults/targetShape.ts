import { sameShape } from '../../nodes/tensorSpec.ts';
import type { GraphView } from '../graphView.ts';
import type { Fix, Issue } from '../issue.ts';
import { startRepair } from '../repair.ts';

/** Adds the mechanical repair to what the Loss's shape rule says (target-shape-mismatch, decoder-shape-mismatch). */
export function repairTargetShape(view: GraphView, found: Issue): Issue {
  if (found.at.node === undefined) return found;
  const fix =
    found.code === 'target-shape-mismatch' ? rearrange(view, found.at.node) : found.code === 'decoder-shape-mismatch' ? widen(view, found.at.node) : undefined;
  return fix ? { ...found, fix } : found;
}

/** An image keeps its form: of prediction and target the one with fewer axes is brought to the other's shape. */
function rearrange(view: GraphView, loss: string): Fix | undefined {
  const prediction = view.feeding(loss, 'prediction'),
    target = view.feeding(loss, 'target');
  const made = prediction && view.spec(prediction)?.shape,
    wanted = target && view.spec(target)?.shape;
  if (!prediction || !target || !made || !wanted) return undefined;
  const [port, source, shape] = made.length > wanted.length ? (['target', target, made] as const) : (['prediction', prediction, wanted] as const);
  const repair = startRepair(view, 'add-reshape');
  const id = repair.add('reshape', { shape }, loss);
  repair.connect(source, { node: id, port: 'in' });
  repair.connect({ node: id, port: 'out' }, { node: loss, port });
  return repair.fix();
}

/** A Dense layer in front of the loss gets as many units as the target's last axis has, where that alone is wrong. */
function widen(view: GraphView, loss: string): Fix | undefined {
  const prediction = view.feeding(loss, 'prediction'),
    target = view.feeding(loss, 'target');
  const made = prediction && view.spec(prediction)?.shape,
    wanted = target && view.spec(target)?.shape;
  const units = wanted?.at(-1);
  if (
    !prediction ||
    !made ||
    !wanted ||
    units === undefined ||
    view.node(prediction.node)?.kind !== 'dense' ||
    !sameShape(made.slice(0, -1), wanted.slice(0, -1))
  )
    return undefined;
  const repair = startRepair(view, 'set-shape');
  repair.set(prediction.node, 'units', units);
  return repair.fix();
}
