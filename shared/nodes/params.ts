import { sameText } from '../messages/language.ts';
import type { Text } from '../messages/language.ts';

interface ParamBase {
  readonly title: Text;
  /** What it does and when to change it: one or two sentences. */
  readonly help: Text;
  /** Hidden in the inspector unless this holds; a hidden parameter has no effect. */
  readonly shownWhen?: (params: Readonly<Record<string, ParamValue>>) => boolean;
}

export interface IntParam extends ParamBase {
  readonly type: 'int';
  readonly min: number;
  readonly max: number;
  readonly default: number;
}
export interface NumberParam extends ParamBase {
  readonly type: 'number';
  readonly min: number;
  readonly max: number;
  readonly default: number;
}
export interface ChoiceParam<O extends string = string> extends ParamBase {
  readonly type: 'choice';
  readonly options: readonly O[];
  /** What each option is called on the page; documents hold the option itself. */
  readonly titles: Readonly<Record<O, Text>>;
  readonly default: O;
}
export interface FlagParam extends ParamBase {
  readonly type: 'flag';
  readonly default: boolean;
}
/** A list of integers between `min` and `max`: a shape, a kernel size, strides. */
export interface IntsParam extends ParamBase {
  readonly type: 'ints';
  readonly min: number;
  readonly max: number;
  readonly minLength: number;
  readonly maxLength: number;
  readonly default: readonly number[];
}
export interface TextParam extends ParamBase {
  readonly type: 'text';
  readonly maxLength: number;
  readonly default: string;
}

export type ParamSpec = IntParam | NumberParam | ChoiceParam | FlagParam | IntsParam | TextParam;
export type ParamSpecs = Readonly<Record<string, ParamSpec>>;
export type ParamValue = number | string | boolean | readonly number[];

/** The value type of one parameter. */
export type ValueOf<S extends ParamSpec> = S extends IntParam | NumberParam
  ? number
  : S extends ChoiceParam<infer O>
    ? O
    : S extends FlagParam
      ? boolean
      : S extends IntsParam
        ? readonly number[]
        : string;

/** The parsed parameters of a node whose specs are `S`. */
export type ParamsOf<S extends ParamSpecs> = { readonly [Name in keyof S]: ValueOf<S[Name]> };

type Made<S extends ParamSpec> = Omit<S, 'type'>;
interface MadeChoice<O extends string> extends ParamBase {
  readonly options: Readonly<Record<O, Text>>;
  readonly default: NoInfer<O>;
}
export const int = (spec: Made<IntParam>): IntParam => ({ type: 'int', ...spec });
export const number = (spec: Made<NumberParam>): NumberParam => ({ type: 'number', ...spec });
/** @param options what may be chosen, in the order in which it is offered, and what each is called */
export const choice = <const O extends string>({ options, ...spec }: MadeChoice<O>): ChoiceParam<O> => ({
  type: 'choice',
  ...spec,
  options: Object.keys(options) as O[],
  titles: options,
});
export const flag = (spec: Made<FlagParam>): FlagParam => ({ type: 'flag', ...spec });
export const ints = (spec: Made<IntsParam>): IntsParam => ({ type: 'ints', ...spec });
export const text = (spec: Made<TextParam>): TextParam => ({ type: 'text', ...spec });

/** What a choice's value is called; a value that is none of its options says itself. */
export function choiceTitle({ titles }: ChoiceParam, value: string): Text {
  return (Object.hasOwn(titles, value) ? titles[value] : undefined) ?? sameText(value);
}

/** Why a stored value is not a value of its parameter. */
export type ParamFault = 'wrong-type' | 'out-of-range';

/** Tests one stored JSON value against its spec; null when it fits. */
export function faultOf(spec: ParamSpec, value: unknown): ParamFault | null {
  const within = (n: number, low: number, high: number): ParamFault | null => (n >= low && n <= high ? null : 'out-of-range');
  switch (spec.type) {
    case 'int':
      return typeof value !== 'number' || !Number.isInteger(value) ? 'wrong-type' : within(value, spec.min, spec.max);
    case 'number':
      return typeof value !== 'number' || !Number.isFinite(value) ? 'wrong-type' : within(value, spec.min, spec.max);
    case 'choice':
      return typeof value !== 'string' ? 'wrong-type' : spec.options.includes(value) ? null : 'out-of-range';
    case 'flag':
      return typeof value === 'boolean' ? null : 'wrong-type';
    case 'text':
      return typeof value !== 'string' ? 'wrong-type' : within(value.length, 0, spec.maxLength);
    case 'ints':
      if (!Array.isArray(value) || !value.every((n) => Number.isInteger(n))) return 'wrong-type';
      return within(value.length, spec.minLength, spec.maxLength) ?? (value.every((n) => n >= spec.min && n <= spec.max) ? null : 'out-of-range');
  }
}

/** `1 … 4096`, `relu, tanh, …`: the permitted values in words, for messages. */
export function showRange(spec: ParamSpec): string {
  switch (spec.type) {
    case 'int':
    case 'number':
      return `${spec.min} … ${spec.max}`;
    case 'choice':
      return spec.options.join(', ');
    case 'flag':
      return 'true, false';
    case 'text':
      return `≤ ${spec.maxLength}`;
    case 'ints':
      return `${spec.minLength} … ${spec.maxLength} × (${spec.min} … ${spec.max})`;
  }
}
