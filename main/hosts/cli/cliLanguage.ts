import { languages } from '../../../shared/messages/language.ts';
import type { Language } from '../../../shared/messages/language.ts';

/** The language named by `--language`, else that of the environment (LC_ALL, LC_MESSAGES, LANG in POSIX's order), else English. Read before the command line is, as help and usage errors need it. */
export function cliLanguage(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): Language {
  const at = args.findIndex((arg) => arg === '--language' || arg.startsWith('--language='));
  const named = at < 0 ? undefined : (args[at]?.split('=')[1] ?? args[at + 1]);
  const chosen = languages.find((language) => language === named);
  if (chosen) return chosen;
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return /^zh\b|^zh_/i.test(locale) ? 'zh' : 'en';
}
