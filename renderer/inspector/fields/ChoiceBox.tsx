import { ChevronsUpDown } from 'lucide-react';
import { boxClass } from './boxClass.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
  /** What it stands under, with its neighbours of the same group. */
  readonly group?: string;
}

interface ChoiceBoxProps {
  readonly id: string;
  readonly choices: readonly Choice[];
  /** Null where several nodes differ. */
  readonly value: string | null;
  /** What is shown for null. */
  readonly mixed: string;
  readonly invalid: boolean;
  readonly disabled: boolean;
  choose(value: string): void;
}

/** One of several: the system's own list, which keyboards, screen readers and touch know. */
export function ChoiceBox({ id, choices, value, mixed, invalid, disabled, choose }: ChoiceBoxProps) {
  const known = value !== null && choices.some((choice) => choice.value === value);
  return (
    <span className="relative flex w-full min-w-0">
      <select
        id={id}
        className={`${boxClass} appearance-none truncate pe-7 ${invalid ? 'border-error' : 'border-line'}`}
        value={value ?? ''}
        disabled={disabled}
        aria-invalid={invalid}
        aria-describedby={`${id}-help ${id}-facts ${id}-problem`}
        onChange={(event) => choose(event.target.value)}
      >
        {!known && (
          <option value={value ?? ''} disabled>
            {value ?? mixed}
          </option>
        )}
        {groupsOf(choices).map(({ group, members }) =>
          group === undefined ? (
            optionsOf(members)
          ) : (
            <optgroup key={group} label={group}>
              {optionsOf(members)}
            </optgroup>
          ),
        )}
      </select>
      <ChevronsUpDown size={16} aria-hidden className="pointer-events-none absolute end-1.5 top-1.5 text-ink-muted" />
    </span>
  );
}

const optionsOf = (choices: readonly Choice[]) =>
  choices.map(({ value, label, disabled }) => (
    <option key={value} value={value} disabled={disabled}>
      {label}
    </option>
  ));

/** Choices under their groups, each where its first stands. */
function groupsOf(choices: readonly Choice[]): readonly { readonly group: string | undefined; readonly members: readonly Choice[] }[] {
  const groups = [...new Set(choices.map(({ group }) => group))];
  return groups.map((group) => ({ group, members: choices.filter((choice) => choice.group === group) }));
}
