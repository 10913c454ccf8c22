import type { Text } from '../../shared/messages/language.ts';

export const appTexts = {
  'app.name': { en: 'Hourglass', zh: 'Hourglass' },
} as const satisfies Record<string, Text>;
