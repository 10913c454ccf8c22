/** Buttons of which any number is pressed. */
export interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly title: string }[];
  readonly chosen: readonly Value[];
  onChange(chosen: readonly Value[]): void;
}

/** Chooses some of a few; at least one stays. */
export function Choice<Value extends string>({ label, options, chosen, onChange }: ChoiceProps<Value>) {
  const toggle = (value: Value): void => {
    const next = chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value];
    if (next.length > 0) onChange(next);
  };
  return (
    <div role="group" aria-label={label} className="flex flex-wrap gap-1">
      {options.map(({ value, title }) => (
        <button
          key={value}
          type="button"
          aria-pressed={chosen.includes(value)}
          onClick={() => toggle(value)}
          className="min-h-7 rounded-md border border-line px-2 text-ink-muted hover:bg-raised aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-ink"
        >
          {title}
        </button>
      ))}
    </div>
  );
}
