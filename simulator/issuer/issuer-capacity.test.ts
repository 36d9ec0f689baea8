// A whole issuer with a capacity and a rate limit: what its callers see follows the theory, and refusals bind nothing.
import { expect, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { type Call, disagreements, measureStretches, type Place } from './capacity-fixture.ts';
import { codeOf, inquiryAbout, LI, START_MS, testIssuer } from './customers-fixture.ts';
import type { Delivery } from './delivery.ts';
import type { IssuerSettings } from './settings.ts';

/** An issuer that needs no time but what its capacity costs. */
const issuerWith = (limits: Pick<IssuerSettings, 'capacity' | 'rateLimit'>) =>
  testIssuer({ settings: { latency: { fixedMs: 0 }, mode: 'sync', ...limits } });

const idOf = (number: number): string => `q-${String(number).padStart(8, '0')}`;

const inquiry = (inquiryId: string) => ({ kind: 'parsed', inquiry: inquiryAbout(LI, { inquiryId }) }) as const;

/** `200/00 after 20`, `503/06 retry 3`. */
const seen = (delivery: Delivery): string => {
  const retryAfterS = delivery.act.kind === 'respond' ? delivery.act.retryAfterS : undefined;
  return `${codeOf(delivery)} ${retryAfterS === undefined ? `after ${delivery.afterMs}` : `retry ${retryAfterS}`}`;
};

test('calls wait for a server in their order, POST and GET alike, and when all is taken get 503/06 with Retry-After', () => {
  const issuer = issuerWith({ capacity: { servers: 1, queue: 1, service: { fixedMs: 2500 } } });
  const post = (inquiryId: string, offsetMs: number) => seen(issuer.post(inquiry(inquiryId), START_MS + offsetMs));
  const get = (inquiryId: string, offsetMs: number) => seen(issuer.get(inquiryId, START_MS + offsetMs));
  expect(post(idOf(1), 0)).toBe('200/00 after 2500');
  expect(get(idOf(1), 400)).toBe('200/00 after 4600');
  expect(post(idOf(2), 400)).toBe('503/06 retry 3');
  expect(get(idOf(1), 1500)).toBe('503/06 retry 1');
  // Refused calls took no place, and bound nothing.
  expect(get(idOf(2), 2500)).toBe('404/34 after 5000');
  expect(post(idOf(2), 5000)).toBe('200/00 after 5000');
});

test('the rate limit is asked before the capacity: what it refuses takes no server and binds nothing', () => {
  const capacity = { servers: 1, queue: 1, service: { fixedMs: 100 } };
  const issuer = issuerWith({ rateLimit: { perSecond: 0.5, burst: 2 }, capacity });
  const post = (inquiryId: string, offsetMs: number) => seen(issuer.post(inquiry(inquiryId), START_MS + offsetMs));
  expect([post(idOf(1), 0), post(idOf(2), 0), post(idOf(3), 0)]).toEqual([
    '200/00 after 100',
    '200/00 after 200',
    '429/37 retry 2',
  ]);
  expect(seen(issuer.get(idOf(3), START_MS + 50))).toBe('429/37 retry 2');
  expect(seen(issuer.get(idOf(3), START_MS + 2000))).toBe('404/34 after 100');
});

/** So long that whole milliseconds, in which an issuer answers and time is told, are nothing beside it. */
const MEAN_MS = 4000;
const CALLS = 51_000;

interface Answered {
  readonly atMs: number;
  readonly delivery: Delivery;
  /** When the calls that were still unanswered at that moment will be answered. */
  readonly presentMs: readonly number[];
}

/** Poisson arrivals under virtual time: new inquiries, and every second call asks for one that was brought before. */
const runCalls = async ({ servers, queue, load }: Place): Promise<readonly Answered[]> => {
  const clock = new VirtualClock({ startMs: START_MS, settle: () => Promise.resolve() });
  const issuer = issuerWith({ capacity: { servers, queue, service: { meanMs: MEAN_MS } } });
  const gap = createRandom('arrivals').stream(servers, queue, load);
  const answered: Answered[] = [];
  const presentMs = new Set<{ readonly untilMs: number }>();
  const call = (): void => {
    const number = answered.length;
    const inquiryId = idOf(number >> 1);
    const atMs = clock.now();
    const delivery = number % 2 === 0 ? issuer.post(inquiry(inquiryId), atMs) : issuer.get(inquiryId, atMs);
    answered.push({ atMs, delivery, presentMs: [...presentMs].map(({ untilMs }) => untilMs) });
    if (delivery.afterMs > 0) {
      const present = { untilMs: atMs + delivery.afterMs };
      presentMs.add(present);
      clock.at(present.untilMs, () => presentMs.delete(present));
    }
    if (answered.length < CALLS) clock.at(atMs + Math.round((-MEAN_MS / load) * Math.log1p(-gap())), call);
  };
  clock.at(START_MS, call);
  expect(await clock.runUntilIdle(Number.MAX_SAFE_INTEGER)).toBe(true);
  expect(presentMs.size).toBe(0);
  return answered;
};

const isRefused = ({ act }: Delivery): boolean => act.kind === 'respond' && act.status === 503;

/** A call as its caller sees it: served once fewer calls before it are unanswered than there are servers. */
const callOf = ({ atMs, delivery, presentMs }: Answered, servers: number): Call => {
  if (isRefused(delivery)) return { atMs, serviceMs: 0, waitMs: undefined };
  const departuresMs = presentMs.toSorted((one, other) => one - other);
  const waitMs = Math.max(0, (departuresMs[departuresMs.length - servers] ?? atMs) - atMs);
  return { atMs, serviceMs: delivery.afterMs - waitMs, waitMs };
};

const PLACES: readonly Place[] = [
  { servers: 1, queue: 2, load: 0.8 },
  { servers: 4, queue: 4, load: 3.5 },
  { servers: 3, queue: 3, load: 6 },
];

test.each(PLACES)(
  'callers see the refusals, the load and the waiting of M/M/c/K: servers $servers, queue $queue, load $load',
  async (place) => {
    const answered = await runCalls(place);
    const refused = answered.filter(({ delivery }) => isRefused(delivery));
    for (const { delivery } of refused.slice(0, 20)) expect(seen(delivery)).toMatch(/^503.06 retry [1-9][0-9]*$/);
    const calls = answered.map((one) => callOf(one, place.servers));
    const measured = measureStretches(calls, place.servers, MEAN_MS);
    expect(disagreements(measured, place)).toEqual([]);
    expect(disagreements(measured, { ...place, queue: place.queue + 1 })).not.toEqual([]);
    expect(disagreements(measured, { ...place, servers: place.servers + 1, queue: place.queue - 1 })).not.toEqual([]);
  },
);
