import { Switch } from '@base-ui/react/switch';
import { useText } from '../../text/useText.ts';

interface FlagBoxProps {
  readonly id: string;
  /** Null where several nodes differ. */
  readonly value: boolean | null;
  readonly disabled: boolean;
  turn(value: boolean): void;
}

/** On or off, said in a word beside the switch. */
export function FlagBox({ id, value, disabled, turn }: FlagBoxProps) {
  const { t } = useText();
  return (
    <span className="flex h-7 items-center gap-2">
      <Switch.Root
        id={id}
        checked={value === true}
        disabled={disabled}
        onCheckedChange={turn}
        aria-describedby={`${id}-help`}
        className="flex h-6 w-10 shrink-0 items-center rounded-full border border-line-strong bg-raised px-0.5 transition-colors data-[checked]:border-accent data-[checked]:bg-accent data-[disabled]:opacity-60"
      >
        <Switch.Thumb className="size-4 rounded-full bg-ink-muted transition-transform data-[checked]:translate-x-[1.05rem] data-[checked]:bg-accent-ink" />
      </Switch.Root>
      <span className="text-ink-muted">{value === null ? t('inspector.mixed') : t(value ? 'inspector.on' : 'inspector.off')}</span>
    </span>
  );
}
