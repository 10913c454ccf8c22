import { useViewStore } from '../../stores/viewStore.ts';
import { SettingsDialog } from './SettingsDialog.tsx';
import { ShortcutSheet } from './ShortcutSheet.tsx';

/** The dialog that is open, if any. */
export function Dialogs() {
  const dialog = useViewStore((state) => state.dialog);
  switch (dialog) {
    case 'settings': return <SettingsDialog />;
    case 'shortcuts': return <ShortcutSheet />;
    default: return null;
  }
}
