// The language of the page, switched in place and remembered by the browser. Each part of the console has its words in
// both languages side by side, of the same shape.
import { effect, signal } from '@preact/signals';
import type { Language, Words } from './words-shape.ts';

const KEPT_AS = 'banknet.language';

/** Chinese unless the reader has chosen, or reads no Chinese. */
const first = (): Language => {
  const kept = localStorage.getItem(KEPT_AS);
  if (kept === 'zh' || kept === 'en') return kept;
  return navigator.languages.some((tag) => tag.toLowerCase().startsWith('zh')) ? 'zh' : 'en';
};

export const language = signal<Language>(first());

effect(() => {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
});

export const chooseLanguage = (chosen: Language): void => {
  language.value = chosen;
  localStorage.setItem(KEPT_AS, chosen);
};

/** The words in the language of the page; a component that asks is drawn anew when the language changes. */
export const say = <Shape>(words: Words<Shape>): Shape => words[language.value];
