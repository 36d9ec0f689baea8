// A complete answer whose body is no message: broken JSON, nothing, an HTML page, bytes that are no UTF-8.
import { oneOf } from '../../core/fields.ts';
import type { RawBody } from '../issuer/delivery.ts';
import type { BreakageKind } from './fault.ts';

const FORMS = ['json', 'empty', 'html', 'utf8'] as const;

export interface Malformed {
  readonly kind: 'malformed';
  readonly what?: (typeof FORMS)[number] | undefined;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const encoder = new TextEncoder();

/** The whole answer's text made into something that cannot be parsed. */
const BODIES: Readonly<Record<(typeof FORMS)[number], (text: string) => RawBody>> = {
  // Half of a JSON text is never one.
  json: (text) => ({ bytes: encoder.encode(text.slice(0, Math.ceil(text.length / 2))), contentType: JSON_TYPE }),
  empty: () => ({ bytes: new Uint8Array(0), contentType: JSON_TYPE }),
  html: () => ({
    bytes: encoder.encode('<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>'),
    contentType: 'text/html; charset=utf-8',
  }),
  // 0xFF stands in no UTF-8 text.
  utf8: (text) => ({ bytes: Uint8Array.of(...encoder.encode(text.slice(0, -1)), 0xff), contentType: JSON_TYPE }),
};

export const malformed: BreakageKind<Malformed> = {
  kind: 'malformed',
  summary:
    'A complete answer that is no message, `what`: json (default, broken off), empty, html, or utf8 (wrong bytes).',
  keys: { what: oneOf(FORMS).optional() },
  decides: 'body',
  alter({ what = 'json' }, delivery) {
    const { act } = delivery;
    if (act.kind !== 'respond') return delivery;
    return { ...delivery, act: { ...act, raw: BODIES[what](JSON.stringify(act.body)) } };
  },
};
