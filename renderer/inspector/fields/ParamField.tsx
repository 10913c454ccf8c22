import { memo } from 'react';
import type { ReactNode } from 'react';
import type { Issue } from '../../../shared/check/issue.ts';
import { describeIssue } from '../../../shared/messages/describeIssue.ts';
import { choiceTitle } from '../../../shared/nodes/params.ts';
import type { ParamSpec, ParamValue } from '../../../shared/nodes/params.ts';
import { useText } from '../../text/useText.ts';
import type { Words } from '../../text/useText.ts';
import { ChoiceBox } from './ChoiceBox.tsx';
import { EntryBox } from './EntryBox.tsx';
import { FieldRow } from './FieldRow.tsx';
import { FlagBox } from './FlagBox.tsx';
import { parseEntry, showEntry } from './parseEntry.ts';
import { rangeWords } from './rangeWords.ts';
import { stepValue } from './stepValue.ts';
import { useEntry } from './useEntry.ts';

export interface ParamFieldProps {
  /** Id of the control in the page. */
  readonly id: string;
  readonly spec: ParamSpec;
  /** Null where several nodes differ. */
  readonly value: ParamValue | null;
  readonly disabled?: boolean;
  /** Shown instead of range and default. */
  readonly facts?: string | undefined;
  readonly placeholder?: string | undefined;
  /** What check finds wrong with the stored value. */
  readonly problem?: string | null;
  readonly repair?: ReactNode;
  /** Sets the value; `burst` where more of the same gesture may follow until `endBurst`. Answers what refuses it. */
  set(value: ParamValue, burst: boolean): readonly Issue[];
  endBurst(): void;
}

/** The right control for a parameter, by its spec alone. */
export const ParamField = memo(function ParamField({
  id,
  spec,
  value,
  disabled = false,
  facts,
  placeholder,
  problem = null,
  repair,
  set,
  endBurst,
}: ParamFieldProps) {
  const { t, pick, language } = useText();
  const refusalOf = (issues: readonly Issue[]): string | null => {
    const refused = issues.find(({ severity }) => severity === 'error');
    return refused ? describeIssue(refused, language).message : null;
  };
  const entry = useEntry(
    value === null ? '' : showEntry(value),
    (typed) => {
      const read = parseEntry(spec, typed);
      return read === undefined
        ? t(spec.type === 'ints' ? 'inspector.notIntegers' : 'inspector.notNumber', { found: typed.trim() || '–' })
        : refusalOf(set(read, true));
    },
    endBurst,
  );
  const wrong = entry.refusal ?? problem;
  const isDefault = value !== null && JSON.stringify(value) === JSON.stringify(spec.default);
  const step =
    spec.type === 'int' || spec.type === 'number'
      ? (steps: number) => void set(stepValue(spec, typeof value === 'number' ? value : spec.default, steps), true)
      : undefined;
  // A choice or switch that stands at its default shows it already.
  const said = facts ?? (isDefault && (spec.type === 'choice' || spec.type === 'flag') ? '' : factsOf(spec, { t, pick }));
  return (
    <FieldRow
      id={id}
      title={pick(spec.title)}
      help={pick(spec.help)}
      facts={said}
      problem={wrong}
      repair={repair}
      reset={
        isDefault || disabled
          ? undefined
          : () => {
              entry.drop();
              set(spec.default, false);
            }
      }
    >
      {spec.type === 'choice' && (
        <ChoiceBox
          id={id}
          choices={spec.options.map((option) => ({ value: option, label: pick(choiceTitle(spec, option)) }))}
          value={typeof value === 'string' ? value : null}
          mixed={t('inspector.mixed')}
          invalid={wrong !== null}
          disabled={disabled}
          choose={(chosen) => void set(chosen, false)}
        />
      )}
      {spec.type === 'flag' && <FlagBox id={id} value={typeof value === 'boolean' ? value : null} disabled={disabled} turn={(on) => void set(on, false)} />}
      {spec.type !== 'choice' && spec.type !== 'flag' && (
        <EntryBox
          id={id}
          entry={entry}
          invalid={wrong !== null}
          disabled={disabled}
          numeric={spec.type !== 'text'}
          step={step}
          endStep={endBurst}
          placeholder={value === null ? t('inspector.mixed') : placeholder}
        />
      )}
    </FieldRow>
  );
});

/** Range and default of a spec, in words. */
function factsOf(spec: ParamSpec, { t, pick }: Pick<Words, 't' | 'pick'>): string {
  if (spec.type === 'choice') return t('inspector.default', { value: pick(choiceTitle(spec, spec.default)) });
  if (spec.type === 'flag') return t('inspector.default', { value: t(spec.default ? 'inspector.on' : 'inspector.off') });
  if (spec.type === 'text') return '';
  return t('inspector.rangeDefault', { range: rangeWords(spec), value: showEntry(spec.default) || '–' });
}
