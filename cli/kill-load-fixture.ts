// For the test that kills the network: apps that go on as if nothing had been. Each waits while the network is away,
// sends again what got no answer, and remembers every query whose acceptance it was told.
import type { Person } from '../simulator/people/person.ts';
import { AppClient, AppRefused } from './app-client.ts';
import { enter, verify } from './customer.ts';
import { CliProblem } from './problem.ts';

/** A person whose application was answered. */
export interface Acknowledged extends Member {
  readonly queryId: string;
}

/** Whether the network is there: apps wait until it is. */
export class Presence {
  #back = Promise.withResolvers<void>();
  #up = false;

  isUp(): void {
    this.#up = true;
    this.#back.resolve();
  }

  isDown(): void {
    // Down again before it was up: the same apps still wait.
    if (this.#up) this.#back = Promise.withResolvers<void>();
    this.#up = false;
  }

  /** Repeats `step` until the network has answered it. */
  async insist<Value>(step: () => Promise<Value>): Promise<Value> {
    for (;;) {
      await this.#back.promise;
      try {
        return await step();
      } catch (error) {
        if (!(error instanceof CliProblem)) throw error;
        // Down, though nobody has told us yet: the next look comes after this turn of the event loop.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }
}

/** What became of a person: a query; or the code was used up by a call whose answer a kill has swallowed. */
export type Walked = { readonly acknowledged: Acknowledged } | { readonly abandoned: AppClient };

/** Somebody who is signed in. */
export interface Member {
  readonly app: AppClient;
  readonly mobile: string;
}

/** Registers a person. */
export const join = async (url: string, person: Person, presence: Presence): Promise<Member> => {
  const app = new AppClient(url);
  await presence.insist(() => enter(app, person));
  return { app, mobile: person.mobile };
};

/** From the code on the phone to the acknowledged application. */
export const walk = async ({ app, mobile }: Member, presence: Presence): Promise<Walked> => {
  const verificationId = await presence.insist(() => verify(app, mobile)).catch(codeUsedUp);
  if (verificationId === undefined) return { abandoned: app };
  const { queryId } = await presence.insist(() => app.apply({ verificationId, banks: 'ALL' }, `key-${mobile}`));
  return { acknowledged: { app, mobile, queryId } };
};

const codeUsedUp = (error: unknown): undefined => {
  if (error instanceof AppRefused && ['SMS_TOO_SOON', 'SMS_CODE_EXPIRED'].includes(error.code)) return undefined;
  throw error;
};
