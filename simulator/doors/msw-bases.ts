// Where each issuer of the MSW door is: base addresses as its user gives them, and which requests are below them.
import { BANKS, type IssuerCode } from '../../core/banks.ts';

/** One address for all, with a folder for each issuer, as in `https://banks.test/CMB`; or an address for each. */
export type GivenBase = string | ((issuer: IssuerCode) => string);

export interface Base {
  readonly origin: string;
  /** What paths begin with: `/CMB`, or nothing. */
  readonly path: string;
}

/** As with sockets: 7101 for the first issuer of the network, 7102 for the second... */
const FIRST_PORT = 7101;

/** The addresses that the command line's issuers have. */
export const localBaseOf = (issuer: IssuerCode): string =>
  `http://127.0.0.1:${FIRST_PORT + BANKS.findIndex(({ code }) => code === issuer)}`;

/**
 * Each issuer with its base.
 * @throws RangeError where an address is none, or one is within another: its requests would have two issuers
 */
export const withBases = <Placed extends { readonly code: IssuerCode }>(
  issuers: readonly Placed[],
  given: GivenBase,
): readonly (Placed & { readonly base: Base })[] => {
  const placed = issuers.map((issuer) => ({ ...issuer, base: baseOf(issuer.code, given) }));
  for (const outer of placed) {
    const inner = placed.find(({ code, base }) => code !== outer.code && isWithin(base, outer.base));
    if (inner !== undefined) {
      throw new RangeError(
        `issuerHandlers: baseUrl of ${inner.code} is within that of ${outer.code}, ${textOf(outer.base)}: give each issuer its own`,
      );
    }
  }
  return placed;
};

const baseOf = (issuer: IssuerCode, given: GivenBase): Base => {
  const text = typeof given === 'string' ? `${given.replace(/\/$/, '')}/${issuer}` : given(issuer);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new RangeError(
      `issuerHandlers: baseUrl of ${issuer} is '${text}': must be an http or https address without query and fragment, such as http://banks.test`,
    );
  }
  return { origin: url.origin, path: url.pathname.replace(/\/$/, '') };
};

const textOf = ({ origin, path }: Base): string => origin + path;

const isWithin = (inner: Base, outer: Base): boolean =>
  inner.origin === outer.origin && isBelow(inner.path, outer.path);

const isBelow = (path: string, basePath: string): boolean => path === basePath || path.startsWith(`${basePath}/`);

/** Whether an address is this issuer's; upper and lower case count in a path. */
export const isAt = ({ origin, path }: Base, url: URL): boolean => url.origin === origin && isBelow(url.pathname, path);
