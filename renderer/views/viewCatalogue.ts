import { lazy } from 'react';
import type { ComponentType } from 'react';
import type { TextKey } from '../text/texts.ts';

export interface ViewEntry {
  readonly id: string;
  readonly title: TextKey;
  /** Loaded when first shown. */
  readonly component: ComponentType;
  /** What the model must have: any run, a latent code, or a classification loss. */
  readonly needs: 'run' | 'latent' | 'classes';
}

/** The views, in the order of their tabs. */
export const viewCatalogue: readonly ViewEntry[] = [
  { id: 'curves', title: 'view.curves', component: lazy(() => import('./curves/CurvesView.tsx')), needs: 'run' },
  { id: 'reconstructions', title: 'view.reconstructions', component: lazy(() => import('./reconstructions/ReconstructionsView.tsx')), needs: 'latent' },
  { id: 'latent', title: 'view.latent', component: lazy(() => import('./latent/LatentView.tsx')), needs: 'latent' },
  { id: 'samples', title: 'view.samples', component: lazy(() => import('./samples/SamplesView.tsx')), needs: 'latent' },
  { id: 'kl', title: 'view.kl', component: lazy(() => import('./kl/KlView.tsx')), needs: 'latent' },
  { id: 'confusion', title: 'view.confusion', component: lazy(() => import('./confusion/ConfusionView.tsx')), needs: 'classes' },
  { id: 'gradients', title: 'view.gradients', component: lazy(() => import('./gradients/GradientsView.tsx')), needs: 'run' },
  { id: 'own', title: 'view.own', component: lazy(() => import('./own/OwnExampleView.tsx')), needs: 'run' },
];
