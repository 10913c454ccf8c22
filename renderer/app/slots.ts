import { lazy } from 'react';
import { loadAgain } from './loadAgain.ts';

// The rooms that stand in the frame. What the page opens with comes with it; the rest is loaded when its tab or pane is first shown.
export { Canvas } from '../canvas/Canvas.tsx';
export { ProblemsPanel } from '../canvas/ProblemsPanel.tsx';
export { Inspector } from '../inspector/Inspector.tsx';
export { Palette } from '../palette/Palette.tsx';
export { RunBar } from '../training/RunBar.tsx';
export const Outline = lazy(() => loadAgain(async () => ({ default: (await import('../canvas/Outline.tsx')).Outline })));
export const TrainingSettings = lazy(() => loadAgain(async () => ({ default: (await import('../training/TrainingSettings.tsx')).TrainingSettings })));
export const RunHistory = lazy(() => loadAgain(async () => ({ default: (await import('../training/RunHistory.tsx')).RunHistory })));
export const ViewPane = lazy(() => loadAgain(async () => ({ default: (await import('../views/ViewPane.tsx')).ViewPane })));
