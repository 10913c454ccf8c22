/** How every field looks: one height, one border; an error is told by colour, icon and words. */
export const boxClass =
  'h-7 w-full min-w-0 rounded-md border bg-panel px-2 text-ink focus-visible:outline-offset-0 tabular-nums placeholder:text-ink-muted disabled:cursor-not-allowed disabled:bg-raised disabled:text-ink-muted';

/** A small button that is an icon: 24 px to hit. */
export const iconButtonClass =
  'inline-flex size-6 shrink-0 items-center justify-center rounded-md text-ink-muted hover:bg-raised hover:text-ink disabled:opacity-50';

/** The heading of a part of a panel. */
export const headingClass = 'text-xs font-semibold text-ink-muted';
