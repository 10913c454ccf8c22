import { create } from 'zustand';

/** How many dialogs stand over the page: while one does, the middle of the page is its own. */
export const useOpenDialogs = create<{ readonly count: number }>(() => ({ count: 0 }));

/** Counts a dialog in. Gives back how to count it out. */
export function enterDialog(): () => void {
  useOpenDialogs.setState(({ count }) => ({ count: count + 1 }));
  return () => useOpenDialogs.setState(({ count }) => ({ count: count - 1 }));
}
