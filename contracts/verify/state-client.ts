// Brings an endpoint into provider states (contract-states.md) by Pact's own form, and out of them again in reverse.
import type { RawAnswer } from '../check.ts';
import type { Blame } from '../verification.ts';
import { failureWords } from './findings.ts';
import type { RawClient } from './raw-client.ts';

/** A state was not set up or not ended: what was to be looked at under it has not been seen. */
export class StateFailed extends Error {
  override readonly name = 'StateFailed';
  readonly blame: Blame;

  constructor(message: string, blame: Blame) {
    super(message);
    this.blame = blame;
  }
}

export interface StateClient {
  /** @throws {StateFailed} */
  setUp(state: string, params: object): Promise<void>;
  /** Ends all that was set up, the last first, also after one of them has failed. @throws {StateFailed} the first failure */
  tearDown(): Promise<void>;
  /** What the state URL says to this, whatever it is. */
  tell(state: string, params: object, action: 'setup' | 'teardown'): Promise<RawAnswer>;
}

export const createStateClient = (client: RawClient): StateClient => {
  const held: { readonly state: string; readonly params: object }[] = [];
  const tell = (state: string, params: object, action: 'setup' | 'teardown'): Promise<RawAnswer> =>
    client.send({
      method: 'POST',
      target: '',
      headers: [['Content-Type', 'application/json']],
      body: JSON.stringify({ state, params, action }),
    });
  return {
    tell,
    async setUp(state, params) {
      const answer = await tell(state, params, 'setup');
      if (!isDone(answer)) throw failed(`the state "${state}" was not set up`, answer);
      held.push({ state, params });
    },
    async tearDown() {
      let first: StateFailed | undefined;
      for (const { state, params } of held.splice(0).reverse()) {
        const answer = await tell(state, params, 'teardown');
        if (!isDone(answer)) first ??= failed(`the state "${state}" was not ended`, answer);
      }
      if (first !== undefined) throw first;
    },
  };
};

const isDone = (answer: RawAnswer): boolean => answer.kind === 'answer' && answer.status >= 200 && answer.status < 300;

const failed = (what: string, answer: RawAnswer): StateFailed => {
  if (answer.kind === 'answer') return new StateFailed(`${what}: the state URL answered ${answer.status}`, 'bank');
  return new StateFailed(`${what}: the state URL gave no answer, ${failureWords(answer.code)}`, blameFor(answer.code));
};

/** A server that is there and does not answer is its bank's affair; one that cannot be reached may be anybody's. */
export const blameFor = (code: string): Blame =>
  BANKS_OWN.has(code) || code.startsWith('HPE_') ? 'bank' : 'environment';

const BANKS_OWN: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'TOO_LARGE', 'CUT_OFF']);
