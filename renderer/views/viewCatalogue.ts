import { lazy } from 'react';
import type { ComponentType } from 'react';
import { loadAgain } from '../app/loadAgain.ts';
import type { TextKey } from '../text/texts.ts';

export interface ViewEntry {
  readonly id: string;
  readonly title: TextKey;
  /** Loaded when first shown, or before, while nothing else is to be done. */
  readonly component: ComponentType;
  load(): Promise<unknown>;
  /** What the model must have: any run, a latent code, or a classification loss. */
  readonly needs: 'run' | 'latent' | 'classes';
}

const later = (load: () => Promise<{ readonly default: ComponentType }>): Pick<ViewEntry, 'component' | 'load'> => ({
  component: lazy(() => loadAgain(load)),
  load,
});

/** The views, in the order of their tabs. */
export const viewCatalogue: readonly ViewEntry[] = [
  { id: 'curves', title: 'view.curves', ...later(() => import('./curves/CurvesView.tsx')), needs: 'run' },
  { id: 'reconstructions', title: 'view.reconstructions', ...later(() => import('./reconstructions/ReconstructionsView.tsx')), needs: 'latent' },
  { id: 'latent', title: 'view.latent', ...later(() => import('./latent/LatentView.tsx')), needs: 'latent' },
  { id: 'samples', title: 'view.samples', ...later(() => import('./samples/SamplesView.tsx')), needs: 'latent' },
  { id: 'kl', title: 'view.kl', ...later(() => import('./kl/KlView.tsx')), needs: 'latent' },
  { id: 'confusion', title: 'view.confusion', ...later(() => import('./confusion/ConfusionView.tsx')), needs: 'classes' },
  { id: 'gradients', title: 'view.gradients', ...later(() => import('./gradients/GradientsView.tsx')), needs: 'run' },
  { id: 'own', title: 'view.own', ...later(() => import('./own/OwnExampleView.tsx')), needs: 'run' },
];
