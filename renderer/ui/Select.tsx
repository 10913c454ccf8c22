import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly title: string;
  /** A second, quieter line. */
  readonly about?: string;
  readonly disabled?: boolean;
}

export interface SelectProps<Value extends string> {
  readonly label: string;
  /** Shows the label before the field; else it only names it. */
  readonly shown?: boolean;
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  onChange(value: Value): void;
  readonly disabled?: boolean;
  readonly icon?: ReactNode;
  readonly className?: string;
}

/** One of some values. */
export function Select<Value extends string>({ label, shown = false, value, options, onChange, disabled = false, icon, className = '' }: SelectProps<Value>) {
  const choose = (next: unknown): void => {
    const option = options.find((each) => each.value === next);
    if (option) onChange(option.value);
  };
  return (
    <div className={`flex min-w-0 items-center gap-2 ${className}`}>
      {shown ? (
        <span aria-hidden className="shrink-0 text-ink-muted">
          {label}
        </span>
      ) : null}
      <Base.Root value={value} onValueChange={choose} disabled={disabled} items={options.map((option) => ({ value: option.value, label: option.title }))}>
        <Base.Trigger
          aria-label={label}
          className="flex h-7 min-w-0 flex-1 cursor-default items-center gap-1.5 rounded-md border border-line bg-panel px-2 text-left select-none hover:bg-raised data-disabled:opacity-50"
        >
          {icon}
          <Base.Value className="min-w-0 flex-1 truncate" />
          <Base.Icon className="text-ink-muted">
            <ChevronsUpDown size={16} />
          </Base.Icon>
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner className="z-50 select-none" sideOffset={4} alignItemWithTrigger={false}>
            <Base.Popup className="max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto rounded-lg border border-line bg-panel py-1 text-ink shadow-(--shadow) outline-none">
              <Base.List>
                {options.map((option) => (
                  <Base.Item
                    key={option.value}
                    value={option.value}
                    disabled={option.disabled ?? false}
                    className="grid min-h-7 cursor-default grid-cols-[1rem_1fr] items-center gap-x-2 py-1 pr-4 pl-2 outline-none data-disabled:opacity-50 data-highlighted:bg-accent-soft"
                  >
                    <Base.ItemIndicator className="col-start-1 row-start-1">
                      <Check size={16} />
                    </Base.ItemIndicator>
                    <Base.ItemText className="col-start-2 row-start-1">{option.title}</Base.ItemText>
                    {option.about ? <span className="col-start-2 max-w-64 text-xs text-ink-muted">{option.about}</span> : null}
                  </Base.Item>
                ))}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </div>
  );
}
