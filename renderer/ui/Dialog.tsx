import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useText } from '../text/useText.ts';
import { enterDialog } from './openDialogs.ts';

export interface DialogProps {
  readonly open: boolean;
  onClose(): void;
  readonly title: string;
  readonly description?: string;
  readonly children: ReactNode;
  /** Buttons at the foot, the main one last. */
  readonly footer?: ReactNode;
  readonly size?: 'small' | 'medium' | 'large';
  /** Holds text and nothing to operate: the text takes the focus, so that the keyboard scrolls it. */
  readonly reading?: boolean;
}

const widths = { small: 'w-[26rem]', medium: 'w-[38rem]', large: 'w-[64rem]' } as const;

/** A dialog over the page: focus stays in it, Escape closes it, focus goes back to where it was. */
export function Dialog({ open, onClose, title, description, children, footer, size = 'medium', reading = false }: DialogProps) {
  const { t } = useText();
  useEffect(() => (open ? enterDialog() : undefined), [open]);
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-ink/30 dark:bg-surface/70" />
        <Base.Popup
          className={`fixed top-1/2 left-1/2 z-40 flex max-h-[min(46rem,calc(100vh-3rem))] max-w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-xl border border-line bg-panel text-ink shadow-(--shadow) ${widths[size]}`}
        >
          <header className="flex items-start gap-3 border-b border-line py-3 pr-12 pl-5">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-base font-semibold">{title}</Base.Title>
              {description ? <Base.Description className="mt-0.5 text-ink-muted">{description}</Base.Description> : null}
            </div>
          </header>
          <div
            className="min-h-0 flex-1 overflow-auto px-5 py-4 focus-visible:-outline-offset-2"
            {...(reading ? { tabIndex: 0, role: 'region', 'aria-label': title } : {})}
          >
            {children}
          </div>
          {footer ? <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer> : null}
          {/* Last in order, so that the focus begins with what the dialog is about. */}
          <Base.Close
            aria-label={t('app.close')}
            title={t('app.close')}
            className="absolute top-3 right-3 inline-flex size-7 items-center justify-center rounded-md text-ink-muted hover:bg-raised hover:text-ink"
          >
            <X size={16} />
          </Base.Close>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
