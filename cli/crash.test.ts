// R14: killed with -9 in the middle of 200 running queries and started again, every accepted query ends in a report
// made once, with one short message.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { BANKS } from '../core/banks.ts';
import { createPeople } from '../simulator/people/people.ts';
import { AppClient } from './app-client.ts';
import { enter, PAYMENT_PASSWORD, verify } from './customer.ts';
import { spawnBanknet } from './spawn-suite.ts';

const RUNNING = 200;
/** Queries that leave out the slow bank: over before the kill, and they must not be told a second time. */
const OVER = 20;

/** While CZB needs ten minutes, no query that asks it can end: all of them run when the network is killed. */
const configWith = (slowBank: string): string => `
issuers:
  defaults: { latency: { min: 20ms, max: 900ms } }
  PSBC: { mode: callback, latency: { min: 20ms, max: 900ms } }
  CZB: { mode: poll, latency: { fixed: ${slowBank} } }
engine:
  throttle: { burst: ${RUNNING + OVER}, perSecond: 100 }
`;

const folder = mkdtempSync(join(tmpdir(), 'banknet-crash-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = async (slowBank: string, port = '0') => {
  writeFileSync(join(folder, 'crash.yaml'), configWith(slowBank));
  const args = ['up', '--no-demo', '--port', port, '--issuer-port', '0', '--store', 'sqlite:crash.db'];
  const network = spawnBanknet([...args, '--config', 'crash.yaml'], folder);
  const [, url = ''] = await network.waitFor(/App API +(http:\S+)\/v1[\s\S]*Ctrl-C/);
  return { network, url };
};

const noticesOf = async (app: AppClient, mobile: string): Promise<readonly string[]> =>
  (await app.messagesOn(mobile)).filter((text) => !text.includes('验证码'));

/** Follows a query to its end; the status that it ended with. */
const untilEnd = async (app: AppClient, queryId: string): Promise<string> => {
  let status = '';
  for await (const { event, data } of app.events(queryId)) if (event === 'end') status = String(data.status);
  return status;
};

test('killed in the middle of 200 queries and started again: 200 reports, 200 short messages', async () => {
  const people = createPeople({ seed: 42 });
  const first = await start('10m');
  const customers = await Promise.all(
    Array.from({ length: RUNNING + OVER }, async (_, at) => {
      const person = people.find(people.persona('ordinary', at));
      if (person === undefined) throw new Error('the persona does not exist');
      const app = new AppClient(first.url);
      await enter(app, person);
      return { person, app, verificationId: await verify(app, person.mobile) };
    }),
  );
  const quick = BANKS.map(({ code }) => code).filter((code) => code !== 'CZB');
  const asked = await Promise.all(
    customers.map(async ({ person, app, verificationId }, at) => {
      const banks = at < RUNNING ? 'ALL' : quick;
      const { queryId } = await app.apply({ verificationId, banks });
      const holdings = person.holdings.filter(({ bank }) => banks === 'ALL' || bank !== 'CZB');
      return { app, mobile: person.mobile, queryId, cards: holdings.flatMap(({ cards }) => cards).length };
    }),
  );
  // The short message is written with the end of a query, so after it the phone has it.
  await Promise.all(asked.slice(RUNNING).map(({ app, queryId }) => untilEnd(app, queryId)));
  const before = await Promise.all(asked.map(({ app, queryId }) => app.status(queryId)));
  expect(before).toEqual(asked.map((_, at) => (at < RUNNING ? 'RUNNING' : 'READY')));
  first.network.child.kill('SIGKILL');
  await first.network.finished;

  // On the same port the apps go on with their sessions as if nothing had been.
  const second = await start('10ms', new URL(first.url).port);
  const ends = await Promise.all(
    asked.map(async ({ app, mobile, queryId }) => {
      const status = await untilEnd(app, queryId);
      const report = await app.report(queryId, PAYMENT_PASSWORD);
      return { status, cards: report.cards.length, notices: (await noticesOf(app, mobile)).length };
    }),
  );
  expect(ends.map(({ status }) => status)).toEqual(asked.map(() => 'READY'));
  expect(ends.map(({ cards }) => cards)).toEqual(asked.map(({ cards }) => cards));
  expect(ends.map(({ notices }) => notices)).toEqual(asked.map(() => 1));
  second.network.child.kill('SIGINT');
  expect((await second.network.finished).code).toBe(130);
}, 180_000);
