// Changes issuers while traffic runs: keeps the state that a tester has set, and puts what has changed of it in force.
import type { IssuerCode } from '../../core/banks.ts';
import type { Random } from '../../core/random.ts';
import { ok, type Result } from '../../core/result.ts';
import { createFaultSet, type FaultSet } from '../faults/fault-set.ts';
import {
  baseState,
  type ControlBase,
  type ControlRefusal,
  type ControlState,
  type IssuerView,
  incidentsIn,
  isTouched,
  settingsIn,
  viewOf,
  withFault,
  withFaultShare,
  withIncident,
  withoutFault,
  withoutFaults,
  withoutIncident,
  withPatch,
} from '../issuer/control-state.ts';
import type { PortState } from '../issuer/delivery.ts';
import type { IssuerSettings } from '../issuer/settings.ts';

export interface IssuerControlOptions {
  readonly base: ControlBase;
  readonly now: () => number;
  /** The seed's own: tells what a port does without asking its issuer. */
  readonly random: Random;
  /** Puts these settings in force, everywhere; resolves when they are. */
  readonly apply: (code: IssuerCode, settings: IssuerSettings) => Promise<void>;
}

export type ControlResult = Promise<Result<undefined, ControlRefusal>>;

export class IssuerControl {
  readonly #options: IssuerControlOptions;
  /** Made when they are first asked for: most ports never are. */
  readonly #ports = new Map<IssuerCode, FaultSet>();
  #state: ControlState;

  /** Offsets of the base count from now. Nothing is applied: issuers are to start with {@link settingsOf}. */
  constructor(options: IssuerControlOptions) {
    this.#options = options;
    this.#state = baseState(options.base, options.now());
  }

  get codes(): readonly IssuerCode[] {
    return [...this.#state.issuers.keys()];
  }

  settingsOf(code: IssuerCode): IssuerSettings {
    return settingsIn(this.#state, code);
  }

  /** What the port of an issuer does now; a bank that is not simulated has it open, as far as we know. */
  port(code: IssuerCode): PortState {
    if (!this.#state.issuers.has(code)) return { kind: 'open' };
    return this.#portFaultsOf(code).port(this.#options.now());
  }

  view(code: IssuerCode): IssuerView & { readonly port: PortState['kind'] } {
    return { ...viewOf(this.#state, code, this.#options.now()), port: this.port(code).kind };
  }

  incidents(): readonly object[] {
    return incidentsIn(this.#state, this.#options.now());
  }

  /** Replaces the settings that `given` names. */
  patch(code: IssuerCode, given: unknown): ControlResult {
    return this.#take(withPatch(this.#state, code, given, this.#options.now()));
  }

  addFault(code: IssuerCode, given: unknown): ControlResult {
    return this.#take(withFault(this.#state, code, given, this.#options.now()));
  }

  removeFault(code: IssuerCode, name: string): ControlResult {
    return this.#take(withoutFault(this.#state, code, name));
  }

  /** Changes how much a fault that is on hits; nothing else of it. */
  changeFaultShare(code: IssuerCode, name: string, given: unknown): ControlResult {
    return this.#take(withFaultShare(this.#state, code, name, given));
  }

  addIncident(given: unknown): ControlResult {
    return this.#take(withIncident(this.#state, given, this.#options.now()));
  }

  removeIncident(name: string): ControlResult {
    return this.#take(withoutIncident(this.#state, name));
  }

  /** Takes every fault and incident away, those of the base too; settings stay. */
  async heal(): Promise<void> {
    await this.#take(ok(withoutFaults(this.#state)));
  }

  /** Back to what the network was started with; offsets count from now. */
  async reset(): Promise<void> {
    await this.#take(ok(baseState(this.#options.base, this.#options.now())));
  }

  async #take(change: Result<ControlState, ControlRefusal>): ControlResult {
    if (!change.ok) return change;
    const before = this.#state;
    this.#state = change.value;
    const changed = this.codes.filter(
      (code) =>
        isTouched(before, this.#state, code) &&
        JSON.stringify(settingsIn(before, code)) !== JSON.stringify(this.settingsOf(code)),
    );
    for (const code of changed) this.#ports.delete(code);
    await Promise.all(changed.map((code) => this.#options.apply(code, this.settingsOf(code))));
    return ok(undefined);
  }

  #portFaultsOf(code: IssuerCode): FaultSet {
    const known = this.#ports.get(code);
    if (known !== undefined) return known;
    const { faults = [] } = this.settingsOf(code);
    const made = createFaultSet(code, faults, this.#options.random.fork('issuer', code));
    this.#ports.set(code, made);
    return made;
  }
}
