import type { Text } from '../../shared/messages/language.ts';

export const inspectorTexts = {
  'inspector.name': { en: 'Inspector', zh: '检查器' },
} as const satisfies Record<string, Text>;
