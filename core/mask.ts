// The only forms in which a card number, ID number, mobile or name may be seen outside its place (R2, R26).

/** First four and last four digits of a card number: all that ever leaves an issuer (R2). */
export const maskPan = (pan: string): { readonly panFirst4: string; readonly panLast4: string } => ({
  panFirst4: pan.slice(0, 4),
  panLast4: pan.slice(-4),
});

/** `6222 **** 1234`, as a person reads it on a report. */
export const formatMaskedPan = (panFirst4: string, panLast4: string): string => `${panFirst4} **** ${panLast4}`;

/** `142****5678`: enough to recognise one's own number. */
export const maskMobile = (mobile: string): string => `${mobile.slice(0, 3)}****${mobile.slice(-4)}`;

/** `310***********1234`. */
export const maskIdNumber = (idNumber: string): string => `${idNumber.slice(0, 3)}***********${idNumber.slice(-4)}`;

/** `王**`: the family name's first character, then a star for each further one. */
export const maskName = (name: string): string => {
  const [first = '', ...rest] = [...name];
  return first + '*'.repeat(rest.length);
};

/** A short message whose code is stars: nobody but its reader may use it. Other figures in it have fewer digits. */
export const maskCode = (text: string): string => text.replace(/[0-9]{4,}/g, (digits) => '*'.repeat(digits.length));
