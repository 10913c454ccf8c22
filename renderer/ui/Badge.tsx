import type { ReactNode } from 'react';

export type Tone = 'neutral' | 'accent' | 'good' | 'warning' | 'error';

const tones: Readonly<Record<Tone, string>> = {
  neutral: 'bg-raised text-ink-muted',
  accent: 'bg-accent-soft text-ink',
  good: 'bg-good-soft text-good',
  warning: 'bg-warning-soft text-warning',
  error: 'bg-error-soft text-error',
};

/** A few letters or a count on a soft ground. */
export function Badge({
  tone = 'neutral',
  children,
  label,
}: {
  readonly tone?: Tone;
  readonly children: ReactNode /** What a screen reader says in its place. */;
  readonly label?: string;
}) {
  return (
    <span
      className={`inline-flex min-w-4.5 shrink-0 items-center justify-center gap-1 rounded-full px-1.5 text-[11px] leading-4.5 font-semibold whitespace-nowrap tabular-nums ${tones[tone]}`}
    >
      {label ? (
        <>
          <span aria-hidden>{children}</span>
          <span className="sr-only">{label}</span>
        </>
      ) : (
        children
      )}
    </span>
  );
}
