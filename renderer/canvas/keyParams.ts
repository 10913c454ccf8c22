import type { AnyNodeDefinition, AnyParams } from '../../shared/nodes/defineNode.ts';
import { sameText } from '../../shared/messages/language.ts';
import type { Text } from '../../shared/messages/language.ts';
import { choiceTitle } from '../../shared/nodes/params.ts';
import type { ParamSpec, ParamValue } from '../../shared/nodes/params.ts';
import { showShape } from '../../shared/nodes/tensorSpec.ts';
import type { ParamView } from './scene.ts';

/** A parameter's value in short, as a card shows it. */
export function showParam(spec: ParamSpec, value: ParamValue): Text {
  if (spec.type === 'choice' && typeof value === 'string') return choiceTitle(spec, value);
  if (typeof value === 'boolean') return sameText(value ? '✓' : '–');
  if (typeof value === 'number') return sameText(Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4))));
  return sameText(typeof value === 'string' ? value : showShape(value));
}

const same = (a: ParamValue, b: ParamValue): boolean => (typeof a === 'object' && typeof b === 'object' ? a.join() === b.join() : a === b);

/**
 * The parameters that matter most on a card, at most `most`: the kind's first two that have an effect, then those that differ from their default,
 * all in the catalogue's order.
 */
export function keyParams(definition: Pick<AnyNodeDefinition, 'params'>, params: AnyParams, most = 3): readonly ParamView[] {
  const shown = Object.entries(definition.params).filter(([, spec]) => spec.shownWhen?.(params) ?? true);
  const changed = shown.slice(2).filter(([name, spec]) => !same(params[name] ?? spec.default, spec.default));
  const chosen = [...shown.slice(0, 2), ...changed].slice(0, most);
  return chosen.map(([name, spec]) => ({ name, title: spec.title, value: showParam(spec, params[name] ?? spec.default) }));
}
