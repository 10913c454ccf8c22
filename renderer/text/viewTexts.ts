import type { Text } from '../../shared/messages/language.ts';

export const viewTexts = {
  'view.name': { en: 'Views', zh: '视图' },
} as const satisfies Record<string, Text>;
