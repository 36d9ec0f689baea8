// What a tester has set of all issuers: settings, faults, incidents; and each change of it as a new state, checked
// whole. Pure: who puts a state in force is in ../doors/issuer-control.ts.
import type { IssuerCode } from '../../core/banks.ts';
import { shanghaiTimestamp } from '../../core/calendar.ts';
import type { MemberError } from '../../core/failures.ts';
import { group, mistakesIn, share, type Written, written } from '../../core/fields.ts';
import { jsonPointer } from '../../core/json.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { type FaultForm, faultSchema, type IncidentForm, incidentSchema, MAX_FAULTS } from '../faults/fault-schema.ts';
import type { Fault } from '../faults/kinds.ts';
import { contradictionsOf, placeFaults, placeIncident } from '../faults/placement.ts';
import { isOver } from '../faults/window.ts';
import type { IssuerSettings } from './settings.ts';
import { settingsFrom, settingsPatchSchema, type WrittenSettings } from './settings-schema.ts';

/** A fault in its place, and as it was written. */
interface SetFault {
  readonly given: Readonly<Record<string, unknown>>;
  readonly fault: Fault;
}

interface IssuerState {
  readonly settings: WrittenSettings;
  readonly faults: readonly SetFault[];
}

interface Incident {
  readonly given: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly faults: ReadonlyMap<IssuerCode, Fault>;
}

export interface ControlState {
  readonly issuers: ReadonlyMap<IssuerCode, IssuerState>;
  readonly incidents: readonly Incident[];
}

/** What a network starts with. */
export interface ControlBase {
  /** The simulated issuers in the network's order, with what was written of each. */
  readonly issuers: ReadonlyMap<IssuerCode, WrittenSettings>;
  readonly incidents: readonly Written<IncidentForm>[];
}

/** Why nothing has changed. */
export type ControlRefusal =
  | { readonly kind: 'wrong'; readonly errors: readonly MemberError[] }
  /** There is no such issuer, fault or incident. */
  | { readonly kind: 'unknown'; readonly what: string };

const givenFaultSchema = written<FaultForm>(faultSchema);
const faultShareSchema = group({ share: written<number>(share()) });

type Change = Result<ControlState, ControlRefusal>;

/** One issuer as the control API shows it: settings and faults as they were written. */
export interface IssuerView {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly faults: readonly unknown[];
  /** The names of the incidents that it is part of. */
  readonly incidents: readonly string[];
}

/** @throws Error where the base contradicts itself: {@link contradictionsIn} finds that before */
export const baseState = ({ issuers, incidents }: ControlBase, nowMs: number): ControlState => ({
  issuers: new Map(
    [...issuers].map(([code, settings]) => [
      code,
      { settings, faults: setFaults(settings.faults?.value ?? [], settings.faults?.given, nowMs) },
    ]),
  ),
  incidents: incidents.map((incident) => setIncident(incident, [...issuers.keys()], nowMs)),
});

/** The settings in force of an issuer of this state. */
export const settingsIn = (state: ControlState, code: IssuerCode): IssuerSettings =>
  settingsFrom(state.issuers.get(code)?.settings ?? {}, faultsIn(state, code));

/** Whether a change that made one state of another may have changed the settings in force of an issuer. */
export const isTouched = (before: ControlState, after: ControlState, code: IssuerCode): boolean =>
  before.issuers.get(code) !== after.issuers.get(code) || before.incidents !== after.incidents;

export const viewOf = ({ issuers, incidents }: ControlState, code: IssuerCode, nowMs: number): IssuerView => {
  const { settings = {}, faults = [] } = issuers.get(code) ?? {};
  const written = Object.entries(settings).flatMap(([key, one]) =>
    key === 'faults' || !one ? [] : [[key, one.given]],
  );
  return {
    settings: Object.fromEntries(written),
    faults: faults.filter(({ fault }) => !isOver(fault.window, nowMs)).map(shown),
    incidents: incidents.flatMap(({ name, faults: hit }) => {
      const fault = hit.get(code);
      return fault === undefined || isOver(fault.window, nowMs) ? [] : [name];
    }),
  };
};

export const incidentsIn = ({ incidents }: ControlState, nowMs: number): readonly object[] =>
  incidents
    .filter((incident) => !isIncidentOver(incident, nowMs))
    .map(({ given, name, faults }) => ({ ...given, name, ...healsAt([...faults.values()]) }));

/** Replaces the settings that `given` names; `faults` replaces all of the issuer's own. */
export const withPatch = (state: ControlState, code: IssuerCode, given: unknown, nowMs: number): Change => {
  const before = state.issuers.get(code);
  if (before === undefined) return unknown(code);
  const parsed = settingsPatchSchema.safeParse(given);
  if (!parsed.success) return wrong(mistakesIn(parsed.error.issues));
  const { faults: list, ...named } = parsed.data;
  const settings = { ...before.settings, ...withoutNulls(named) };
  const faults = list === undefined ? before.faults : setFaults(list?.value ?? [], list?.given, nowMs);
  return checked(withIssuer(state, code, { settings, faults }), [code]);
};

/** Switches a fault on; its offsets count from now. Faults that are over go. */
export const withFault = (state: ControlState, code: IssuerCode, given: unknown, nowMs: number): Change => {
  const before = state.issuers.get(code);
  if (before === undefined) return unknown(code);
  const parsed = givenFaultSchema.safeParse(given);
  if (!parsed.success) return wrong(mistakesIn(parsed.error.issues));
  const going = before.faults.filter(({ fault }) => !isOver(fault.window, nowMs));
  if (going.length >= MAX_FAULTS) {
    return wrong([{ pointer: '', message: `would be fault ${going.length + 1}: heal one first` }]);
  }
  const faults = [...going, ...setFaults([parsed.data.value], [parsed.data.given], nowMs)];
  return checked(withIssuer(state, code, { ...before, faults }), [code]);
};

/** Heals a fault. */
export const withoutFault = (state: ControlState, code: IssuerCode, name: string): Change => {
  const before = state.issuers.get(code);
  if (before === undefined) return unknown(code);
  const faults = before.faults.filter(({ fault }) => fault.name !== name);
  if (faults.length === before.faults.length) return unknown(`fault ${name} of ${code}`);
  return ok(withIssuer(state, code, { ...before, faults }));
};

/**
 * Changes the share of a fault that is on. Its place in time stays; a larger share hits what a smaller one would, and
 * more.
 */
export const withFaultShare = (state: ControlState, code: IssuerCode, name: string, given: unknown): Change => {
  const before = state.issuers.get(code);
  const changed = before?.faults.find(({ fault }) => fault.name === name);
  if (before === undefined || changed === undefined) return unknown(`fault ${name} of ${code}`);
  const parsed = faultShareSchema.safeParse(given);
  if (!parsed.success) return wrong(mistakesIn(parsed.error.issues));
  const { share } = parsed.data;
  const now: SetFault = {
    given: { ...changed.given, share: share.given },
    fault: { ...changed.fault, share: share.value },
  };
  const faults = before.faults.map((one) => (one === changed ? now : one));
  return checked(withIssuer(state, code, { ...before, faults }), [code]);
};

/** Nothing is wrong with any issuer: every fault of each, and every incident, is over. Settings stay. */
export const withoutFaults = ({ issuers }: ControlState): ControlState => ({
  issuers: new Map(
    [...issuers].map(([code, issuer]) => [code, issuer.faults.length === 0 ? issuer : { ...issuer, faults: [] }]),
  ),
  incidents: [],
});

/** Lets an incident begin; its offsets count from now. */
export const withIncident = (state: ControlState, given: unknown, nowMs: number): Change => {
  const codes = [...state.issuers.keys()];
  const parsed = written<IncidentForm>(incidentSchema(codes)).safeParse(given);
  if (!parsed.success) return wrong(mistakesIn(parsed.error.issues));
  const incident = setIncident(parsed.data, codes, nowMs);
  const going = state.incidents.filter((one) => !isIncidentOver(one, nowMs));
  if (going.some(({ name }) => name === incident.name)) {
    return wrong([{ pointer: '/name', message: `must not be the name of two incidents: ${incident.name}` }]);
  }
  return checked({ ...state, incidents: [...going, incident] }, [...incident.faults.keys()]);
};

/** Ends an incident everywhere. */
export const withoutIncident = (state: ControlState, name: string): Change => {
  const incidents = state.incidents.filter((incident) => incident.name !== name);
  return incidents.length === state.incidents.length ? unknown(`incident ${name}`) : ok({ ...state, incidents });
};

/** What contradicts what among all faults and incidents of a base: a pointer into `issuers` or `incidents` each. */
export const contradictionsIn = (base: ControlBase): readonly MemberError[] => {
  const state = baseState(base, 0);
  return [...state.issuers.keys()].flatMap((code) => mistakesAbout(state, code));
};

const setFaults = (forms: readonly FaultForm[], given: unknown, nowMs: number): readonly SetFault[] => {
  const texts: readonly unknown[] = Array.isArray(given) ? given : [];
  return placeFaults(forms, nowMs).map((fault, at) => ({ fault, given: objectOf(texts[at]) }));
};

const setIncident = (
  { given, value }: Written<IncidentForm>,
  codes: readonly IssuerCode[],
  nowMs: number,
): Incident => ({
  given: objectOf(given),
  name: value.name,
  faults: placeIncident(value, codes, nowMs),
});

const faultsIn = ({ issuers, incidents }: ControlState, code: IssuerCode): readonly Fault[] => [
  ...(issuers.get(code)?.faults ?? []).map(({ fault }) => fault),
  ...incidents.flatMap(({ faults }) => faults.get(code) ?? []),
];

const isIncidentOver = ({ faults }: Incident, nowMs: number): boolean =>
  [...faults.values()].every(({ window }) => isOver(window, nowMs));

const withIssuer = (state: ControlState, code: IssuerCode, issuer: IssuerState): ControlState => ({
  ...state,
  issuers: new Map(state.issuers).set(code, issuer),
});

const checked = (state: ControlState, codes: readonly IssuerCode[]): Change => {
  const errors = codes.flatMap((code) => mistakesAbout(state, code));
  return errors.length === 0 ? ok(state) : wrong(errors);
};

const mistakesAbout = (state: ControlState, code: IssuerCode): readonly MemberError[] =>
  contradictionsOf(faultsIn(state, code)).map(({ key, message }) => ({
    pointer: jsonPointer([key]),
    message: `${message} (${code})`,
  }));

const shown = ({ given, fault }: SetFault): object => ({
  ...given,
  name: fault.name,
  ...healsAt([fault]),
});

/** When the last of them is over, where each has an end. */
const healsAt = (faults: readonly Fault[]): { readonly healsAt?: string } => {
  const lastMs = Math.max(...faults.map(({ window }) => window.untilMs ?? Number.POSITIVE_INFINITY));
  return Number.isFinite(lastMs) ? { healsAt: shanghaiTimestamp(lastMs) } : {};
};

/** `null` brings the default back. */
const withoutNulls = (settings: object): WrittenSettings =>
  Object.fromEntries(Object.entries(settings).map(([key, one]) => [key, one ?? undefined]));

const objectOf = (given: unknown): Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null ? Object.fromEntries(Object.entries(given)) : {};

const wrong = (errors: readonly MemberError[]): Change => fail({ kind: 'wrong', errors });

const unknown = (what: string): Change => fail({ kind: 'unknown', what });
