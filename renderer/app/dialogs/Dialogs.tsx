import { lazy, Suspense } from 'react';
import type { ComponentType } from 'react';
import { useViewStore } from '../../stores/viewStore.ts';
import { AboutDialog } from './AboutDialog.tsx';
import { CommandPalette } from './CommandPalette.tsx';
import { ConflictDialog } from './ConflictDialog.tsx';
import { ProjectsDialog } from './ProjectsDialog.tsx';
import { RecoveryDialog } from './RecoveryDialog.tsx';
import { RefusedFileDialog } from './RefusedFileDialog.tsx';
import { SaveAsDialog } from './SaveAsDialog.tsx';
import { SettingsDialog } from './SettingsDialog.tsx';
import { ShortcutSheet } from './ShortcutSheet.tsx';
import { UnsavedDialog } from './UnsavedDialog.tsx';
import { VersionsDialog } from './VersionsDialog.tsx';

const TemplateGallery = lazy(async () => ({ default: (await import('./TemplateGallery.tsx')).TemplateGallery }));

/** Every dialog of the shell by name. Rooms that have dialogs of their own mount them themselves and look at the same name. */
const dialogs: Readonly<Record<string, ComponentType>> = {
  about: AboutDialog,
  commands: CommandPalette,
  conflict: ConflictDialog,
  projects: ProjectsDialog,
  recovery: RecoveryDialog,
  refusedFile: RefusedFileDialog,
  saveAs: SaveAsDialog,
  settings: SettingsDialog,
  shortcuts: ShortcutSheet,
  templates: TemplateGallery,
  unsaved: UnsavedDialog,
  versions: VersionsDialog,
};

/** The dialog that is open, if any. */
export function Dialogs() {
  const name = useViewStore((state) => state.dialog);
  const Open = name === null ? undefined : dialogs[name];
  return Open ? (
    <Suspense>
      <Open />
    </Suspense>
  ) : null;
}
