import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

export interface TabPage<Id extends string> {
  readonly id: Id;
  readonly title: string;
  /** Beside the title: a count, a dot. */
  readonly badge?: ReactNode;
  readonly content: ReactNode;
}

export interface TabsProps<Id extends string> {
  /** Names the row of tabs. */
  readonly label: string;
  readonly pages: readonly TabPage<Id>[];
  readonly value: Id;
  onChange(id: Id): void;
  /** Beside the tabs, at the end of the row. */
  readonly aside?: ReactNode;
}

/** Tabs that fill their box; only the chosen page is mounted. */
export function Tabs<Id extends string>({ label, pages, value, onChange, aside }: TabsProps<Id>) {
  const choose = (next: unknown): void => {
    const page = pages.find(({ id }) => id === next);
    if (page) onChange(page.id);
  };
  return (
    <Base.Root value={value} onValueChange={choose} className="flex h-full min-h-0 flex-col">
      <div className="flex h-9 shrink-0 items-stretch border-b border-line bg-panel">
        <Base.List aria-label={label} className="flex min-w-0 flex-1 items-stretch overflow-x-auto px-1.5" activateOnFocus>
          {pages.map(({ id, title, badge }) => (
            <Base.Tab
              key={id}
              value={id}
              className="flex cursor-default items-center gap-1.5 border-b-2 border-transparent px-2 whitespace-nowrap text-ink-muted -outline-offset-2 select-none hover:text-ink data-active:border-accent data-active:font-semibold data-active:text-ink"
            >
              {title}
              {badge}
            </Base.Tab>
          ))}
        </Base.List>
        {aside ? <div className="flex items-center gap-1 px-1.5">{aside}</div> : null}
      </div>
      {pages.map(({ id, content }) => (
        <Base.Panel key={id} value={id} className="min-h-0 flex-1 overflow-auto outline-none">
          {content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
