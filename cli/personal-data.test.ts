// A whole run of a live network, with banks that break their contract and apps that send nonsense, leaves personal data
// nowhere but with its issuers, its owner and the owner's phone (R26, I9).
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createPersonalDataScanner } from '../scenarios/oracle/personal-data.ts';
import type { Person } from '../simulator/people/person.ts';
import { AppClient, AppRefused } from './app-client.ts';
import { parseConfig } from './config.ts';
import { enter, PAYMENT_PASSWORD, verify } from './customer.ts';
import { type Network, startNetwork } from './network.ts';

const PEOPLE = 12;
const AT_ONCE = { latency: { fixed: '1ms' } };
const wrong = (what: string) => ({ ...AT_ONCE, faults: [{ kind: 'wrong-answer', what, share: '1/2' }] });
const CONFIG = {
  issuers: {
    defaults: AT_ONCE,
    ICBC: wrong('full-pan'),
    ABC: { ...wrong('full-pan'), mode: 'callback' },
    BOC: wrong('schema'),
    CCB: wrong('other-inquiry'),
    PSBC: { ...AT_ONCE, mode: 'poll' },
    CMB: { ...AT_ONCE, faults: [{ kind: 'truncate', share: '1/2' }] },
  },
  engine: { deadline: '1h' },
};

interface Written {
  readonly where: string;
  readonly text: string;
}

/** A network on a file, whose log is kept from the lowest level on, without the net that removes members. */
const start = async (folder: string) => {
  const written: Written[] = [];
  const log: Logger = pino({ level: 'trace' }, { write: (text) => void written.push({ where: 'the log', text }) });
  const network = await startNetwork({
    host: '127.0.0.1',
    port: 0,
    issuerPort: 0,
    seed: 3,
    store: `sqlite:${join(folder, 'banknet.db')}`,
    // What is asked again is asked again in a sixtieth of the time.
    timeScale: 60,
    config: parseConfig(JSON.stringify(CONFIG), 'banknet.yaml'),
    log,
  });
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= network.stop());
  onTestFinished(stop);
  return { network, log, written, stop };
};

const peopleOf = ({ people }: Network): readonly Person[] =>
  Array.from({ length: PEOPLE }, (_, at) => people.find(people.persona('many-cards', at)) ?? expect.fail('nobody'));

/** Reads the stream of events until it is told to stop. */
const follow = async (url: string) => {
  const end = new AbortController();
  const response = await fetch(`${url}/control/events`, { signal: end.signal });
  let text = '';
  const reading = (async () => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
  })().catch((error: unknown) => {
    if (!end.signal.aborted) throw error;
  });
  return async (): Promise<Written> => {
    end.abort();
    await reading;
    return { where: 'the stream of events', text };
  };
};

/** One person's way through the app, with tries that are refused; the refusals. */
const walk = async (network: Network, person: Person): Promise<readonly string[]> => {
  const app = new AppClient(network.url);
  const refusals: string[] = [];
  const refused = (call: Promise<unknown>) =>
    call.then(
      () => expect.fail('it was not refused'),
      (error: unknown) => {
        if (!(error instanceof AppRefused)) throw error;
        refusals.push(JSON.stringify({ ...error, message: error.message, stack: error.stack }));
      },
    );
  await refused(app.register({ ...person, name: `${person.name}${person.name}`, paymentPassword: PAYMENT_PASSWORD }));
  await enter(app, person);
  await refused(app.register({ ...registrationOf(person), paymentPassword: PAYMENT_PASSWORD }));
  await refused(app.signIn({ mobile: person.mobile, paymentPassword: '000000' }));
  const verificationId = await verify(app, person.mobile);
  await refused(app.apply({ verificationId, banks: [person.idNumber, person.name] }));
  const { queryId } = await app.apply({ verificationId, banks: 'ALL' }, `key of ${network.seed}`);
  await refused(app.apply({ verificationId, banks: 'ALL' }));
  await refused(app.report(queryId, '000000'));
  for await (const { event } of app.events(queryId)) if (event === 'end') break;
  const report = await app.report(queryId, PAYMENT_PASSWORD);
  expect(report.cards.length).toBeGreaterThan(0);
  return refusals;
};

const registrationOf = ({ name, idNumber, mobile, boundCard, region }: Person) => ({
  name,
  idNumber,
  mobile,
  boundCard,
  region,
});

/** What an app may send wrong about a person, and every answer to it. */
const sendNonsense = async ({ url }: Network, person: Person): Promise<readonly Written[]> => {
  const { name, idNumber, mobile, holdings } = person;
  const pan = holdings[0]?.cards[0]?.pan ?? expect.fail('no card');
  const registration = { ...registrationOf(person), paymentPassword: PAYMENT_PASSWORD };
  const bodies: readonly (readonly [string, string])[] = [
    ['/v1/users', `{"name":"${name}","idNumber":"${idNumber}",`],
    ['/v1/users', JSON.stringify({ ...registration, idNumber: mobile, mobile: idNumber })],
    ['/v1/users', JSON.stringify({ ...registration, [pan]: pan, name: [name], boundCard: { bank: name, last4: pan } })],
    ['/v1/users', JSON.stringify({ ...registration, name: name.repeat(100_000) })],
    ['/v1/users', `{"mobile":"${mobile}","mobile":"${mobile}"}`],
    ['/v1/sessions', JSON.stringify({ mobile, paymentPassword: idNumber })],
    ['/v1/issuer-callbacks/ICBC', JSON.stringify({ inquiryId: mobile, cards: [{ pan }] })],
    [`/v1/queries/${idNumber}/report`, JSON.stringify({ paymentPassword: pan })],
    [`/v1/${encodeURIComponent(name)}/${mobile}`, pan],
    [`/control/issuers/${mobile}`, JSON.stringify({ latency: pan, [name]: idNumber })],
    ['/control/clock/advance', JSON.stringify({ by: mobile })],
  ];
  const gets = [`/v1/${idNumber}`, `/v1/queries?name=${encodeURIComponent(name)}`, `/control/journal?queryId=${name}`];
  const answers = [
    ...bodies.map(([path, body]) => ask(url, path, { method: 'POST', body })),
    ...gets.map((path) => ask(url, path, { headers: { authorization: `Bearer ${mobile}`, traceparent: idNumber } })),
  ];
  return Promise.all(answers);
};

const ask = async (url: string, path: string, { headers = {}, ...init }: RequestInit): Promise<Written> => {
  const response = await fetch(url + path, { ...init, headers: { 'content-type': 'application/json', ...headers } });
  const sent = JSON.stringify([...response.headers]);
  return {
    where: `the answer ${response.status} to ${init.method ?? 'GET'} ${path}`,
    text: sent + (await response.text()),
  };
};

/** Every file of the store, as whatever text it may be. */
const filesOf = (folder: string): readonly Written[] =>
  readdirSync(folder).flatMap((file) => {
    const bytes = readFileSync(join(folder, file));
    const odd = bytes.subarray(1, bytes.length - ((bytes.length - 1) % 2));
    const texts = [bytes.toString('utf8'), bytes.toString('utf16le'), odd.toString('utf16le')];
    return texts.map((text) => ({ where: `the file ${file}`, text }));
  });

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'banknet-personal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

test('a run with broken banks and senseless apps leaves personal data nowhere it does not belong (I9)', async () => {
  const folder = newFolder();
  const { network, written, stop } = await start(folder);
  const people = peopleOf(network);
  const followed = await follow(network.url);
  const refusals = await Promise.all(people.map((person) => walk(network, person)));
  const nonsense = await Promise.all(people.slice(0, 3).map((person) => sendNonsense(network, person)));
  const pages = ['/metrics', '/healthz', '/readyz', '/v1/banks', '/control/journal?limit=20000', '/control/issuers'];
  const texts: Written[] = [
    ...refusals.flat().map((text) => ({ where: 'a refusal', text })),
    ...nonsense.flat(),
    ...(await Promise.all(pages.map((path) => ask(network.url, path, {})))),
    ...filesOf(folder),
  ];
  expect(existsSync(join(folder, 'banknet.db-wal'))).toBe(true);
  texts.push(await followed());
  await stop();
  texts.push(...filesOf(folder), ...written);
  // The run was what it should be: lies were told and found out.
  const journal = texts.find(({ where }) => where.includes('/control/journal?limit'))?.text ?? '';
  for (const told of [
    'body breaks its schema at /cards/0/*',
    'answer for another inquiry',
    '"faults":["wrong-answer"]',
  ]) {
    expect(journal).toContain(told);
  }
  expect(journal).toContain('truncated');
  expect(written.length).toBeGreaterThan(0);
  expect(leaksIn(texts, people)).toEqual([]);
}, 60_000);

test('the scan of a run fails where one line of its log names somebody (I9)', async () => {
  const { network, log, written } = await start(newFolder());
  const [person] = peopleOf(network);
  if (person === undefined) throw new Error('there is nobody');
  expect(leaksIn(written, [person])).toEqual([]);
  log.debug({ applicant: person.name }, 'broken on purpose');
  log.info(`to ${person.mobile}`);
  expect(leaksIn(written, [person]).map((line) => line.split(' (')[0])).toEqual([
    'the log has a name',
    'the log has a mobile',
  ]);
});

const leaksIn = (texts: readonly Written[], people: readonly Person[]): readonly string[] => {
  const scanner = createPersonalDataScanner(people);
  return texts.flatMap(({ where, text }) =>
    scanner.find(text).map(({ what, shown, at }) => `${where} has a ${what} (${shown}): ${text.slice(at - 60, at)}`),
  );
};
