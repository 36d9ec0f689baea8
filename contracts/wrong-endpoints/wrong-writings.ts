// Right messages, wrongly written or carried: the bytes, the headers, the connection.
import { gzipSync } from 'node:zlib';
import { nobodyAt, refusal } from '../checks/wrong-proxy-fixture.ts';
import { always, idIn } from '../checks/wrong-ways-fixture.ts';
import { sending, type WrongEndpoint, wrong } from './wrong-endpoint.ts';

const JSON_RULE = 'every-answer/json';
const CONTENT_TYPE = 'every-answer/content-type';
const typed = (type: string) => ({ headers: { 'content-type': type } });

/** What a name in the old encoding of banks looks like: no UTF-8. */
const GBK = Buffer.from([0xb3, 0xc9, 0xb9, 0xa6]);

const BYTES: readonly WrongEndpoint[] = [
  wrong(
    'byte-order-mark',
    'Answers begin with a byte order mark, as the file writer of the platform makes them',
    sending((reply, text) => ({ ...reply, raw: `\uFEFF${text}` })),
    JSON_RULE,
  ),
  wrong(
    'another-charset-said',
    'The content type says GBK',
    sending((reply) => ({ ...reply, ...typed('application/json; charset=GBK') })),
    CONTENT_TYPE,
  ),
  wrong(
    'another-charset-sent',
    'Messages are in GBK, whatever the content type says',
    sending((reply, text) => {
      const [before = '', after = ''] = text.split(/(?<="respMsg":")[^"]*/);
      return { ...reply, raw: Buffer.concat([Buffer.from(before), GBK, Buffer.from(after)]) };
    }),
    JSON_RULE,
  ),
  wrong(
    'text-plain',
    'The content type is text/plain',
    sending((reply) => ({ ...reply, ...typed('text/plain; charset=utf-8') })),
    CONTENT_TYPE,
  ),
  wrong(
    'gzip-unasked',
    'Answers are compressed for whoever has not asked for it',
    sending((reply, text) => ({ ...reply, raw: gzipSync(text), headers: { 'content-encoding': 'gzip' } })),
    CONTENT_TYPE,
    JSON_RULE,
  ),
  wrong(
    'repeated-members',
    'The frame of all answers has a respCode, and what is framed has one as well',
    sending((reply, text) => ({ ...reply, raw: text.replace('{', '{"respCode":"00",') })),
    JSON_RULE,
  ),
  wrong(
    'trailing-garbage',
    'A buffer is sent to its end, and not to the end of the text in it',
    sending((reply, text) => ({ ...reply, raw: `${text}\0\0\0\0` })),
    JSON_RULE,
  ),
  wrong(
    'json-in-a-text',
    'An answer that is JSON already is made JSON once more, and comes as a text',
    sending((reply, text) => ({ ...reply, raw: JSON.stringify(text) })),
    'every-answer/schema',
  ),
  wrong(
    'wrapped',
    'Every answer is wrapped in code, message and data, as everything else of this bank',
    sending((reply) => ({ ...reply, body: { code: 0, message: 'success', data: reply.body } })),
    'every-answer/schema',
    'basics/nobody',
    'pact/an-inquiry-about-the-customer-one-debit-card',
  ),
];

const PAGE = '<!DOCTYPE html><html><body><h1>Error</h1></body></html>';
const page = { raw: PAGE, ...typed('text/html') };

const PAGES: readonly WrongEndpoint[] = [
  wrong(
    'error-pages',
    'What is refused gets the page of the framework',
    sending((reply) => (reply.status < 400 ? reply : { ...reply, ...page })),
    JSON_RULE,
    CONTENT_TYPE,
    'every-answer/no-internals',
    'signature/missing',
    'form/missing',
  ),
  wrong(
    'not-found-page',
    'An unknown inquiry gets the page for unknown addresses',
    sending((reply) => (reply.status === 404 ? { ...reply, ...page } : reply)),
    JSON_RULE,
    CONTENT_TYPE,
    'basics/unknown-inquiry',
  ),
  wrong(
    'stack-trace',
    'What nobody has caught is told with its stack',
    sending((reply) =>
      reply.status === 400
        ? {
            status: 500,
            body: {
              respCode: '99',
              respMsg: 'java.lang.NullPointerException\n\tat cn.bank.Inquiry.parse(Inquiry.java:42)',
            },
          }
        : reply,
    ),
    'every-answer/no-internals',
    'form/missing',
  ),
];

/** Of the caller, and long enough for all that is not slow. */
const SHORT_MS = 30_000;

const CONNECTION: readonly WrongEndpoint[] = [
  wrong(
    'answer-cut-off',
    'The connection is closed before an answer with cards has been sent to its end',
    sending((reply) => (JSON.stringify(reply.body).includes('panLast4') ? { ...reply, isCutOff: true } : reply)),
    'every-answer/arrives',
    'r3/one-debit-card',
  ),
  wrong(
    'redirected-to-https',
    'Whoever comes by http is sent to https',
    always({
      request: ({ target }) => ({
        status: 301,
        body: {},
        raw: '',
        headers: { location: `https://bank.invalid${target}` },
      }),
    }),
    'reach/endpoint',
    'every-answer/status',
  ),
  wrong(
    'keep-alive-broken',
    'A connection is kept and then closed when the next request comes on it',
    always({ answer: (reply, { nth }) => (nth > 1 ? 'reset' : reply) }),
    'connection/reuse',
    'connection/after-refusals',
    'every-answer/arrives',
  ),
  wrong(
    'no-chunked-bodies',
    'The gateway speaks HTTP/1.0 and takes no body without a length: 411',
    always({
      request: ({ headers }) =>
        headers['transfer-encoding'] === undefined ? undefined : { ...refusal(411, '10'), ...page },
    }),
    'size/allowed',
    'connection/pieces',
    'every-answer/status',
  ),
  wrong(
    'first-packet-alone',
    'What has come with the first packet is taken for the whole body',
    always({ readsOnce: true }),
    'connection/pieces',
    'connection/slow-body',
  ),
  wrong(
    'half-an-inquiry-taken',
    'An inquiry is kept as soon as its id is read, also where the rest never comes',
    () => {
      const ids = new Set<string | undefined>();
      return {
        onPiece: (text) => void ids.add(/"inquiryId":"([^"]*)"/.exec(text)?.[1]),
        request: (came) => (came.method === 'GET' && ids.has(idIn(came)) ? nobodyAt(idIn(came)) : undefined),
      };
    },
    'connection/half-a-request',
  ),
  wrong(
    'slow',
    'An unknown inquiry is looked for in the archive, which takes longer than the caller waits',
    () => ({
      answer: (reply) => (reply.status === 404 ? { ...reply, afterMs: 10 * SHORT_MS } : reply),
      timeoutMs: SHORT_MS,
    }),
    'time/in-time',
    'every-answer/arrives',
  ),
  wrong(
    'header-names-to-the-letter',
    'Header names are looked for in the letters in which they were seen first',
    always({ request: ({ names }) => (names.includes('Signature') ? undefined : refusal(401, '11')) }),
    'headers/any-case',
  ),
];

export const WRONG_WRITINGS: readonly WrongEndpoint[] = [...BYTES, ...PAGES, ...CONNECTION];
