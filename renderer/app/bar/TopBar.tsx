import { Room } from '../Room.tsx';
import { RunBar } from '../slots.ts';
import { DocumentTitle } from './DocumentTitle.tsx';
import { EngineBadge } from './EngineBadge.tsx';
import { GoalSelect } from './GoalSelect.tsx';
import { MenuBar } from './MenuBar.tsx';
import { UndoButtons } from './UndoButtons.tsx';

/** Menus and document at the left, the run in the middle, the engine at the right. */
export function TopBar() {
  return (
    <header className="flex h-11 shrink-0 items-center gap-2 border-b border-line bg-panel px-2">
      <MenuBar />
      <DocumentTitle />
      <GoalSelect />
      <UndoButtons />
      <div className="flex min-w-0 flex-1 items-center justify-center">
        <Room>
          <RunBar />
        </Room>
      </div>
      <EngineBadge />
    </header>
  );
}
