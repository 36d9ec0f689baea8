// The stage under virtual time: what a crash takes and what it leaves, faults and their end, refusals, truths.
import { expect, test } from 'vitest';
import type { Sight } from '../oracle/sight.ts';
import { PAYMENT_PASSWORD } from '../play/app-user.ts';
import { StoryProblem } from '../play/story-problem.ts';
import { defineScenario } from '../run-scenario.ts';
import type { Actor, Answer } from '../stage.ts';
import type { Scenario } from '../story/scenario.ts';
import { openVirtualStage, type VirtualStage, type VirtualStageOptions } from './virtual-stage.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const settingWith = (given: object): Scenario =>
  defineScenario({
    name: 'A stage',
    rules: ['R14'],
    seed: 3,
    given: { people: { li: {} }, ...given },
    steps: [{ at: '0s', register: { person: 'li' } }],
  });

const valueIn = <Value>(answer: Answer<Value>): Value => {
  if (!answer.ok) throw new Error(`refused: ${answer.refusal.code}`);
  return answer.value;
};

const refusalOf = (answer: Answer<unknown>) => (answer.ok ? undefined : answer.refusal);

const openWith = async (given: object, options: VirtualStageOptions = {}) => {
  const stage = await openVirtualStage(settingWith(given), options);
  const sights: Sight[] = [];
  stage.subscribe((sight) => sights.push(sight));
  return { stage, sights };
};

const enter = async (stage: VirtualStage, index = 0): Promise<Actor> =>
  valueIn(await stage.register(await stage.persona('ordinary', index)));

const verified = async (stage: VirtualStage, actor: Actor): Promise<string> => {
  valueIn(await stage.sendCode(actor));
  const smsCode = (await stage.lastCode(actor)) ?? '';
  return valueIn(await stage.verify(actor, { consent: true, face: 'match', smsCode })).verificationId;
};

const apply = async (stage: VirtualStage, actor: Actor, banks: 'ALL' | readonly string[] = ['ICBC', 'CMB']) =>
  stage.apply(actor, { verificationId: await verified(stage, actor), banks, idempotencyKey: undefined });

test('between a crash and the restart the engine does nothing, and what was under way is asked again', async () => {
  const busy = {
    faults: [
      { kind: 'fail-first', n: 1, as: { kind: 'status', status: 503 } },
      { kind: 'latency', fixed: '2s' },
    ],
  };
  const calls: string[] = [];
  const { stage, sights } = await openWith(
    { issuers: { defaults: { latency: { fixed: '2s' } }, CMB: busy } },
    { onCall: ({ issuer }) => calls.push(issuer) },
  );
  const li = await enter(stage);
  const { queryId } = valueIn(await apply(stage, li));
  const killedAtMs = stage.now() + 1000;
  await stage.advanceTo(killedAtMs);
  await stage.crash?.(MINUTE_MS);
  expect(refusalOf(await stage.record(li, queryId))).toEqual({ code: 'NO_ANSWER', message: '' });
  await stage.advanceTo(killedAtMs + MINUTE_MS - 1);
  expect(sights.at(-1)).toEqual({ kind: 'crashed', atMs: killedAtMs });
  // The refusal of CMB came after the crash: only an engine that is alive would have asked again.
  expect(calls).toEqual(['ICBC', 'CMB']);
  expect(await stage.advanceToRest(stage.now() + DAY_MS)).toBe(true);
  expect(sights.filter(({ kind }) => kind === 'restarted')).toEqual([
    { kind: 'restarted', atMs: killedAtMs + MINUTE_MS },
  ]);
  const attempts = sights.flatMap((sight) =>
    sight.kind === 'engine' && sight.event.type === 'call-started' ? [[sight.event.bank, sight.event.attempt]] : [],
  );
  expect(attempts).toEqual([
    ['ICBC', 1],
    ['CMB', 1],
    ['ICBC', 1],
    ['CMB', 1],
  ]);
  expect(valueIn(await stage.record(li, queryId)).status).toBe('READY');
  await stage.close();
});

test('a callback that finds no engine has failed, and what it had to say is not lost', async () => {
  const sends: string[] = [];
  const { stage } = await openWith(
    { issuers: { CMB: { mode: 'callback', latency: { fixed: '10s' } } } },
    { onCall: ({ operation, did }) => void (operation === 'callback' && sends.push(did)) },
  );
  const li = await enter(stage);
  const { queryId } = valueIn(await apply(stage, li, ['CMB']));
  await stage.advanceTo(stage.now() + 9000);
  await stage.crash?.(5000);
  await stage.advanceTo(stage.now() + 4000);
  expect(sends.length).toBeGreaterThan(0);
  expect(new Set(sends)).toEqual(new Set(['callback failed']));
  expect(await stage.advanceToRest(stage.now() + DAY_MS)).toBe(true);
  expect(valueIn(await stage.record(li, queryId)).status).toBe('READY');
});

test('a crash before the acceptance is durable takes it, a crash after it only the answer', async () => {
  const { stage: whole } = await openWith({});
  const someone = await enter(whole);
  const verificationId = await verified(whole, someone);
  // The user of the session, their logins, the application itself.
  const storeCall = whole.storeCalls() + 3;
  expect(verificationId).not.toBe('');
  for (const when of ['before', 'after'] as const) {
    const { stage } = await openWith({}, { crashAt: { storeCall, when } });
    const li = await enter(stage);
    const request = { verificationId: await verified(stage, li), banks: ['ICBC'], idempotencyKey: 'once' };
    expect(refusalOf(await stage.apply(li, request))?.code).toBe('NO_ANSWER');
    const again = valueIn(await stage.apply(li, request));
    await stage.advanceTo(stage.now() + MINUTE_MS);
    expect(valueIn(await stage.record(li, again.queryId)).status).toBe('READY');
    const other = { ...request, idempotencyKey: undefined };
    expect(refusalOf(await stage.apply(li, other))?.code).toBe('NOT_VERIFIED');
  }
});

test('the throttle that a tester has set outlives the engine, and so does what was spent of it', async () => {
  const { stage } = await openWith({ throttle: { burst: 1, perSecond: 100 } });
  const [li, wang] = [await enter(stage, 0), await enter(stage, 1)];
  await stage.throttle({ burst: 1, perSecond: 0.001 });
  valueIn(await apply(stage, li));
  await stage.advanceTo(stage.now() + MINUTE_MS);
  await stage.throttle({ burst: 1, perSecond: 100 });
  await stage.crash?.(0);
  expect(refusalOf(await apply(stage, wang))).toMatchObject({ code: 'THROTTLED', retryAfterMs: 1000 });
  await stage.advanceTo(stage.now() + MINUTE_MS);
  expect((await apply(stage, wang)).ok).toBe(true);
});

test('faults and incidents end by name, or all at once; what is not there cannot be healed', async () => {
  const down = (name: string) => ({ name, kind: 'outage' });
  const { stage } = await openWith({
    issuers: { CMB: { faults: [down('own')] } },
    incidents: [{ ...down('both'), share: '1/2', issuers: ['ICBC', 'ABC'], until: '1h' }],
  });
  const endsAtMs = async () => stage.faultsEndAtMs?.();
  expect(await endsAtMs()).toBeUndefined();
  await stage.heal(['CMB'], 'own');
  expect(await endsAtMs()).toBe(stage.context.startMs + 60 * MINUTE_MS);
  await expect(stage.heal(['CMB'], 'own')).rejects.toThrow(StoryProblem);
  await stage.heal('ALL', 'both');
  expect(await endsAtMs()).toBe(0);
  await stage.heal('ALL', undefined);
  const { fault } = faultOf({ issuers: ['ABC'], kind: 'hang' });
  await stage.fault(['ABC'], fault);
  await expect(stage.fault('ALL', fault)).rejects.toThrow('a fault cannot begin at ABC');
  await stage.heal('ALL', undefined);
  expect(await endsAtMs()).toBe(0);
});

const faultOf = (given: object) => {
  const { steps } = defineScenario({ name: 'One', rules: ['R1'], seed: 1, steps: [{ at: '0s', fault: given }] });
  const [action] = steps.map((step) => step.action);
  if (action?.kind !== 'fault') throw new Error('the schema has made something else of a fault');
  return action;
};

test('refusals have their text, and instants as numbers', async () => {
  const { stage } = await openWith({});
  const li = await enter(stage);
  expect(refusalOf(await stage.register(li.person))?.code).toBe('ALREADY_REGISTERED');
  valueIn(await stage.sendCode(li));
  await stage.advanceTo(stage.now() + 20_000);
  expect(refusalOf(await stage.sendCode(li))).toMatchObject({ code: 'SMS_TOO_SOON', retryAfterMs: 40_000 });
  await stage.advanceTo(stage.now() + MINUTE_MS);
  const { queryId } = valueIn(await apply(stage, li));
  expect(refusalOf(await stage.view(li, queryId, PAYMENT_PASSWORD))?.message).toBe('报告尚在生成中，请稍后查看');
  await stage.advanceToRest(stage.now() + DAY_MS);
  for (let triesLeft = 4; triesLeft >= 1; triesLeft--) {
    expect(refusalOf(await stage.view(li, queryId, '000000'))).toMatchObject({ code: 'WRONG_PASSWORD', triesLeft });
  }
  await stage.view(li, queryId, '000000');
  const untilMs = stage.now() + 30 * MINUTE_MS;
  expect(refusalOf(await stage.view(li, queryId, PAYMENT_PASSWORD))).toMatchObject({ code: 'LOCKED', untilMs });
  await stage.advanceTo(untilMs);
  const { generatedAt } = valueIn(await stage.view(li, queryId, PAYMENT_PASSWORD));
  const opensAtMs = Date.parse(generatedAt) + 7 * DAY_MS;
  expect(refusalOf(await apply(stage, li))).toMatchObject({ code: 'TOO_SOON', opensAtMs });
  const none = { verificationId: undefined, banks: 'ALL', idempotencyKey: undefined } as const;
  expect(refusalOf(await stage.apply(li, none))?.code).toBe('NOT_VERIFIED');
  expect(refusalOf(await stage.apply(li, { ...none, banks: [] }))?.code).toBe('VALIDATION');
});

test('a network with a silent bank comes to rest at the deadline and not before', async () => {
  const { stage } = await openWith({ issuers: { CMB: { faults: [{ kind: 'hang' }] } } });
  const li = await enter(stage);
  const { deadlineMs } = valueIn(await apply(stage, li));
  expect(await stage.advanceToRest(deadlineMs - 1)).toBe(false);
  expect(stage.now()).toBe(deadlineMs - 1);
  expect(await stage.advanceToRest(deadlineMs + MINUTE_MS)).toBe(true);
});

test('the truth about somebody is what their bank had on file at some instant of that time', async () => {
  const { stage } = await openWith({});
  const person = await stage.persona('no-cards', 0);
  const card = (last4: string) => ({ bank: 'ICBC', type: 'DEBIT', first4: '6222', last4 });
  const changeOf = (given: object) => {
    const { given: setting } = settingWith({ people: { li: given } });
    const change = setting.people.get('li')?.change;
    if (change === undefined) throw new Error('the schema has lost a change');
    return change;
  };
  const { startMs, truths } = stage.context;
  const shown = (fromMs: number, untilMs: number) =>
    truths(person.idNumber, 'ICBC', startMs + fromMs, startMs + untilMs).map(({ cards, unsupported }) => [
      ...cards.map(({ panLast4 }) => panLast4),
      ...unsupported.map(({ reason }) => reason),
    ]);
  await stage.advanceTo(startMs + 1000);
  await stage.change(person, changeOf({ cards: [card('0001')], idExpiresOn: { ICBC: '2026-01-06' } }));
  await stage.advanceTo(startMs + 5000);
  await stage.change(person, changeOf({ cards: [card('0002')] }));
  expect(shown(0, 500)).toEqual([[]]);
  expect(shown(0, 2000)).toEqual([[], ['0001']]);
  expect(shown(2000, 3000)).toEqual([['0001']]);
  expect(shown(2000, 9000)).toEqual([['0001'], ['0002']]);
  expect(shown(6000, 9000)).toEqual([['0002']]);
});
