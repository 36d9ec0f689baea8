// The whole network in one process under virtual time: engine, embedded store in memory, pure issuers. Everything
// that is chance comes from one seed, so two runs are the same to the byte (I12).
import { BANKS, type Bank, type IssuerCode } from '../../core/banks.ts';
import type { IssuerCallRecord } from '../../core/journal.ts';
import { createRandom } from '../../core/random.ts';
import { nextTurn, promisesSettled } from '../../core/system-clock.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { createEngine } from '../../engine/engine.ts';
import { EventBus } from '../../engine/events.ts';
import { DEFAULT_SETTINGS, type EngineSettings } from '../../engine/settings.ts';
import { createMemoryStore } from '../../engine/store/memory.ts';
import type { Store } from '../../engine/store/port.ts';
import { createFaceVerifier } from '../../simulator/checks/face-verifier.ts';
import { createRealNameCheck } from '../../simulator/checks/real-name-check.ts';
import { inProcessClient } from '../../simulator/doors/in-process.ts';
import { createIssuer } from '../../simulator/issuer/issuer.ts';
import { DEFAULT_ISSUER_SETTINGS, type IssuerSettings } from '../../simulator/issuer/settings.ts';
import { createPeople } from '../../simulator/people/people.ts';
import { keyedSecrets, plainPasswords } from './plain-secrets.ts';

export interface VirtualNetworkOptions {
  readonly seed: number;
  readonly banks?: readonly Bank[];
  readonly settings?: Partial<EngineSettings>;
  /** Settings of one issuer; default {@link DEFAULT_ISSUER_SETTINGS} for all. */
  readonly issuerSettings?: (bank: IssuerCode) => IssuerSettings;
  /** Default: a new store in memory. */
  readonly store?: Store;
  readonly startMs?: number;
  /** Told of failures that must not happen; default: throws them. */
  readonly onFault?: (error: unknown) => void;
  /** Told what issuers did about each call and callback. */
  readonly onCall?: (record: IssuerCallRecord) => void;
}

/** A network whose time moves only when its clock is told to. */
export const createVirtualNetwork = (options: VirtualNetworkOptions) => {
  const { seed, banks = BANKS, issuerSettings = () => DEFAULT_ISSUER_SETTINGS } = options;
  const random = createRandom(seed);
  const clock = new VirtualClock({
    // A store of the caller's may do its work outside promises; ours in memory never does.
    settle: options.store === undefined ? promisesSettled : nextTurn,
    ...(options.startMs === undefined ? {} : { startMs: options.startMs }),
  });
  const people = createPeople({ seed, banks });
  const store = options.store ?? createMemoryStore();
  const events = new EventBus();
  const face = createFaceVerifier();
  const issuers = new Map(
    banks.map(({ code }) => [code, createIssuer({ bank: code, people, settings: issuerSettings(code), random })]),
  );
  const engine = createEngine({
    banks,
    store,
    issuers: inProcessClient({
      issuers,
      clock,
      ...(options.onCall && { onCall: options.onCall }),
      deliverCallback: async ({ issuer, inquiryId, body }) => {
        const receipt = await engine.receiveCallback(issuer, inquiryId, body);
        return receipt.kind === 'broken' ? 'failed' : 'accepted';
      },
    }),
    clock,
    random: random.fork('engine'),
    secrets: keyedSecrets(random.fork('secrets')),
    passwords: plainPasswords,
    face,
    realName: createRealNameCheck(people),
    events,
    settings: { ...DEFAULT_SETTINGS, ...options.settings },
    owner: 'virtual',
    callbackBaseUrl: 'http://engine.invalid',
    onFault:
      options.onFault ??
      ((error) => {
        throw error;
      }),
  });
  return { clock, people, store, events, face, engine };
};

export type VirtualNetwork = ReturnType<typeof createVirtualNetwork>;
