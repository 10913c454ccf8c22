import type { ButtonHTMLAttributes, ReactElement, Ref } from 'react';
import { Kbd } from './Kbd.tsx';
import { ariaShortcut } from './shortcutText.ts';
import { Tooltip } from './Tooltip.tsx';

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label' | 'aria-pressed' | 'children'> {
  /** Its name, for the screen reader and the tooltip. */
  readonly label: string;
  /** A lucide icon of 16 px. */
  readonly icon: ReactElement;
  readonly shortcut?: string;
  /** For toggles: whether it is on. */
  readonly pressed?: boolean;
  readonly look?: 'quiet' | 'plain' | 'primary';
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  readonly ref?: Ref<HTMLButtonElement>;
}

const looks = {
  quiet: 'border-transparent text-ink-muted hover:bg-raised hover:text-ink aria-pressed:bg-accent-soft aria-pressed:text-ink',
  plain: 'border-line bg-panel text-ink hover:bg-raised aria-pressed:bg-accent-soft',
  primary: 'border-transparent bg-accent text-accent-ink hover:brightness-110',
} as const;

/** A button that is an icon, 28 px, with its name as tooltip. */
export function IconButton({ label, icon, shortcut, pressed, look = 'quiet', side = 'bottom', className = '', ...rest }: IconButtonProps) {
  return (
    <Tooltip
      side={side}
      hint={
        <>
          {label}
          {shortcut ? <Kbd shortcut={shortcut} /> : null}
        </>
      }
    >
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-pressed={pressed}
        aria-keyshortcuts={shortcut ? ariaShortcut(shortcut) : undefined}
        className={`inline-flex size-7 shrink-0 cursor-default items-center justify-center rounded-md border disabled:opacity-40 ${looks[look]} ${className}`}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
