import type { AnyNodeDefinition, AnyParams, Port, ShapeRequest } from './defineNode.ts';
import type { ParamSpec, ParamValue } from './params.ts';
import { floats } from './tensorSpec.ts';
import type { TensorSpec } from './tensorSpec.ts';

/** A source of numbers in [0, 1), seeded by the caller. */
export type Draw = () => number;

/** How large random sizes may become; a spec's own minimum wins over it. */
export interface RandomLimits {
  readonly largest: number;
}

const unlimited: RandomLimits = { largest: Infinity };

const pick = <T>(draw: Draw, options: readonly T[]): T => {
  const chosen = options[Math.floor(draw() * options.length)];
  if (chosen === undefined) throw new Error('nothing to pick from');
  return chosen;
};

const between = (draw: Draw, low: number, high: number): number => low + Math.floor(draw() * (high - low + 1));

/** An integer in range: mostly small, now and then one of the ends or anywhere. */
function randomInt(draw: Draw, bounds: { readonly min: number; readonly max: number }, limits: RandomLimits): number {
  const max = Math.max(bounds.min, Math.min(bounds.max, limits.largest));
  const roll = draw();
  if (roll < 0.7) return between(draw, bounds.min, Math.min(max, Math.max(bounds.min, 0) + 8));
  if (roll < 0.8) return bounds.min;
  return roll < 0.9 ? max : between(draw, bounds.min, max);
}

/** A value in range for one parameter; its default, if that is small enough, four times in ten. */
export function randomParam(draw: Draw, spec: ParamSpec, limits: RandomLimits = unlimited): ParamValue {
  const sizes = spec.type === 'int' ? [spec.default] : spec.type === 'ints' ? spec.default : [];
  if (draw() < 0.4 && sizes.every((size) => size <= limits.largest)) return spec.default;
  switch (spec.type) {
    case 'int':
      return randomInt(draw, spec, limits);
    case 'number': {
      const near = Math.min(spec.max, Math.max(spec.min, spec.default + 4 * (draw() - 0.5)));
      return draw() < 0.8 ? near : spec.min + draw() * (spec.max - spec.min);
    }
    case 'choice':
      return pick(draw, spec.options);
    case 'flag':
      return draw() < 0.5;
    case 'text':
      return pick(
        draw,
        ['', 'z', 'output', '重构'].filter((text) => text.length <= spec.maxLength),
      );
    case 'ints':
      return Array.from({ length: between(draw, spec.minLength, spec.maxLength) }, () => randomInt(draw, spec, limits));
  }
}

/** Parameters in range for a kind, one for each that it has. */
export function randomParams(draw: Draw, definition: AnyNodeDefinition, limits: RandomLimits = unlimited): AnyParams {
  return Object.fromEntries(Object.entries(definition.params).map(([name, spec]) => [name, randomParam(draw, spec, limits)]));
}

function randomSpec(draw: Draw, carries: Port['carries'], limits: RandomLimits): TensorSpec {
  const ids = carries === 'ids' || (carries === 'any' && draw() < 0.5);
  const shape = Array.from({ length: ids ? between(draw, 0, 2) : between(draw, 1, 4) }, () => randomInt(draw, { min: 1, max: 1024 }, limits));
  if (ids) return { shape, dtype: 'int32', range: draw() < 0.5 ? [0, between(draw, 0, 12)] : [-Infinity, Infinity] };
  const low = draw() < 0.3 ? -Infinity : 20 * (draw() - 0.5);
  return floats(shape, [low, draw() < 0.3 ? Infinity : Math.max(low, -10) + 20 * draw()]);
}

/** Specs for every port of a node: often of one shape, as most kinds need; an optional port is fed half the time. */
export function randomInputs(draw: Draw, ports: readonly Port[], limits: RandomLimits = unlimited): ShapeRequest<AnyParams>['inputs'] {
  let shape: readonly number[] | undefined;
  const next = (port: Port): TensorSpec => {
    const spec = randomSpec(draw, port.carries, limits);
    const made = shape && spec.dtype === 'float32' && draw() < 0.7 ? { ...spec, shape } : spec;
    shape = made.shape;
    return made;
  };
  return Object.fromEntries(
    ports.map((port) => {
      const count = port.many ? between(draw, 1, 3) : port.optional ? between(draw, 0, 1) : 1;
      return [port.name, Array.from({ length: count }, () => next(port))];
    }),
  );
}
