import i18next from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import { languages } from '../../shared/messages/language.ts';
import type { Language, Text } from '../../shared/messages/language.ts';
import { texts } from './texts.ts';
import type { TextKey } from './texts.ts';

/** Starts the languages; `setLanguage` switches them live. */
export async function startLanguages(language: Language): Promise<void> {
  const resources = Object.fromEntries(
    languages.map((each) => [each, { translation: Object.fromEntries(Object.entries<Text>(texts).map(([key, text]) => [key, text[each]])) }]),
  );
  await i18next
    .use(initReactI18next)
    .init({ lng: language, fallbackLng: 'en', resources, keySeparator: false, nsSeparator: false, interpolation: { escapeValue: false } });
}

export async function setLanguage(language: Language): Promise<void> {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  await i18next.changeLanguage(language);
}

export interface Words {
  readonly language: Language;
  /** A text by key; `{{name}}` is filled from `values`. */
  t(key: TextKey, values?: Readonly<Record<string, string | number>>): string;
  /** A text of the catalogue or a template in the current language. */
  pick(text: Text): string;
}

/** The words of the page in the current language. */
export function useText(): Words {
  const { t, i18n } = useTranslation();
  const language: Language = i18n.language === 'zh' ? 'zh' : 'en';
  const say = useCallback((key: TextKey, values?: Readonly<Record<string, string | number>>) => t(key, values ?? {}), [t]);
  const pick = useCallback((text: Text) => text[language], [language]);
  return { language, t: say, pick };
}
