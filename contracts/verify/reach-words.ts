// Whose affair it is that no answer came, and what a person can do about it.
import type { Blame } from '../verification.ts';

/** A server that is there and does not answer is its bank's affair; one that cannot be reached may be anybody's. */
export const blameFor = (code: string): Blame =>
  BANKS_OWN.has(code) || code.startsWith('HPE_') ? 'bank' : 'environment';

const BANKS_OWN: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'TOO_LARGE', 'CUT_OFF']);

/** Lost between here and there, once the endpoint has been reached: no word against the bank. */
export const isOnTheWay = (code: string): boolean => ON_THE_WAY.has(code);

const ON_THE_WAY: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EMFILE',
  'ENOBUFS',
  'EADDRNOTAVAIL',
  'CONNECT_TIMEOUT',
]);

/** `; does it run, and on this port?`; nothing where nobody knows what would help. */
export const remedyFor = (code: string): string => {
  const remedy = REMEDIES[code] ?? (TLS.test(code) ? TLS_REMEDY : undefined);
  return remedy === undefined ? '' : `; ${remedy}`;
};

const REMEDIES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'is the address right?',
  EAI_AGAIN: 'is there a network, and is the address right?',
  ECONNREFUSED: 'does it run, and on this port?',
  EPROTO: 'what is there speaks no TLS as we know it: is it http, or another port?',
  CONNECT_TIMEOUT: 'is a firewall in between?',
};

const TLS = /CERT|SSL|TLS|UNABLE_TO_|SELF_SIGNED/;
const TLS_REMEDY = 'its certificate or its TLS is not accepted: NODE_EXTRA_CA_CERTS takes the file of a CA of your own';
