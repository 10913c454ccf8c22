import i18next from 'i18next';
import type { TextKey } from './texts.ts';

/** A text in the current language, for code outside components; `{{name}}` is filled from `values`. */
export function say(key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  return i18next.t(key, values);
}
