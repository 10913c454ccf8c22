import { Play, X } from 'lucide-react';
import { useEffect } from 'react';
import { hasErrors } from '../../shared/check/issue.ts';
import { useAnalysis, useDocument } from '../stores/documentStore.ts';
import { useRunStore } from '../stores/runStore.ts';
import { useViewStore } from '../stores/viewStore.ts';
import { useText } from '../text/useText.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { onboardingStep } from './onboardingStep.ts';
import { startTraining } from '../training/runActions.ts';

/** The first-time user's way from the default template to a trained model: one card, one button, no reading needed. */
export function OnboardingCard() {
  const { t } = useText();
  const { onboarded, set, view, folded } = useViewStore();
  const run = useRunStore(({ runs, own }) => runs[own.at(-1) ?? '']);
  const engine = useRunStore((state) => state.engine);
  const step = onboardingStep(run);
  // The views show what happens, also when they were folded away.
  useEffect(() => {
    if (!onboarded && step === 'watch') set({ folded: { ...useViewStore.getState().folded, views: false }, view: 'curves' });
  }, [onboarded, step, set]);
  const { goal } = useDocument();
  const { issues } = useAnalysis();
  // It speaks of a VAE that can be trained, and of a run that went well; of anything else the page itself tells.
  const fits = step === 'start' ? goal === 'vae' && !hasErrors(issues) : run?.status !== 'lost' && run?.status !== 'diverged';
  if (onboarded || !fits) return null;
  const show = (next: string): void => set({ view: next, folded: { ...folded, views: false } });
  const look = (id: string): 'primary' | 'plain' => (view === id ? 'primary' : 'plain');
  return (
    <aside
      aria-label={t('app.firstSteps')}
      data-testid="app-onboarding"
      className="absolute inset-x-4 top-4 z-20 mx-auto flex w-fit items-center gap-4 rounded-xl border border-line bg-panel py-3 pr-2 pl-4 shadow-(--shadow)"
    >
      <div className="min-w-0">
        <p className="font-semibold">{t(`app.onboarding.${step}`)}</p>
        <p className="text-ink-muted">{t(`app.onboarding.${step}.about`)}</p>
      </div>
      {step === 'start' ? (
        <Button
          look="primary"
          className="min-h-10 px-5 text-[15px]"
          icon={<Play size={16} />}
          disabled={engine !== 'ready'}
          onClick={() => void startTraining()}
        >
          {t('app.train')}
        </Button>
      ) : (
        <div className="flex gap-2">
          <Button look={look('curves')} onClick={() => show('curves')}>
            {t('app.onboarding.curves')}
          </Button>
          <Button look={look('reconstructions')} onClick={() => show('reconstructions')}>
            {t('app.onboarding.reconstructions')}
          </Button>
          <Button look={look('latent')} onClick={() => show('latent')}>
            {t('app.onboarding.latent')}
          </Button>
        </div>
      )}
      <IconButton label={t('app.dismiss')} icon={<X size={16} />} side="top" onClick={() => set({ onboarded: true })} />
    </aside>
  );
}
