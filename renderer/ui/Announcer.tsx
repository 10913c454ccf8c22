import { useViewStore } from '../stores/viewStore.ts';

/** Says the view store's announcement to screen readers. */
export function Announcer() {
  const announcement = useViewStore((state) => state.announcement);
  return (
    <div role="status" aria-live="polite" className="sr-only" data-testid="ui-announcer">
      {announcement}
    </div>
  );
}
