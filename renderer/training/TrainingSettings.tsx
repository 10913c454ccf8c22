import type { ReactNode } from 'react';
import { Section } from '../inspector/Section.tsx';
import { useRunStore } from '../stores/runStore.ts';
import type { TextKey } from '../text/texts.ts';
import { useText } from '../text/useText.ts';
import { preparationSpecs, splitSpecs } from './dataSettingSpecs.ts';
import { DataSettings } from './DataSettings.tsx';
import { LiveControls } from './LiveControls.tsx';
import { activeRun } from './runProgress.ts';
import { SettingField } from './SettingField.tsx';
import type { SettingSpec } from './settingSpec.ts';
import { SplitBar } from './SplitBar.tsx';
import { clipSpecs, optimiserSpecs, runSpecs, scheduleSpecs, stoppingSpecs } from './trainingSettingSpecs.ts';

interface SettingGroup {
  readonly title: TextKey;
  readonly specs: readonly SettingSpec[];
  readonly lead?: () => ReactNode;
}

const groups: readonly SettingGroup[] = [
  { title: 'training.group.run', specs: runSpecs },
  { title: 'training.group.optimiser', specs: [...optimiserSpecs, ...scheduleSpecs, ...clipSpecs] },
  { title: 'training.group.stopping', specs: stoppingSpecs },
  { title: 'training.group.split', specs: splitSpecs, lead: () => <SplitBar /> },
  { title: 'training.group.preparation', specs: preparationSpecs },
];

/** How the open document is trained, and on what. */
export function TrainingSettings() {
  const { t } = useText();
  const training = useRunStore((state) => activeRun(state) !== null);
  return (
    <div role="region" aria-label={t('training.settings')} data-testid="training-settings" className="h-full overflow-y-auto bg-panel">
      {training && (
        <Section title={t('training.live')}>
          <LiveControls />
        </Section>
      )}
      <DataSettings />
      {groups.map(({ title, specs, lead }) => (
        <Section key={title} title={t(title)}>
          {lead?.()}
          {specs.map((setting) => (
            <SettingField key={setting.path.join('.')} setting={setting} />
          ))}
        </Section>
      ))}
    </div>
  );
}
