// What an issuer did about a call, in a few words for the journal: `200/00`, `503/02`, `200/00 truncated`, `reset`.
import type { Act } from '../issuer/delivery.ts';

const TRANSPORT_WORDS = { dribble: ' dribbled', truncate: ' truncated', reset: ' reset in the body' } as const;

export const actWords = (act: Act): string => {
  if (act.kind !== 'respond') return act.kind;
  const { status, body, raw, transport } = act;
  const respCode = 'respCode' in body ? `/${String(body.respCode)}` : '';
  const travelled = transport === undefined ? '' : TRANSPORT_WORDS[transport.kind];
  return `${status}${raw === undefined ? respCode : ' malformed'}${travelled}`;
};
