import { useEffect, useRef, useState } from 'react';

/** A formula, set by KaTeX, which is loaded when the first one is shown; its source stands in until then. */
export function Formula({ source, label }: { readonly source: string; readonly label: string }) {
  const place = useRef<HTMLDivElement>(null);
  const [set, setSet] = useState<string | null>(null);
  useEffect(() => {
    let live = true;
    const render = async (): Promise<void> => {
      const [{ default: katex }] = await Promise.all([import('katex'), import('katex/dist/katex.min.css')]);
      if (!live || !place.current) return;
      // Into the element, never as a string: the page's policy allows no markup from strings.
      katex.render(source, place.current, { displayMode: true, throwOnError: false });
      setSet(source);
    };
    void render();
    return () => {
      live = false;
    };
  }, [source]);
  return (
    // Wide formulas scroll: focusable, so that the keyboard can scroll them too.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div
      role="group"
      aria-label={label}
      tabIndex={0}
      className="mt-2 overflow-x-auto overflow-y-hidden rounded-md bg-raised px-2 py-1 text-[12px] [&_.katex-display]:my-1.5"
    >
      <div ref={place} />
      {set !== source && <code className="block min-h-8 truncate text-ink-muted">{source}</code>}
    </div>
  );
}
