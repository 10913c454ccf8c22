import { useRunStore } from '../stores/runStore.ts';
import { useText } from '../text/useText.ts';
import { ControlSlider } from './ControlSlider.tsx';
import { setInForce } from './runActions.ts';
import { activeRun, inForce } from './runProgress.ts';
import { betaScale, rateScale } from './sliderScale.ts';
import { useConfiguredFigures } from './useConfiguredFigures.ts';

/** The learning rate and β of the running model, and its figures; nothing while none trains. */
export function LiveControls() {
  const { t } = useText();
  const active = useRunStore(activeRun);
  const run = useRunStore(({ runs }) => (active === null ? null : runs[active] ?? null));
  const configured = useConfiguredFigures();
  if (!run) return null;
  const force = inForce(run);
  const beta = force.beta ?? configured.beta;
  return (
    <div className="flex flex-col gap-1">
      <ControlSlider label={t('training.rate')} sign={t('training.rate.short')} scale={rateScale} value={force.learningRate ?? configured.learningRate} change={(value) => void setInForce('setLearningRate', value)} />
      {beta !== null && <ControlSlider label={t('training.beta')} sign="β" scale={betaScale} value={beta} change={(value) => void setInForce('setBeta', value)} />}
    </div>
  );
}
