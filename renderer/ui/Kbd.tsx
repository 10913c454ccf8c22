import { shortcutKeys } from './shortcutText.ts';

/** A shortcut, key by key. @param shortcut as commands state it: `Mod+Shift+S` */
export function Kbd({ shortcut, className = '' }: { readonly shortcut: string; readonly className?: string }) {
  return (
    <span className={`inline-flex gap-0.5 font-sans text-[11px] ${className}`}>
      {shortcutKeys(shortcut).map((key) => (
        <kbd key={key} className="min-w-4 rounded border border-current/25 px-1 text-center font-sans leading-4">
          {key}
        </kbd>
      ))}
    </span>
  );
}
