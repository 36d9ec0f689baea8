// For tests: a verification in which every kind of verdict occurs, as a bank sees it that is nearly done.
import type { CheckResult, CheckVerdict, Verification } from './verification.ts';
import type { VerificationReport } from './verification-summary.ts';

const result = (name: string, title: string, source: string, verdict: CheckVerdict): CheckResult => ({
  name,
  title,
  source,
  verdict,
  tookMs: 12,
});

const REQUEST = `POST /v1/card-inquiries
Content-Type: application/json
Signature-Input: sig1=("@method" "@path" "content-digest");created=1790000000;keyid="network-CMB"
Signature: sig1=:hnyNqtj2…:

{
  "inquiryId": "check-0001",
  "customer": {
    "name": "阮**",
    "idNumber": "31************4500"
  }
}`;

const ANSWER = `200
content-type: application/json
date: Mon, 05 Jan 2026 01:00:00 GMT

{
  "inquiryId": "check-0001",
  "issuer": "CMB",
  "respCode": "00",
  "cards": [
    {
      "cardType": "debit",
      "panLast4": "1001"
    }
  ],
  "unsupported": null
}`;

export const STALE = result(
  'signature/stale',
  'A request that was signed more than 300 s ago is refused with 401 / 11',
  'issuer-api.yaml, Signature',
  {
    kind: 'broken',
    findings: [
      {
        sent: 'POST /v1/card-inquiries, signed, created 301 s ago',
        expected: '401 / 11',
        got: '200 / 00',
        exchange: { request: REQUEST, answer: ANSWER },
      },
    ],
  },
);

const SCHEMA = result(
  'every-answer/schema',
  'Every body follows the schema of the document',
  'issuer-api.yaml, schemas',
  {
    kind: 'broken',
    findings: Array.from({ length: 5 }, (_, at) => ({
      sent: `POST /v1/card-inquiries, signed, inquiry ${at + 1}`,
      expected: 'unsupported: an array',
      got: 'unsupported: null',
      exchange: { request: REQUEST, answer: ANSWER },
    })),
  },
);

const HELD = ['signature/missing', 'signature/wrong-key', 'form/null-member', 'headers/content-type'].map((name) =>
  result(name, `What ${name} says is kept`, 'issuer-api.yaml', { kind: 'held' }),
);

const NOT_RUN = ['callbacks/sends', 'callbacks/signature'].map((name) =>
  result(name, `What ${name} says is kept`, 'issuer-api.yaml, Callback', {
    kind: 'not-run',
    why: 'the state "answers later" was not set up: the state URL answered 500',
    blame: 'bank',
  }),
);

const LEFT_OUT = result('r3/order', 'Reasons come in the order of R3', 'R3', {
  kind: 'left-out',
  why: 'needs provider states: --state-url',
});

export const mixedVerification = (changes: Partial<Verification> = {}): Verification => ({
  issuer: 'CMB',
  url: 'https://bank.example/inquiries',
  hasStates: true,
  pactHash: 'ab'.repeat(32),
  endpointVersion: '2026.1',
  toolVersion: '0.2.0',
  startedAt: '2026-01-05T01:00:00.000Z',
  tookMs: 4210,
  checks: [HELD[0], STALE, ...HELD.slice(1), ...NOT_RUN, LEFT_OUT, SCHEMA].filter((one) => one !== undefined),
  ...changes,
});

export const mixedReport = (changes: Partial<Verification> = {}): VerificationReport => ({
  verification: mixedVerification(changes),
  command: 'banknet contract verify --issuer CMB --url https://bank.example/inquiries',
  wasInterrupted: false,
});

/** Everything held. */
export const heldReport = (): VerificationReport => mixedReport({ checks: HELD });

/** The environment kept everything from being known. */
export const unknownReport = (): VerificationReport =>
  mixedReport({
    checks: HELD.map((one) => ({
      ...one,
      verdict: { kind: 'not-run', why: 'the endpoint cannot be reached (ECONNREFUSED)', blame: 'environment' },
    })),
  });

/** Words of an endpoint that means ill, wherever words of it may stand. */
export const hostileReport = (words: string): VerificationReport =>
  mixedReport({
    url: words,
    endpointVersion: words,
    checks: [
      result(words, words, words, {
        kind: 'broken',
        findings: [{ sent: words, expected: words, got: `${words}!`, exchange: { request: words, answer: words } }],
      }),
      result('a/b', 'b', 'c', { kind: 'not-run', why: words, blame: 'bank' }),
    ],
  });
