// An exchange as people may see it: whoever is asked about is masked, signatures are shortened, no key is in it. The
// answer is masked as well: an endpoint that repeats what it was asked must not make the report do so.
import { formatMaskedPan, maskIdNumber, maskMobile, maskName } from '../../core/mask.ts';
import { visible } from '../../report/visible-text.ts';
import type { Exchange, RawAnswer, RawRequest } from '../check.ts';
import type { ShownExchange } from '../verification.ts';
import { personalValuesIn } from './personal-values.ts';

/** More of a body helps nobody to see what is wrong. */
const MAX_SHOWN_CHARACTERS = 4000;
/** Of a signature or digest: enough to tell two apart. */
const SHOWN_SIGNATURE_CHARACTERS = 8;
/** A run of so many digits may be a card or ID number: its middle is not shown. */
const LONG_NUMBER = /\d{12,}/g;

export const showExchange = ({ request, answer, tookMs }: Exchange): ShownExchange => {
  const mask = maskerFor(request);
  return { request: visible(mask(requestText(request))), answer: visible(mask(answerText(answer, tookMs))) };
};

/** A text about an exchange, masked as the exchange is. */
export const showText = (text: string, { request }: Pick<Exchange, 'request'>): string =>
  visible(maskerFor(request)(text));

const requestText = ({ method, target, headers, body, framing }: RawRequest): string => {
  const lines = headers.map(([name, value]) => `${name}: ${shortened(value)}`);
  const text = typeof body === 'object' ? Buffer.from(body).toString('utf8') : body;
  return [`${method} ${target}`, ...lines, ...(framing === 'chunked' ? ['(chunked)'] : []), ...bodyLines(text)].join(
    '\n',
  );
};

const answerText = (answer: RawAnswer, tookMs: number): string => {
  if (answer.kind === 'failure') return `no answer after ${Math.round(tookMs)} ms: ${answer.code}`;
  const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${shownHeader(name, value)}`);
  return [String(answer.status), ...lines, ...bodyLines(answer.text, answer.json)].join('\n');
};

/** JSON with a line for each member, anything else as it is. */
const bodyLines = (text: string | undefined, json: unknown = parsed(text)): readonly string[] => {
  if (text === undefined || text === '') return [];
  const shown = json === undefined ? text : JSON.stringify(json, undefined, 2);
  const rest = shown.length - MAX_SHOWN_CHARACTERS;
  return ['', rest > 0 ? `${shown.slice(0, MAX_SHOWN_CHARACTERS)}\n… and ${rest} characters more` : shown];
};

const parsed = (text: string | undefined): unknown => {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    // It is shown as it is: many requests of a verification are no JSON on purpose.
    return undefined;
  }
};

/** Sessions and addresses may hold what is to stay secret. */
const shownHeader = (name: string, value: string): string => {
  if (name === 'location') return addressWithoutSecrets(value);
  return name === 'set-cookie' ? '…' : shortened(value);
};

/** Where a redirect leads. */
export const addressWithoutSecrets = (location: string | undefined): string => {
  if (location === undefined) return 'nowhere (no Location)';
  if (!URL.canParse(location)) return 'another path';
  const { origin, pathname } = new URL(location);
  return origin + pathname;
};

/** `sig1=:abcdefgh…:` for a header value with a hash in it. */
const shortened = (value: string): string =>
  value.replaceAll(/=:([A-Za-z0-9+/]+=*):/g, (_whole, hash: string) =>
    hash.length > SHOWN_SIGNATURE_CHARACTERS ? `=:${hash.slice(0, SHOWN_SIGNATURE_CHARACTERS)}…:` : `=:${hash}:`,
  );

const maskerFor = (request: RawRequest): ((text: string) => string) => {
  // The longest first: one value may be part of another.
  const values = [...personalValuesIn(request)].sort((one, other) => other.value.length - one.value.length);
  return (text) => {
    let masked = text;
    for (const { value, kind } of values) masked = masked.replaceAll(value, MASKS[kind](value));
    return masked.replaceAll(LONG_NUMBER, (run) => formatMaskedPan(run.slice(0, 4), run.slice(-4)));
  };
};

const MASKS = {
  name: maskName,
  idNumber: maskIdNumber,
  mobile: maskMobile,
  other: (value: string): string => '*'.repeat(Math.min(value.length, 8)),
} as const;
