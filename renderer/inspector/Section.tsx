import { useId } from 'react';
import type { ReactNode } from 'react';
import { headingClass } from './fields/boxClass.ts';

/** A part of a panel under its heading. */
export function Section({ title, aside, children }: { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="border-t border-line px-3 py-2.5 first:border-t-0">
      <div className="mb-1 flex min-h-6 items-center justify-between gap-2">
        <h3 id={id} className={headingClass}>
          {title}
        </h3>
        {aside}
      </div>
      {children}
    </section>
  );
}
