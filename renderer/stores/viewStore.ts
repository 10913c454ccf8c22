import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { Language } from '../../shared/messages/language.ts';

export type Theme = 'light' | 'dark' | 'system';
/** The tabs of the side panel. */
export type SidePanel = 'inspector' | 'training' | 'problems' | 'outline' | 'history';
/** Panels that can be folded away. */
export type FoldableName = 'palette' | 'side' | 'views';

interface ViewState {
  readonly language: Language;
  readonly theme: Theme;
  readonly selection: { readonly nodes: readonly string[]; readonly edges: readonly string[]; readonly notes: readonly string[] };
  readonly sidePanel: SidePanel;
  readonly folded: Readonly<Record<FoldableName, boolean>>;
  /** Id of the view shown in the lower pane; one line each in `views/viewCatalogue.ts`. */
  readonly view: string;
  /** The dialog that is open, by name; null for none. */
  readonly dialog: string | null;
  /** The run shown in the views; null shows the newest. */
  readonly run: string | null;
  /** Runs laid over the shown one, by name; the views draw their curves beside it. */
  readonly overlay: readonly string[];
  /** A node the canvas is asked to centre on; the canvas clears it. */
  readonly centreOn: string | null;
  /** Said once to screen readers. */
  readonly announcement: string;
  readonly onboarded: boolean;
  /** Projects opened or saved here, newest first. */
  readonly recent: readonly string[];
  /** Lines of the command palette chosen last, by id, newest first. */
  readonly recentCommands: readonly string[];
  set(change: Partial<Omit<ViewState, 'set'>>): void;
}

/** Selection, panels and preferences; preferences outlive the page. */
export const useViewStore = create<ViewState>()(
  persist(
    (set) => ({
      language: preferredLanguage(),
      theme: 'system',
      selection: { nodes: [], edges: [], notes: [] },
      sidePanel: 'inspector',
      folded: { palette: false, side: false, views: false },
      view: 'curves',
      dialog: null,
      run: null,
      overlay: [],
      centreOn: null,
      announcement: '',
      onboarded: false,
      recent: [],
      recentCommands: [],
      set: (change) => set(change),
    }),
    {
      name: 'hourglass-view',
      partialize: ({ language, theme, sidePanel, folded, view, onboarded, recent, recentCommands }) => ({
        language,
        theme,
        sidePanel,
        folded,
        view,
        onboarded,
        recent,
        recentCommands,
      }),
    },
  ),
);

/** Chinese for a browser that asks for it, else English. */
function preferredLanguage(): Language {
  return typeof navigator !== 'undefined' && navigator.language?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
