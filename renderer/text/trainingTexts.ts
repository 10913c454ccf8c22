import type { Text } from '../../shared/messages/language.ts';

export const trainingTexts = {
  'training.name': { en: 'Training', zh: '训练' },
} as const satisfies Record<string, Text>;
