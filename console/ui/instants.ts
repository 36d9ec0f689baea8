// Instants as the network tells them, in Shanghai time, as people read them in a list. Cut out of the text: the
// reader's own time zone has no part in it.

/** `09:00:01.234` of `2026-01-05T09:00:01.234+08:00`. */
export const timeOf = (instant: string): string => instant.slice(11, 23);

/** `01-05 09:00:01`. */
export const dayAndTimeOf = (instant: string): string => `${instant.slice(5, 10)} ${instant.slice(11, 19)}`;
