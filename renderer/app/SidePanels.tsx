import { useAnalysis } from '../stores/documentStore.ts';
import { useViewStore } from '../stores/viewStore.ts';
import { useText } from '../text/useText.ts';
import { Badge } from '../ui/Badge.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { Room } from './Room.tsx';
import { Inspector, Outline, ProblemsPanel, RunHistory, TrainingSettings } from './slots.ts';

/** Inspector, training settings, problems, outline and the history of runs. */
export function SidePanels() {
  const { t } = useText();
  const value = useViewStore(({ sidePanel }) => sidePanel);
  const set = useViewStore((state) => state.set);
  return (
    <Tabs
      label={t('app.side')}
      value={value}
      onChange={(sidePanel) => set({ sidePanel })}
      pages={[
        {
          id: 'inspector',
          title: t('app.inspector'),
          content: (
            <Room>
              <Inspector />
            </Room>
          ),
        },
        {
          id: 'training',
          title: t('app.training'),
          content: (
            <Room>
              <TrainingSettings />
            </Room>
          ),
        },
        {
          id: 'problems',
          title: t('app.problems'),
          badge: <ProblemCount />,
          content: (
            <Room>
              <ProblemsPanel />
            </Room>
          ),
        },
        {
          id: 'outline',
          title: t('app.outline'),
          content: (
            <Room>
              <Outline />
            </Room>
          ),
        },
        {
          id: 'history',
          title: t('app.history'),
          content: (
            <Room>
              <RunHistory />
            </Room>
          ),
        },
      ]}
    />
  );
}

function ProblemCount() {
  const { t } = useText();
  const { issues } = useAnalysis();
  const count = issues.filter(({ severity }) => severity !== 'note').length;
  if (count === 0) return null;
  const isError = issues.some(({ severity }) => severity === 'error');
  return (
    <Badge tone={isError ? 'error' : 'warning'} label={t('app.problemCount', { count })}>
      {count}
    </Badge>
  );
}
