import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { Language } from '../../shared/messages/language.ts';

export type Theme = 'light' | 'dark' | 'system';
/** The views beside and below the canvas; one line each in `views/viewCatalogue.ts`. */
export type SidePanel = 'inspector' | 'problems' | 'outline';

interface ViewState {
  readonly language: Language;
  readonly theme: Theme;
  readonly selection: { readonly nodes: readonly string[]; readonly edges: readonly string[]; readonly notes: readonly string[] };
  readonly sidePanel: SidePanel;
  /** Id of the view shown in the lower pane. */
  readonly view: string;
  /** The dialog that is open, by name; null for none. */
  readonly dialog: string | null;
  /** The run shown in the views; null shows the newest. */
  readonly run: string | null;
  /** A node the canvas is asked to centre on; the canvas clears it. */
  readonly centreOn: string | null;
  /** Said once to screen readers. */
  readonly announcement: string;
  readonly onboarded: boolean;
  set(change: Partial<Omit<ViewState, 'set'>>): void;
}

/** Selection, panels and preferences; preferences outlive the page. */
export const useViewStore = create<ViewState>()(persist((set) => ({
  language: 'en', theme: 'system',
  selection: { nodes: [], edges: [], notes: [] },
  sidePanel: 'inspector', view: 'curves', dialog: null, run: null, centreOn: null, announcement: '', onboarded: false,
  set: (change) => set(change),
}), { name: 'hourglass-view', partialize: ({ language, theme, sidePanel, view, onboarded }) => ({ language, theme, sidePanel, view, onboarded }) }));
