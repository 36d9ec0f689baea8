// Brings an endpoint into provider states (contract-states.md) by Pact's own form, and out of them again in reverse.
import type { RawAnswer } from '../check.ts';
import { StateFailed } from './could-not-run.ts';
import { failureWords } from './findings.ts';
import type { RawClient } from './raw-client.ts';
import { blameFor, remedyFor } from './reach-words.ts';

export interface StateClient {
  /** @throws {StateFailed} */
  setUp(state: string, params: object): Promise<void>;
  /** Ends all that was set up, the last first, also after one has failed. @throws {StateFailed} the first failure */
  tearDown(): Promise<void>;
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
    async setUp(state, params) {
      const one = { state, params };
      // Before it is known: where no answer comes it may hold all the same, and is to be ended.
      held.push(one);
      const answer = await tell(state, params, 'setup');
      if (isDone(answer)) return;
      if (answer.kind === 'answer') held.splice(held.indexOf(one), 1);
      throw failed(`the state "${state}" was not set up`, answer);
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
  const { code } = answer;
  return new StateFailed(
    `${what}: the state URL gave no answer, ${failureWords(code)}${remedyFor(code)}`,
    blameFor(code),
  );
};
