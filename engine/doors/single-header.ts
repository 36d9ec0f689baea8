// Node gives a header that it does not know as one text or as a list of them.

/** The header's text; of several the first. */
export const singleHeader = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;
