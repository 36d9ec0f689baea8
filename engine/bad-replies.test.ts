// Whatever banks answer, generated: near-valid changes of valid messages, odd statuses and headers, garbage, failures
// of the network. Every query ends by its deadline, only what keeps the contract is merged (R20), nothing is left
// behind.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { IssuerCode } from '../core/banks.ts';
import { callFailureFor } from '../core/failures.ts';
import type { CallResult, IssuerClient } from '../core/issuer-client.ts';
import { inquiryResultSchema } from '../core/messages.ts';
import { readReplyBody } from '../core/reply-body.ts';
import { nextTurn } from '../core/system-clock.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { inquiryIdOf } from './run.ts';
import { createMemoryStore } from './store/memory.ts';
import { userNumber } from './store/suite-fixtures.ts';
import { throttledEngine } from './throttle-fixture.ts';

const BANKS = ['ICBC', 'CMB', 'CEB'];
/** One bank is called so often in 24 hours at most, whatever it answers: the pauses grow. */
const MOST_CALLS = 1000;

/** A reply, as soon as it is known which inquiry it answers. */
interface Reply {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly retryAfter: string | undefined;
  readonly body: (inquiryId: string, bank: IssuerCode) => Uint8Array;
}
type Step = Reply | { readonly failure: string };

const CARD = { cardType: 'DEBIT', panFirst4: '6222', panLast4: '0001', accountClass: 'I', status: 'NORMAL' };
const messages = (inquiryId: string, issuer: string): readonly Readonly<Record<string, unknown>>[] => [
  { inquiryId, issuer, respCode: '00', respMsg: '', cards: [CARD], unsupported: [{ reason: 'ID_EXPIRED', count: 1 }] },
  { inquiryId, issuer, respCode: '05', respMsg: '' },
  { inquiryId, issuer, respCode: '66', respMsg: '' },
  { respCode: '34', respMsg: '' },
];

const encoder = new TextEncoder();
const textOf = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value));

/** One member of a message, or of its first card, replaced by anything. */
const odd = fc.oneof(
  { weight: 1, arbitrary: fc.jsonValue() },
  { weight: 3, arbitrary: fc.constantFrom(null, '', 'ICBC', 'CMB', '00', '66', '6222021234567890128', -1, [], {}) },
);
const member = fc.constantFrom('inquiryId', 'issuer', 'respCode', 'cards', 'unsupported', 'more', '__proto__', 'card');
const nearlyValid = fc
  .record({ which: fc.oneof(fc.constant(0), fc.nat(3)), name: member, value: odd })
  .map(({ which, name, value }): Reply['body'] => (inquiryId, bank) => {
    const message = messages(inquiryId, bank)[which] ?? {};
    const change = name === 'card' ? { cards: [{ ...CARD, panLast4: value }] } : { [name]: value };
    return textOf({ ...message, ...change });
  });
const valid = fc.nat(3).map(
  (which): Reply['body'] =>
    (inquiryId, bank) =>
      textOf(messages(inquiryId, bank)[which]),
);
/** The bytes of a valid answer, one of them changed, or cut there. */
const damaged = fc
  .record({ at: fc.nat(), byte: fc.nat(255), cut: fc.boolean() })
  .map(({ at, byte, cut }): Reply['body'] => (inquiryId, bank) => {
    const bytes = textOf(messages(inquiryId, bank)[0]);
    const place = at % bytes.length;
    if (cut) return bytes.subarray(0, place);
    bytes[place] = byte;
    return bytes;
  });
const garbage = fc
  .oneof(
    fc.uint8Array(),
    fc.json().map((json) => encoder.encode(json)),
  )
  .map(
    (bytes): Reply['body'] =>
      () =>
        bytes,
  );

const reply = fc.record({
  status: fc.oneof(
    { weight: 4, arbitrary: fc.constant(200) },
    { weight: 3, arbitrary: fc.constantFrom(202, 422, 429, 503, 404, 500) },
    { weight: 1, arbitrary: fc.integer({ min: 100, max: 999 }) },
  ),
  contentType: fc.oneof(
    { weight: 5, arbitrary: fc.constant('application/json') },
    fc.option(fc.string(), { nil: undefined }),
  ),
  retryAfter: fc.option(fc.oneof(fc.nat(100_000).map(String), fc.string(), fc.constantFrom('-1', '1e9', '999999999')), {
    nil: undefined,
  }),
  body: fc.oneof({ weight: 5, arbitrary: nearlyValid }, valid, damaged, garbage),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: reply },
  {
    weight: 1,
    arbitrary: fc.record({ failure: fc.constantFrom('ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', 'HPE_INVALID') }),
  },
);
/** What a bank does call after call; then its last again and again. */
const script = fc.array(step, { minLength: 1, maxLength: 12 });

/** Banks that play their scripts. */
const scripted = (scripts: readonly (readonly Step[])[], clock: VirtualClock) => {
  const calls = new Map<IssuerCode, number>();
  const keptContract = new Set<IssuerCode>();
  const call = async (bank: IssuerCode, inquiryId: string): Promise<CallResult> => {
    const nth = calls.get(bank) ?? 0;
    calls.set(bank, nth + 1);
    const steps = scripts[BANKS.indexOf(bank)] ?? [];
    const now = steps[Math.min(nth, steps.length - 1)];
    await clock.sleep(10);
    if (now === undefined || 'failure' in now) {
      return { kind: 'no-reply', failure: callFailureFor(now?.failure ?? 'ECONNREFUSED') };
    }
    const { status, contentType, retryAfter, body } = now;
    const read = readReplyBody(body(inquiryId, bank));
    const parsed = inquiryResultSchema.safeParse(read.body);
    const isOurs = parsed.success && parsed.data.inquiryId === inquiryId && parsed.data.issuer === bank;
    if (isOurs && status === 200) keptContract.add(bank);
    return { kind: 'reply', reply: { status, contentType, retryAfter, ...read } };
  };
  const client: IssuerClient = {
    ask: (bank, { inquiryId }) => call(bank, inquiryId),
    status: call,
    close: async () => undefined,
  };
  return { client, calls, keptContract };
};

test('whatever banks answer, each query ends by its deadline with only what kept the contract, and nothing is left', async () => {
  const play = async (scripts: readonly (readonly Step[])[]): Promise<void> => {
    const clock = new VirtualClock({ settle: nextTurn });
    const { client, calls, keptContract } = scripted(scripts, clock);
    const store = createMemoryStore();
    const { engine, enrol, log } = throttledEngine(store, { burst: 9, perSecond: 1 }, 'one', {
      clock,
      issuers: client,
    });
    await enrol(1, 2);
    const user = { ...userNumber(1), mobile: '14231000001' };
    const request = { verificationId: 'verification-1', banks: BANKS, idempotencyKey: undefined };
    const applied = await engine.applications.apply(user, request);
    if (!applied.ok) throw new Error(`the application was refused: ${applied.failure.code}`);
    const { queryId, deadlineMs } = applied.value;
    await clock.runUntil(deadlineMs);

    const record = await engine.reports.recordOf(user, queryId);
    const delivered = record?.dispositions.filter(({ disposition }) => disposition === 'DELIVERED') ?? [];
    expect(record?.status).toBe(delivered.length > 0 ? 'READY' : 'FAILED');
    for (const { bank, disposition } of record?.dispositions ?? []) {
      expect(disposition).not.toBe('PENDING');
      if (disposition === 'DELIVERED') expect(keptContract).toContain(bank);
      expect(calls.get(bank)).toBeLessThan(MOST_CALLS);
    }
    const report = await store.reportOf(user.userId, queryId);
    for (const card of report?.cards ?? []) expect(keptContract).toContain(card.bank);
    expect(log.filter(({ type }) => type === 'query-ended')).toHaveLength(1);
    expect(JSON.stringify(log)).not.toContain('6222021234567890128');

    // Calls that were under way at the deadline come back, and nobody is asked again.
    await clock.runUntil(deadlineMs + 60_000);
    const asked = [...calls.values()].reduce((sum, one) => sum + one, 0);
    await clock.runUntil(deadlineMs + 86_400_000);
    expect([...calls.values()].reduce((sum, one) => sum + one, 0)).toBe(asked);
    const load = await engine.load();
    expect(load).toMatchObject({ activeQueries: 0, waitingQueries: 0 });
    expect(load.lanes.filter(({ inFlight, waiting }) => inFlight + waiting > 0)).toEqual([]);
    expect(
      await engine.receiveCallback('CMB', inquiryIdOf(queryId, 'CMB'), messages(inquiryIdOf(queryId, 'CMB'), 'CMB')[0]),
    ).toEqual({ kind: 'ignored' });
    // The expiry of a report is all that still waits.
    expect(clock.pending).toBe(report === undefined ? 0 : 1);
  };
  await fc.assert(fc.asyncProperty(fc.tuple(script, script, script), play), { numRuns: 150 });
});

test('whatever is called back, nothing throws, and only what kept the contract is taken', async () => {
  const clock = new VirtualClock({ settle: nextTurn });
  const store = createMemoryStore();
  const { engine, enrol } = throttledEngine(store, { burst: 9, perSecond: 1 }, 'one', { clock });
  await enrol(1, 2);
  const user = { ...userNumber(1), mobile: '14231000001' };
  const request = { verificationId: 'verification-1', banks: BANKS, idempotencyKey: undefined };
  const applied = await engine.applications.apply(user, request);
  if (!applied.ok) throw new Error(`the application was refused: ${applied.failure.code}`);
  const { queryId } = applied.value;
  const inquiryId = inquiryIdOf(queryId, 'CMB');
  const id = fc.oneof(fc.constant(inquiryId), fc.constant(inquiryIdOf(queryId, 'CEB')), fc.string());
  await fc.assert(
    fc.asyncProperty(fc.oneof(nearlyValid, valid, damaged, garbage), id, async (body, named) => {
      const { body: given } = readReplyBody(body(named, 'CMB'));
      const receipt = await engine.receiveCallback('CMB', named, given);
      const parsed = inquiryResultSchema.safeParse(given);
      const keeps = parsed.success && parsed.data.inquiryId === inquiryId && parsed.data.issuer === 'CMB';
      if (receipt.kind === 'taken') expect([named, keeps || isDenial(given)]).toEqual([inquiryId, true]);
    }),
    { numRuns: 1000 },
  );
  const record = await engine.reports.recordOf(user, queryId);
  expect(record?.dispositions.filter(({ bank }) => bank !== 'CMB').map(({ disposition }) => disposition)).toEqual([
    'PENDING',
    'PENDING',
  ]);
});

const isDenial = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'respCode' in body && body.respCode === '66';
