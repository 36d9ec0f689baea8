// One interaction of a pact as the proxy plays it: its states, its call or its callback, and what has been seen of it.
import type { Endpoint, Exchange, RawAnswer, RawRequest } from '../check.ts';
import { asExchange } from '../checks/callback-scene.ts';
import { LATER_GRACE_MS, LATER_UNTIL_MS } from '../checks/running.ts';
import { callbackInteractions } from '../interactions/callback-interactions.ts';
import type { CallbackInteraction } from '../interactions/interaction.ts';
import { markedWith } from '../interactions/run-mark.ts';
import type { Finding } from '../verification.ts';
import type { CheckRunOptions } from './check-run.ts';
import { CouldNotRun } from './could-not-run.ts';
import { createEndpoint } from './endpoint.ts';
import { expectCode, findingOf } from './findings.ts';
import type { PactInteraction } from './pact-interactions.ts';
import { createRawClient, TIMED_OUT } from './raw-client.ts';
import { createStateClient } from './state-client.ts';

/** After so many interactions in a row that waited in vain the others are not tried: it would take many minutes. */
export const STUCK_INTERACTIONS = 3;

/** How many in a row, all interactions of a run together. */
export interface Patience {
  inVain: number;
}

export interface StageOptions extends Omit<CheckRunOptions, 'signal'> {
  /** Raised when the run is over. */
  readonly over: AbortSignal;
  /** The mark of the ids of this run. */
  readonly mark: string;
}

export class PactStage {
  /** What was asked and came, the last one where there are several. */
  exchange: Exchange | undefined;
  /** What kept it from being seen at all. */
  obstacle: CouldNotRun | undefined;
  /** A state that stayed. */
  leftover: CouldNotRun | undefined;
  /** A callback that is not owed: the answer to the inquiry has said it all. */
  hasRefusedAtOnce = false;
  /** What there is to say besides what Pact says. */
  readonly findings: Finding[] = [];
  readonly #interaction: PactInteraction;
  readonly #options: StageOptions;
  readonly #patience: Patience;
  readonly #endpoint: Endpoint;

  constructor(interaction: PactInteraction, options: StageOptions, patience: Patience) {
    const { url, stateUrl, clock, timeoutMs, over } = options;
    this.#interaction = interaction;
    this.#options = options;
    this.#patience = patience;
    this.#endpoint = createEndpoint({
      ...options,
      client: createRawClient({ url, clock, timeoutMs, signal: over }),
      // States are ended also after an interruption.
      states:
        stateUrl === undefined ? undefined : createStateClient(createRawClient({ url: stateUrl, clock, timeoutMs })),
      onExchange: (exchange) => {
        this.exchange = exchange;
        options.onExchange(exchange);
      },
    });
  }

  /** Whether it holds now. */
  async setUp(state: string, params: object): Promise<boolean> {
    if (this.#isHopeless()) return false;
    const { clock, timeoutMs, over } = this.#options;
    const sinceMs = clock.now();
    try {
      await this.#endpoint.given(state, params);
      return true;
    } catch (error) {
      if (!(error instanceof CouldNotRun) && !over.aborted) throw error;
      if (error instanceof CouldNotRun) this.obstacle ??= error;
      this.#waited(clock.now() - sinceMs >= timeoutMs);
      return false;
    }
  }

  /** Ends all that holds, in reverse, once. */
  async endStates(): Promise<boolean> {
    try {
      await this.#endpoint.endStates();
      return true;
    } catch (error) {
      if (!(error instanceof CouldNotRun)) throw error;
      this.leftover ??= error;
      return false;
    }
  }

  /** Signs and sends; undefined where it is not tried. */
  async call(request: RawRequest): Promise<RawAnswer | undefined> {
    if (this.#isHopeless()) return undefined;
    const { answer } = await this.#endpoint.send(this.#endpoint.signed(request), this.#interaction.sent);
    this.#waited(answer.kind === 'failure' && answer.code === TIMED_OUT);
    return answer;
  }

  /** Asks what is called back, and waits for it; undefined where nothing came that Pact could look at. */
  async callback(): Promise<RawAnswer | undefined> {
    if (this.#isHopeless()) return undefined;
    const found = this.#found();
    const inquiry = { ...found.inquiry, inquiryId: markedWith(found.inquiry.inquiryId, this.#options.mark) };
    const box = await this.#endpoint.openCallbackBox();
    const { sent } = this.#interaction;
    const asked = await this.#endpoint.ask({ ...inquiry, callbackUrl: box.url }, { sent });
    this.#waited(asked.answer.kind === 'failure' && asked.answer.code === TIMED_OUT);
    // Who refuses at once has nothing to call back.
    this.hasRefusedAtOnce = found.outcome.kind === 'denied' && expectCode(asked, 422, '66').length === 0;
    if (this.hasRefusedAtOnce) return undefined;
    this.findings.push(...expectCode(asked, 202, '05'));
    if (this.findings.length > 0) return undefined;
    await box.waitFor(1, LATER_UNTIL_MS + LATER_GRACE_MS);
    const [received] = box.received();
    if (received === undefined) {
      this.findings.push(findingOf(asked, `a callback within ${LATER_UNTIL_MS / 1000} s`, 'none'));
      return undefined;
    }
    this.exchange = asExchange(received, { box, inquiry, asked });
    return this.exchange.answer;
  }

  /** A pact says of a message what comes, and not what leads to it: the table does. */
  #found(): CallbackInteraction {
    const { description } = this.#interaction;
    const found = callbackInteractions(this.#options.issuer).find((one) => one.description === description);
    if (found === undefined) throw new Error(`contracts/interactions has no "${description}": write the pacts anew`);
    return found;
  }

  #isHopeless(): boolean {
    if (this.#patience.inVain < STUCK_INTERACTIONS) return false;
    const why = `no answer in time to any call of ${STUCK_INTERACTIONS} interactions before`;
    this.obstacle ??= new CouldNotRun(why, 'bank');
    return true;
  }

  #waited(inVain: boolean): void {
    this.#patience.inVain = inVain ? this.#patience.inVain + 1 : 0;
  }
}
