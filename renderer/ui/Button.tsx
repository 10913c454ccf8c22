import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';

export type ButtonLook = 'plain' | 'primary' | 'quiet' | 'danger';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: ButtonLook;
  /** An icon of 16 px before the words. */
  readonly icon?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

const looks: Readonly<Record<ButtonLook, string>> = {
  plain: 'border-line bg-panel text-ink hover:bg-raised',
  primary: 'border-transparent bg-accent text-accent-ink hover:brightness-110',
  quiet: 'border-transparent bg-transparent text-ink hover:bg-raised',
  danger: 'border-error bg-panel text-error hover:bg-error-soft',
};

/** A button with words. */
export function Button({ look = 'plain', icon, className = '', children, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={`inline-flex min-h-7 shrink-0 cursor-default items-center justify-center gap-1.5 rounded-md border px-2.5 py-1 text-[13px] leading-tight font-medium whitespace-nowrap select-none disabled:opacity-50 ${looks[look]} ${className}`}
    >
      {icon}
      {children}
    </button>
  );
}
