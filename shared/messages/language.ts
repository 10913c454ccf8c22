export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

/** A text in every language of the app. */
export type Text = Readonly<Record<Language, string>>;
