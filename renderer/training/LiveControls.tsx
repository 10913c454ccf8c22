import type { RunState } from '../../shared/run/runState.ts';
import { useRunStore } from '../stores/runStore.ts';
import { useText } from '../text/useText.ts';
import { ControlSlider } from './ControlSlider.tsx';
import { setInForce } from './runActions.ts';
import { activeRun, inForce } from './runProgress.ts';
import { betaScale, rateScale } from './sliderScale.ts';
import { useRunFigures } from './useRunFigures.ts';
import { useConfiguredFigures } from './useConfiguredFigures.ts';

/** The learning rate and β of the running model, and its figures; nothing while none trains. */
export function LiveControls() {
  const active = useRunStore(activeRun);
  const run = useRunStore(({ runs }) => (active === null ? null : (runs[active] ?? null)));
  return run && <RunningModel run={run} />;
}

function RunningModel({ run }: { readonly run: RunState }) {
  const { t } = useText();
  const { epoch, step, speed, left } = useRunFigures(run);
  const configured = useConfiguredFigures();
  const force = inForce(run);
  const beta = force.beta ?? configured.beta;
  const facts = [
    [t('training.progress'), `${epoch} · ${step}`],
    [t('training.pace'), [speed, left].filter(Boolean).join(' · ') || '–'],
    [t('training.device'), run.start?.device.description || run.start?.device.name || '–'],
  ] as const;
  return (
    <div className="flex flex-col gap-1">
      <ControlSlider
        label={t('training.rate')}
        sign={t('training.rate.short')}
        scale={rateScale}
        value={force.learningRate ?? configured.learningRate}
        change={(value) => void setInForce('setLearningRate', value)}
      />
      {beta !== null && (
        <ControlSlider label={t('training.beta')} sign="β" scale={betaScale} value={beta} change={(value) => void setInForce('setBeta', value)} />
      )}
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-xs">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-muted">{name}</dt>
            <dd className="truncate text-end tabular-nums" title={value}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
