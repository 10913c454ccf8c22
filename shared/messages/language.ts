export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

/** A text in every language of the app. */
export type Text = Readonly<Record<Language, string>>;

/** What is the same in every language: a name the user gave, a symbol. */
export function sameText(text: string): Text {
  return eachLanguage(() => text);
}

/** Texts in a row. */
export function joinTexts(texts: readonly Text[], between: Text): Text {
  return eachLanguage((language) => texts.map((text) => text[language]).join(between[language]));
}

/** A text made in each language by itself. */
export function eachLanguage(make: (language: Language) => string): Text {
  return { en: make('en'), zh: make('zh') };
}
