import i18next from 'i18next';
import type { Language, Text } from '../../shared/messages/language.ts';
import type { TextKey } from '../text/texts.ts';
import { announce } from '../ui/tell.ts';

/** A text in the current language, outside of components. */
export function word(key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  return i18next.t(key, values);
}

export const languageNow = (): Language => (i18next.language === 'zh' ? 'zh' : 'en');

/** What a node is called: the user's name, else its kind's title. */
export function nodeName(view: { readonly name: string | null; readonly title: Text }, language: Language = languageNow()): string {
  return view.name ?? view.title[language];
}

/** Says to screen readers what just happened. */
export function say(key: TextKey, values?: Readonly<Record<string, string | number>>): void {
  announce(word(key, values));
}
