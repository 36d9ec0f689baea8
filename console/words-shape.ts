// The languages of the page, and the shape of a part's words: the same in each of them, side by side.

export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export type Words<Shape> = Readonly<Record<Language, Shape>>;
