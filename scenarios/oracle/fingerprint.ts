// A short text for a value of any size: values that differ have others, so that what was seen need not be kept. The
// order of members counts, as it does in what is sent.

/** FNV-1a, and a second number of its own multiplier. */
const PRIME = 0x01000193;
const OTHER_PRIME = 0x85ebca6b;
const START = 0x811c9dc5;

/** One look is often followed by another at the same. */
let latest = { text: '', print: '' };

/** Of JSON values. That two different ones have the same is one chance in four thousand million, or less. */
export const fingerprint = (value: unknown): string => {
  const text = JSON.stringify(value);
  if (text !== latest.text) latest = { text, print: printOf(text) };
  return latest.print;
};

const printOf = (text: string): string => {
  let one = START;
  let other = START;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, PRIME);
    other = Math.imul((other << 5) ^ (other >>> 27) ^ code, OTHER_PRIME);
  }
  return `${one} ${other}`;
};
