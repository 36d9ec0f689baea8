// Who may control a network: this machine, or whoever has the control token; never a page of another origin.
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const LOOPBACK = /^(::1|(::ffff:)?127\.[0-9.]+)$/;
const LOCAL_HOST = /^(localhost|127\.[0-9.]+|\[::1\])(:[0-9]+)?$/i;

/** Why this request may not control the network; undefined where it may. */
export const controlRefusal = (request: IncomingMessage, token: string | undefined): string | undefined => {
  const { origin, host = '', 'sec-fetch-site': site } = request.headers;
  if (site === 'cross-site' || (origin !== undefined && origin !== `http://${host}`)) {
    return 'Control requests of a page from another origin are refused';
  }
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token !== undefined && given !== undefined && isSame(given, token)) return undefined;
  // The name matters too: a foreign name that resolves to this machine is somebody else's page.
  if (LOOPBACK.test(request.socket.remoteAddress ?? '') && LOCAL_HOST.test(host)) return undefined;
  return 'Control is for this machine; from another, send the token of --control-token as Authorization: Bearer TOKEN';
};

const isSame = (given: string, token: string): boolean => {
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
};
