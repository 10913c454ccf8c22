import { Table2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../../text/useText.ts';
import { IconButton } from '../../ui/IconButton.tsx';

export interface ViewFrameProps {
  /** Names the view for screen readers. */
  readonly label: string;
  /** Controls, in one row that wraps. */
  readonly toolbar?: ReactNode;
  /** At the end of that row: how new what is shown is. */
  readonly status?: ReactNode;
  /** Where figures can stand as a table instead of a picture. */
  readonly table?: { readonly isShown: boolean; onChange(isShown: boolean): void };
  readonly children: ReactNode;
}

/** A view: its controls above, what it shows below. */
export function ViewFrame({ label, toolbar, status, table, children }: ViewFrameProps) {
  const { t } = useText();
  return (
    <section aria-label={label} className="flex h-full min-h-0 flex-col bg-panel">
      <div
        role="group"
        aria-label={t('view.controls')}
        className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-3 py-1.5"
      >
        {toolbar}
        <div className="ml-auto flex items-center gap-2 text-ink-muted tabular-nums">
          {status}
          {table ? (
            <IconButton
              label={t('view.asTable')}
              icon={<Table2 size={16} />}
              pressed={table.isShown}
              onClick={() => table.onChange(!table.isShown)}
              side="top"
            />
          ) : null}
        </div>
      </div>
      {/* What scrolls can be reached by the keyboard. */}
      <div tabIndex={0} role="group" aria-label={label} className="relative min-h-0 flex-1 overflow-auto -outline-offset-2">
        {children}
      </div>
    </section>
  );
}
