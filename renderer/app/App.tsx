import { Tooltip } from '@base-ui/react/tooltip';
import { useEffect } from 'react';
import { Announcer } from '../ui/Announcer.tsx';
import { ToastArea } from '../ui/ToastArea.tsx';
import { TopBar } from './bar/TopBar.tsx';
import { startConnection } from './connection.ts';
import { Dialogs } from './dialogs/Dialogs.tsx';
import { DropHint } from './DropHint.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { useProject } from './project/useProject.ts';
import { usePreferences } from './usePreferences.ts';
import { useShortcuts } from './useShortcuts.ts';
import { Workbench } from './Workbench.tsx';

/** The page: the bar, the work, and what may lie over them. */
export function App() {
  usePreferences();
  useShortcuts();
  useEffect(startConnection, []);
  useProject();
  return (
    <ErrorBoundary>
      <Tooltip.Provider delay={500}>
        <div className="flex h-full flex-col overflow-hidden">
          <TopBar />
          <Workbench />
        </div>
        <Dialogs />
      </Tooltip.Provider>
      <DropHint />
      <ToastArea />
      <Announcer />
    </ErrorBoundary>
  );
}
