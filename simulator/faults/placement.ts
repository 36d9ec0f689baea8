// Gives fault forms their place in time, spreads an incident over its issuers, and finds what in a list of faults
// cannot be meant: two of one name, two that contradict each other.
import type { IssuerCode } from '../../core/banks.ts';
import { DAY_MS } from '../../core/calendar.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Window } from './fault.ts';
import type { FaultForm, IncidentForm } from './fault-schema.ts';
import { breakageOf, isShape, kindOf, shapeOf } from './fault-set.ts';
import type { Fault } from './kinds.ts';
import { windowOf } from './moment.ts';
import { overlap } from './window.ts';

/** What is wrong with one member of a fault. */
export interface FaultMistake {
  readonly key: string;
  readonly message: string;
}

/** The fault, its offsets counted from `originMs`. */
export const placeFault = (form: FaultForm, originMs: number): Result<Fault, FaultMistake> => {
  const { name, share, from, until, forMs, what } = form;
  const read = windowOf({ from, until, for: forMs }, originMs);
  if (!read.ok) return read;
  const window = what.kind === 'ramp' ? withStart(read.value, originMs) : read.value;
  const fault: Fault = { ...what, name, share, window };
  if (what.kind === 'ramp' && (window.untilMs === undefined || window.daily !== undefined)) {
    return fail({ key: 'until', message: 'must say, as an offset or an instant, when the ramp has reached its share' });
  }
  const breakage = breakageOf(fault);
  if (what.kind === 'fail-first' && kindOf(breakage).port?.(breakage) !== undefined) {
    return fail({ key: 'as', message: 'must break a call: a closed port cannot tell the first call of an inquiry' });
  }
  return ok(fault);
};

const withStart = (window: Window, originMs: number): Window =>
  window.daily === undefined ? { fromMs: originMs, ...window } : window;

/** The faults of forms that faultsSchema has let through. @throws Error where they are others */
export const placeFaults = (forms: readonly FaultForm[], originMs: number): readonly Fault[] =>
  forms.map((form) => {
    const placed = placeFault(form, originMs);
    if (!placed.ok) throw new Error(`fault ${form.name}: ${placed.failure.key} ${placed.failure.message}`);
    return placed.value;
  });

/** What an incident is to each of its issuers, in the order in which it names them (ALL: the order of `codes`). */
export const placeIncident = (
  form: IncidentForm,
  codes: readonly IssuerCode[],
  originMs: number,
): ReadonlyMap<IssuerCode, Fault> => {
  const [fault] = placeFaults([form], originMs);
  if (fault === undefined) return new Map();
  const hit = form.issuers === 'ALL' ? codes : form.issuers;
  return new Map(
    hit.map((code, at) => [
      code,
      { ...fault, window: later(fault.window, at * form.staggerMs, at * form.recoveryMs, originMs) },
    ]),
  );
};

const later = ({ fromMs, untilMs, daily }: Window, startMs: number, endMs: number, originMs: number): Window => {
  if (daily !== undefined) {
    return { daily: { fromMs: (daily.fromMs + startMs) % DAY_MS, untilMs: (daily.untilMs + endMs) % DAY_MS } };
  }
  const begins = fromMs ?? (startMs > 0 ? originMs : undefined);
  return {
    ...(begins === undefined ? {} : { fromMs: begins + startMs }),
    ...(untilMs === undefined ? {} : { untilMs: untilMs + endMs }),
  };
};

/** Everything in a list of faults of one issuer that cannot be meant. */
export const contradictionsIn = (forms: readonly FaultForm[]): readonly (FaultMistake & { readonly index: number })[] =>
  contradictionsOf(placeFaults(forms, 0));

export const contradictionsOf = (faults: readonly Fault[]): readonly (FaultMistake & { readonly index: number })[] =>
  faults.flatMap((fault, index) =>
    faults.slice(0, index).flatMap((earlier) => {
      if (earlier.name === fault.name) {
        return [{ index, key: 'name', message: `must not be the name of two faults of one issuer: ${fault.name}` }];
      }
      const decides = kindOf(breakageOf(fault)).decides;
      const isContradiction =
        decides !== undefined &&
        decides === kindOf(breakageOf(earlier)).decides &&
        isCertain(fault) &&
        isCertain(earlier) &&
        overlap(fault.window, earlier.window);
      if (!isContradiction) return [];
      const both = `contradicts ${earlier.name}: both decide the ${decides} of every call at the same time`;
      const message = `${both}; give one a share, or another time`;
      return [{ index, key: 'kind', message }];
    }),
  );

const isCertain = (fault: Fault): boolean => fault.share >= 1 && (!isShape(fault) || shapeOf(fault).isCertain);
