// Text from outside as something that can stand anywhere: on a terminal it moves no cursor, in XML it is no forbidden
// character, and it turns no reading direction.

/** What no report may carry as it is: controls (but tab and line feed), turns of direction, halves of characters. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;
/** U+2400 and the following are pictures of the controls: ␛ for escape. */
const FIRST_PICTURE = 0x2400;
const PICTURE_OF_DELETE = '\u2421';
const REPLACEMENT = '\ufffd';

/** The text with every unsafe character replaced by one that shows it. */
export const visible = (text: string): string =>
  text.replaceAll(UNSAFE, (sign) => {
    const code = sign.charCodeAt(0);
    if (sign === '\n' || sign === '\t') return sign;
    if (code < 0x20) return String.fromCharCode(FIRST_PICTURE + code);
    return code === 0x7f ? PICTURE_OF_DELETE : REPLACEMENT;
  });

/** {@link visible} on one line, at most `maxLength` characters of it. */
export const oneLine = (text: string, maxLength = 500): string => {
  const line = visible(text).replaceAll(/\s+/g, ' ').trim();
  const signs = [...line];
  return signs.length <= maxLength ? line : `${signs.slice(0, maxLength - 1).join('')}…`;
};
