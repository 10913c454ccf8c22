/// <reference types="vite/client" />
import { lazy } from 'react';
import type { ComponentType } from 'react';

/** The rooms that stand in the frame, found as they land. */
const found = {
  ...import.meta.glob<Record<string, ComponentType>>('../canvas/{Canvas,Outline,ProblemsPanel}.tsx'),
  ...import.meta.glob<Record<string, ComponentType>>('../palette/{Palette,Outline,ProblemsPanel}.tsx'),
  ...import.meta.glob<Record<string, ComponentType>>('../inspector/Inspector.tsx'),
  ...import.meta.glob<Record<string, ComponentType>>('../training/{RunBar,TrainingSettings,RunHistory}.tsx'),
  ...import.meta.glob<Record<string, ComponentType>>('../views/ViewPane.tsx'),
};

function slot(name: string): ComponentType {
  const load = Object.entries(found).find(([path]) => path.endsWith(`/${name}.tsx`))?.[1];
  if (!load) return () => null;
  return lazy(async () => ({ default: (await load())[name] ?? (() => null) }));
}

export const Canvas = slot('Canvas');
export const Palette = slot('Palette');
export const Outline = slot('Outline');
export const ProblemsPanel = slot('ProblemsPanel');
export const Inspector = slot('Inspector');
export const RunBar = slot('RunBar');
export const TrainingSettings = slot('TrainingSettings');
export const RunHistory = slot('RunHistory');
export const ViewPane = slot('ViewPane');
