import type { Text } from '../../shared/messages/language.ts';

export const canvasTexts = {
  'canvas.name': { en: 'Canvas', zh: '画布' },
} as const satisfies Record<string, Text>;
