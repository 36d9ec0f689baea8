// The query engine: everything that the app, the callbacks of issuers and a test may ask of it. Only composition;
// what it does is in the files it puts together.

import type { IssuerCode } from '../core/banks.ts';
import { createAccounts } from './accounts.ts';
import { AdjustableThrottle } from './adjustable-throttle.ts';
import { type ApplicationRequest, createApplications } from './applications.ts';
import type { CallbackReceipt } from './callback.ts';
import { createIdentityChecks } from './identity-checks.ts';
import type { LaneView } from './issuer-lane.ts';
import type { EngineParts } from './ports.ts';
import { createReports } from './reports.ts';
import type { ThrottleSettings } from './settings.ts';
import { Work } from './work.ts';

export type Readiness =
  | { readonly ready: true }
  | { readonly ready: false; readonly reason: 'stopping' | 'recovering' | 'the store does not answer' };

export interface EngineLoad {
  /** Queries that are worked on. */
  readonly activeQueries: number;
  /** Queries that this engine keeps outside memory while they wait for banks. */
  readonly parkedQueries: number;
  /** Accepted queries that nobody works on yet. */
  readonly waitingQueries: number;
  readonly lanes: readonly LaneView[];
  readonly throttle: ThrottleSettings;
  /** Left in the throttle, as far as this engine has seen. */
  readonly tokens: number | undefined;
}

/** A query engine over its parts. Nothing happens before `start`. */
export const createEngine = (parts: EngineParts) => {
  const work = new Work(parts);
  const throttle = new AdjustableThrottle(parts.settings.throttle);
  const engine = {
    banks: parts.banks,
    events: parts.events,
    clock: parts.clock,
    /** As they are now in force. Data: a literal with an accessor keeps its engine until the next full collection. */
    settings: parts.settings,
    /** Changes the throttle (R11) from the next application on; what was spent stays spent. */
    setThrottle: (settings: ThrottleSettings): void => {
      const atMs = parts.clock.now();
      throttle.set(settings, atMs);
      engine.settings = { ...parts.settings, throttle: throttle.settings };
      parts.events.emit({ type: 'throttle-changed', ...settings, atMs });
    },
    accounts: createAccounts(parts),
    identityChecks: createIdentityChecks(parts),
    applications: createApplications(parts, work, throttle),
    reports: createReports(parts, (queryId) => work.fanOut.write(queryId)),
    /** Short messages to a mobile, oldest first: what the phone shows. */
    messagesTo: (mobile: string, limit: number) => parts.store.messagesTo(mobile, limit),
    /** A callback from an issuer whose signature has been checked; `false` where nothing waits for it. */
    receiveCallback: async (bank: IssuerCode, inquiryId: string, body: unknown): Promise<CallbackReceipt> => {
      const receipt = await work.receive(bank, inquiryId, body);
      parts.events.emit({ type: 'callback-received', bank, receipt: receipt.kind, atMs: parts.clock.now() });
      return receipt;
    },
    /** Calls to issuers that have not been answered yet. */
    callsInFlight: () => work.fanOut.lanes.inFlight,
    /** The circuit of each bank asked so far (R18). */
    circuits: () => work.fanOut.lanes.views.map(({ bank, circuit }) => ({ bank, ...circuit })),
    /** What there is to do now, in numbers. */
    load: async (): Promise<EngineLoad> => ({
      activeQueries: work.fanOut.active,
      parkedQueries: work.parkedQueries,
      waitingQueries: await parts.store.waitingQueries(),
      lanes: work.fanOut.lanes.views,
      throttle: throttle.settings,
      tokens: throttle.available(parts.clock.now()),
    }),
    /** Whether applications can be taken; where not, why. Asks the store. */
    readiness: async (): Promise<Readiness> => {
      if (work.isStopping) return { ready: false, reason: 'stopping' };
      if (!work.isRecovered) return { ready: false, reason: 'recovering' };
      try {
        await parts.store.nextExpiryMs();
        return { ready: true };
      } catch (error) {
        parts.onFault(error);
        return { ready: false, reason: 'the store does not answer' };
      }
    },
    /** Takes up every query that an earlier run has left (R14). */
    start: () => work.start(),
    /** Ends running calls, hands queries back. Does not close the store. */
    stop: () => work.stop(),
  };
  return engine;
};

export type Engine = ReturnType<typeof createEngine>;
export type { ApplicationRequest, EngineParts };
