// For tests of the throttle: an engine on any store whose banks never answer and whose clock shows what it is told,
// also an earlier time, so that nothing but applications happens.
import { BANKS } from '../core/banks.ts';
import type { Clock } from '../core/clock.ts';
import { createRandom } from '../core/random.ts';
import { createEngine } from './engine.ts';
import { type EngineEvent, EventBus } from './events.ts';
import type { EngineParts } from './ports.ts';
import { DEFAULT_SETTINGS, type ThrottleSettings } from './settings.ts';
import type { Store } from './store/port.ts';
import { addUser, START_MS, userNumber } from './store/suite-fixtures.ts';

/** Shows `nowMs`; its timers never run. */
export class StoppedClock implements Clock {
  nowMs = START_MS;
  now(): number {
    return this.nowMs;
  }
  at(): () => void {
    return () => undefined;
  }
  sleep(): Promise<void> {
    return new Promise(() => undefined);
  }
}

/** Of an open region (R6). */
const SHANGHAI_MOBILE = '14231000001';

const never = () => new Promise<never>(() => undefined);

/** An engine that accepts, and the events of it; `more` stands in for parts of it. */
export const throttledEngine = (
  store: Store,
  throttle: ThrottleSettings,
  owner = 'one',
  more: Partial<EngineParts> = {},
) => {
  const clock = new StoppedClock();
  const log: EngineEvent[] = [];
  let tokens = 0;
  const events = new EventBus();
  events.subscribe((event) => log.push(event));
  const engine = createEngine({
    banks: BANKS,
    store,
    issuers: { ask: never, status: never, close: async () => undefined },
    clock,
    random: createRandom(1),
    secrets: { token: () => `new-token-${tokens++}`, smsCode: () => '000000', fingerprint: (token) => token },
    passwords: { hash: async (password) => password, matches: async () => true },
    face: { matches: async () => true },
    realName: { holds: async () => true },
    events,
    settings: { ...DEFAULT_SETTINGS, throttle },
    owner,
    callbackBaseUrl: undefined,
    onFault: (error) => {
      throw error;
    },
    ...more,
  });
  return {
    engine,
    clock,
    log,
    /** Registers and verifies the users `from` to `until - 1`. */
    enrol: async (from: number, until: number): Promise<void> => {
      await Promise.all(Array.from({ length: until - from }, (_, at) => addUser(store, from + at)));
    },
    /** An application of user `n`, who has been enrolled: `accepted`, or the refusal. */
    apply: async (n: number) => {
      const verificationId = `verification-${n}`;
      const applied = await engine.applications.apply(
        { ...userNumber(n), mobile: SHANGHAI_MOBILE },
        {
          verificationId,
          banks: 'ALL',
          idempotencyKey: undefined,
        },
      );
      return applied.ok ? 'accepted' : applied.failure;
    },
  };
};

export type ThrottledEngine = ReturnType<typeof throttledEngine>;
