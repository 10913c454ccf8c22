import type { Text } from '../../shared/messages/language.ts';
import { appTexts } from './appTexts.ts';
import { canvasTexts } from './canvasTexts.ts';
import { inspectorTexts } from './inspectorTexts.ts';
import { trainingTexts } from './trainingTexts.ts';
import { viewTexts } from './viewTexts.ts';

/** Every word of the page, one file a room. */
export const texts = { ...appTexts, ...canvasTexts, ...inspectorTexts, ...trainingTexts, ...viewTexts } satisfies Record<string, Text>;
export type TextKey = keyof typeof texts;
