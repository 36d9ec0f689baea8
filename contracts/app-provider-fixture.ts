// For tests only: the engine as the provider of the app's pact. A network under virtual time behind a real socket, and
// the states of the pact, made as an app and a tester would make them; a state that cannot be made fails what needs it.
import { createServer } from 'node:http';
import express, { type Express } from 'express';
import { z } from 'zod';
import { ACCOUNT_CLASSES, CARD_STATUSES, CARD_TYPES } from '../core/messages.ts';
import { bareApp, mountAppApi } from '../engine/doors/app-api.ts';
import { mountFallbacks } from '../engine/doors/fallbacks.ts';
import type { User } from '../engine/store/port.ts';
import { registerAndApply, verifyUser } from '../scenarios/play/app-user.ts';
import { createVirtualNetwork, type VirtualNetwork } from '../scenarios/virtual/virtual-network.ts';
import { faultsOf } from '../simulator/faults/faults-fixture.ts';
import { DEFAULT_ISSUER_SETTINGS } from '../simulator/issuer/settings.ts';
import { panWithEnds } from '../simulator/people/card-numbers.ts';
import type { Holding } from '../simulator/people/person.ts';
import { APP_PERSON, PAYMENT_PASSWORD, registrationOf } from './interactions/app-person.ts';

const SEED = 6;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const cardSchema = z.strictObject({
  bank: z.string(),
  cardType: z.enum(CARD_TYPES),
  panFirst4: z.string(),
  panLast4: z.string(),
  accountClass: z.enum(ACCOUNT_CLASSES).exactOptional(),
  status: z.enum(CARD_STATUSES).default('NORMAL'),
  reservedMobile: z.boolean(),
  cardlessEnabled: z.boolean(),
});
const personSchema = z.strictObject({
  name: z.string(),
  idNumber: z.string(),
  mobile: z.string(),
  region: z.string(),
  cards: z.array(cardSchema),
});
const paramsSchema = z.strictObject({
  person: personSchema.optional(),
  /** Banks that do not answer at all. */
  silent: z.array(z.string()).default([]),
  /** Banks that do not deliver, and what is to become of them. */
  lacking: z.record(z.string(), z.enum(['DENIED', 'FAILED', 'TIMEOUT'])).default({}),
  idempotencyKey: z.string().optional(),
  retryAfterSeconds: z.int().optional(),
});
type Params = z.output<typeof paramsSchema>;
type GivenPerson = z.output<typeof personSchema>;

const APP_PERSON_GIVEN: GivenPerson = personSchema.parse(APP_PERSON);

/** How a bank comes to its end. */
const FAULTS: Readonly<Record<string, object>> = {
  DENIED: { kind: 'status', status: 422 },
  FAILED: { kind: 'status', status: 400 },
  TIMEOUT: { kind: 'hang' },
};

const openNetwork = async (person: GivenPerson, ends: Readonly<Record<string, string>>): Promise<VirtualNetwork> => {
  const network = createVirtualNetwork({
    seed: SEED,
    issuerSettings: (bank) => {
      const fault = FAULTS[ends[bank] ?? ''];
      return { ...DEFAULT_ISSUER_SETTINGS, faults: fault === undefined ? [] : faultsOf([fault]) };
    },
  });
  const { name, mobile, region } = person;
  network.people.override(person.idNumber, { name, mobile, region, holdings: holdingsOf(person) });
  await network.engine.start();
  return network;
};

const holdingsOf = ({ cards }: GivenPerson): readonly Holding[] =>
  [...Map.groupBy(cards, ({ bank }) => bank)].map(([bank, held]) => ({
    bank,
    idExpiresOn: 'LONG_TERM',
    cards: held.map(({ panFirst4, panLast4, ...card }) => ({ ...card, pan: panWithEnds(panFirst4, panLast4) })),
  }));

/** A network with a person in it, as a state leaves it. */
class Setting {
  readonly network: VirtualNetwork;
  readonly #person: GivenPerson;

  constructor(network: VirtualNetwork, person: GivenPerson) {
    this.network = network;
    this.#person = person;
  }

  async register(): Promise<User> {
    const { accounts } = this.network.engine;
    return this.#userOf(await accounts.register(registrationOf(this.#person)));
  }

  /** A session of now: one of long ago may have ended. */
  async signIn(): Promise<{ readonly token: string }> {
    const { mobile, region } = this.#person;
    const signedIn = await this.network.engine.accounts.signIn({ mobile, region, paymentPassword: PAYMENT_PASSWORD });
    if (!signedIn.ok) throw new Error(`a sign-in was refused: ${signedIn.failure.code}`);
    return { token: signedIn.value.token };
  }

  async pass(delayMs: number): Promise<void> {
    const { clock } = this.network;
    await clock.runUntil(clock.now() + delayMs);
  }

  async sendCode(user: User) {
    const { engine } = this.network;
    const sent = await engine.identityChecks.sendCode(user);
    if (!sent.ok) throw new Error(`a code was refused: ${sent.failure.code}`);
    const [message] = await engine.messagesTo(user.mobile, 1);
    const smsCode = /[0-9]{6}/.exec(message?.text ?? '')?.[0] ?? '';
    return { smsCode, wrongCode: smsCode === '000001' ? '000002' : '000001' };
  }

  async apply(user: User, banks: 'ALL' | readonly string[], idempotencyKey?: string): Promise<string> {
    const { engine } = this.network;
    const verificationId = await verifyUser(engine, user);
    const applied = await engine.applications.apply(user, { verificationId, banks, idempotencyKey });
    if (!applied.ok) throw new Error(`an application was refused: ${applied.failure.code}`);
    return applied.value.queryId;
  }

  /** Registers, applies for all banks, and lets time pass. */
  async query(passMs: number, { banks = 'ALL' as 'ALL' | readonly string[], idempotencyKey = '' } = {}) {
    const user = await this.register();
    const queryId = await this.apply(user, banks, idempotencyKey === '' ? undefined : idempotencyKey);
    await this.pass(passMs);
    return { user, queryId };
  }

  async #userOf(registered: Awaited<ReturnType<VirtualNetwork['engine']['accounts']['register']>>): Promise<User> {
    if (!registered.ok) throw new Error(`a registration was refused: ${registered.failure.code}`);
    const user = await this.network.engine.accounts.userOf(registered.value.token);
    if (user === undefined) throw new Error('a new session has no user');
    return user;
  }
}

type Values = Readonly<Record<string, string>>;
type MakeState = (setting: Setting, params: Params) => Promise<Values>;

const settled = async (setting: Setting, lacking: Params['lacking']) =>
  setting.query(Object.keys(lacking).length === 0 ? 5 * MINUTE_MS : DAY_MS + MINUTE_MS);

/** By name; what each gives may stand in the request (matchers.ts, fromState). */
const STATES: Readonly<Record<string, MakeState>> = {
  /** What Pact asks for where an interaction has no state: a network and nobody. */
  '': async () => ({}),
  'a person': async () => ({}),
  'a registered user': async (setting) => {
    await setting.register();
    return setting.signIn();
  },
  'a user with a code': async (setting) => {
    const codes = await setting.sendCode(await setting.register());
    return { ...codes, ...(await setting.signIn()) };
  },
  'a user with an old code': async (setting) => {
    const codes = await setting.sendCode(await setting.register());
    await setting.pass(DAY_MS);
    return { ...codes, ...(await setting.signIn()) };
  },
  'a verified user': async (setting) => {
    const verificationId = await verifyUser(setting.network.engine, await setting.register());
    return { verificationId, ...(await setting.signIn()) };
  },
  'a running query': async (setting, { idempotencyKey = '' }) => {
    const { user, queryId } = await setting.query(5 * MINUTE_MS, { idempotencyKey });
    const verificationId = await verifyUser(setting.network.engine, user);
    return { queryId, verificationId, ...(await setting.signIn()) };
  },
  'a report': async (setting, { lacking }) => {
    const { user, queryId } = await settled(setting, lacking);
    const verificationId = await verifyUser(setting.network.engine, user);
    return { queryId, verificationId, ...(await setting.signIn()) };
  },
  'a report that is locked': async (setting, { lacking }) => {
    const { user, queryId } = await settled(setting, lacking);
    const { reports, settings } = setting.network.engine;
    const session = await setting.signIn();
    for (let tries = 0; tries < settings.password.wrongTries; tries++) await reports.view(user, queryId, '000000');
    return { queryId, ...session };
  },
  'an expired report': async (setting) => {
    const { queryId } = await setting.query(9 * DAY_MS);
    return { queryId, ...(await setting.signIn()) };
  },
  'a failed query': async (setting) => {
    const { queryId } = await setting.query(DAY_MS + MINUTE_MS, { banks: ['CMB'] });
    return { queryId, ...(await setting.signIn()) };
  },
  'too many apply': async ({ network }, { retryAfterSeconds = 0 }) => {
    network.engine.setThrottle({ burst: 1, perSecond: 1 / retryAfterSeconds });
    await registerAndApply(network, network.people.at(0));
    return {};
  },
  'the engine is stopping': async ({ network }) => {
    await network.engine.stop();
    return {};
  },
};

/** Ends that a state brings along by its name. */
const OWN_ENDS: Readonly<Record<string, Readonly<Record<string, string>>>> = { 'a failed query': { CMB: 'TIMEOUT' } };

const stateRequestSchema = z.object({
  state: z.string(),
  params: paramsSchema.prefault({}),
  action: z.enum(['setup', 'teardown']),
});

export interface AppProvider {
  readonly url: string;
  readonly stateUrl: string;
  /** Calls of the app so far. */
  readonly calls: number;
  close(): Promise<void>;
}

/** `breakState`: this state cannot be made, whatever it is. */
export const openAppProvider = async (breakState?: string): Promise<AppProvider> => {
  let setting: Setting | undefined;
  let api: Express | undefined;
  let calls = 0;

  const setUp = async (name: string, params: Params): Promise<Values> => {
    const make = STATES[name];
    if (make === undefined || name === breakState) throw new Error(`there is no state ${name}`);
    const person = name === '' ? APP_PERSON_GIVEN : params.person;
    if (person !== undefined) {
      const silent = Object.fromEntries(params.silent.map((bank) => [bank, 'TIMEOUT']));
      const network = await openNetwork(person, { ...params.lacking, ...silent, ...OWN_ENDS[name] });
      setting = new Setting(network, person);
      api = bareApp();
      mountAppApi(api, network.engine);
      mountFallbacks(api, network.engine, (error) => {
        throw error;
      });
    }
    if (setting === undefined) throw new Error(`state ${name} comes before any that has a person`);
    return make(setting, params);
  };

  const app = express();
  app.post('/states', express.json({ limit: '1mb' }), async (request, response) => {
    try {
      const { state, params, action } = stateRequestSchema.parse(request.body);
      response.json(action === 'setup' ? await setUp(state, params) : {});
    } catch (error) {
      // At 5xx the verifier asks again for minutes.
      response.status(400).json({ problem: String(error) });
    }
  });
  app.use((request, response, next) => {
    calls++;
    if (api === undefined) next(new Error('a call comes before any state'));
    else api(request, response, next);
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    url,
    stateUrl: `${url}/states`,
    get calls() {
      return calls;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
