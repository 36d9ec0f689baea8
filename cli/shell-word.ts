// A value as one word of a shell's command line: quoted where it would be read as more than itself.

export const shellWord = (text: string): string =>
  /^[\w./@%+=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
