// Small choices in the head of the page: language, light or dark; and the token, where the network wants one.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { chooseLanguage, language, say } from './language.ts';
import { controlToken } from './live/control.ts';
import { chooseTheme, type Theme, theme } from './theme.ts';
import { SHELL_WORDS } from './words.ts';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/** Names the other language in its own words. */
export const LanguageChoice = (): JSX.Element => {
  const other = language.value === 'zh' ? 'en' : 'zh';
  return (
    <button type="button" class="quiet" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => chooseLanguage(other)}>
      {other === 'zh' ? '中文' : 'English'}
    </button>
  );
};

export const ThemeChoice = (): JSX.Element => {
  const words = say(SHELL_WORDS);
  const choose = (chosen: string): void => chooseTheme(THEMES.find((one) => one === chosen) ?? 'system');
  return (
    <select aria-label={words.theme} value={theme.value} onChange={({ currentTarget }) => choose(currentTarget.value)}>
      {THEMES.map((one) => (
        <option key={one} value={one}>
          {words.themes[one]}
        </option>
      ))}
    </select>
  );
};

export const TokenForm = (): JSX.Element => {
  const words = say(SHELL_WORDS);
  const [typed, setTyped] = useState('');
  return (
    <form
      class="notice warn banner row"
      onSubmit={(event) => {
        event.preventDefault();
        controlToken.value = typed;
      }}
    >
      <span>{words.tokenWanted}</span>
      <input
        type="password"
        autocomplete="off"
        aria-label={words.token}
        value={typed}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <button type="submit" class="primary">
        {words.enter}
      </button>
    </form>
  );
};
