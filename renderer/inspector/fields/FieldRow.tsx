import { CircleAlert, CircleHelp, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useText } from '../../text/useText.ts';
import { iconButtonClass } from './boxClass.ts';

interface FieldRowProps {
  /** Id of the control that the label names; the help and the problem get ids made from it. */
  readonly id: string;
  readonly title: string;
  readonly help: string;
  /** Range and default, in words. */
  readonly facts: string;
  readonly problem?: string | null;
  /** Buttons that repair the problem. */
  readonly repair?: ReactNode;
  /** Shown where the value is not the default. */
  readonly reset?: (() => void) | undefined;
  readonly children: ReactNode;
}

/** One setting: its name, its control, its range and default, its help, and what is wrong with it. */
export function FieldRow({ id, title, help, facts, problem, repair, reset, children }: FieldRowProps) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  return (
    <div className="grid grid-cols-[minmax(0,5fr)_minmax(0,6fr)] items-center gap-x-2 py-1">
      <div className="flex min-w-0 items-center">
        <label htmlFor={id} className="line-clamp-2 min-w-0 leading-tight wrap-break-word" title={title}>
          {title}
        </label>
        <button
          type="button"
          className={iconButtonClass}
          aria-expanded={open}
          aria-controls={`${id}-help`}
          aria-label={t('inspector.helpFor', { name: title })}
          title={help}
          onClick={() => setOpen(!open)}
        >
          <CircleHelp size={16} aria-hidden />
        </button>
      </div>
      <div className="flex min-w-0 items-center gap-1">
        <div className="flex min-w-0 flex-1 items-center">{children}</div>
        {reset && (
          <button
            type="button"
            className={iconButtonClass}
            aria-label={t('inspector.resetParam', { name: title })}
            title={t('inspector.reset')}
            onClick={reset}
          >
            <RotateCcw size={16} aria-hidden />
          </button>
        )}
      </div>
      <p id={`${id}-help`} className={open ? 'col-span-2 my-1 rounded bg-raised px-2 py-1 text-xs' : 'sr-only'}>
        {help}
      </p>
      {facts && (
        <p id={`${id}-facts`} className="col-span-2 mt-0.5 truncate text-end text-xs text-ink-muted" title={facts}>
          {facts}
        </p>
      )}
      <div id={`${id}-problem`} role="status" className="col-span-2">
        {problem && (
          <p className="mt-1 flex items-start gap-1.5 rounded bg-error-soft px-2 py-1 text-xs text-error">
            <CircleAlert size={16} className="shrink-0" aria-hidden />
            <span className="min-w-0 break-words">{problem}</span>
          </p>
        )}
        {repair}
      </div>
    </div>
  );
}
