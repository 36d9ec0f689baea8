// The address of a real bank's endpoint, as --issuer and banknet.yaml give it.

/** The address without its last slash; undefined where it is none, or carries what does not belong there. */
export const bankUrlOf = (given: unknown): string | undefined => {
  if (typeof given !== 'string' || !URL.canParse(given)) return undefined;
  const { protocol, username, password, search, hash, origin, pathname } = new URL(given);
  if (!/^https?:$/.test(protocol) || username + password + search + hash !== '') return undefined;
  return `${origin}${pathname.replace(/\/+$/, '')}`;
};
