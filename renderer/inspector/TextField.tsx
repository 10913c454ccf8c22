import type { Issue } from '../../shared/check/issue.ts';
import { describeIssue } from '../../shared/messages/describeIssue.ts';
import { useText } from '../text/useText.ts';
import { boxClass } from './fields/boxClass.ts';
import { useEntry } from './fields/useEntry.ts';

interface TextFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly maxLength: number;
  readonly disabled?: boolean;
  /** More than one line. */
  readonly long?: boolean;
  set(text: string): readonly Issue[];
  end(): void;
}

/** A text of the user's: a name, a note. A burst of typing is one entry of the undo history. */
export function TextField({ id, label, value, placeholder, maxLength, disabled = false, long = false, set, end }: TextFieldProps) {
  const { language } = useText();
  const entry = useEntry(
    value,
    (text) => {
      const [refused] = set(text);
      return refused ? describeIssue(refused, language).message : null;
    },
    end,
  );
  const shared = {
    id,
    value: entry.text,
    placeholder,
    maxLength,
    disabled,
    'aria-label': label,
    'aria-invalid': entry.refusal !== null,
    onChange: (event: { readonly target: { readonly value: string } }) => entry.type(event.target.value),
    onBlur: () => entry.leave(),
  };
  const border = entry.refusal === null ? 'border-line' : 'border-error';
  return (
    <div className="w-full">
      {long ? (
        <textarea {...shared} rows={3} className={`${boxClass} h-auto resize-y py-1 ${border}`} />
      ) : (
        <input {...shared} type="text" autoComplete="off" className={`${boxClass} ${border}`} />
      )}
      {entry.refusal !== null && (
        <p role="status" className="mt-1 text-xs text-error">
          {entry.refusal}
        </p>
      )}
    </div>
  );
}
