import type { ReactNode } from 'react';

/** What stands where nothing is yet: what would be here, and the way to it. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="flex h-full min-h-28 flex-col items-center justify-center gap-2 p-6 text-center">
      {icon ? (
        <div aria-hidden className="text-ink-muted">
          {icon}
        </div>
      ) : null}
      <p className="font-semibold text-ink">{title}</p>
      {children ? <div className="max-w-80 text-ink-muted">{children}</div> : null}
      {action}
    </div>
  );
}
