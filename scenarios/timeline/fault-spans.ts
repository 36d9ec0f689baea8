// When which bank was broken, from what the scenario says: faults and incidents given, and those of its steps until
// they are healed.
import type { IssuerCode } from '../../core/banks.ts';
import { DAY_MS, shanghaiDayNumber, startOfShanghaiDay } from '../../core/calendar.ts';
import type { Window } from '../../simulator/faults/fault.ts';
import type { FaultForm } from '../../simulator/faults/fault-schema.ts';
import type { Fault } from '../../simulator/faults/kinds.ts';
import { placeFaults, placeIncident } from '../../simulator/faults/placement.ts';
import type { ScenarioResult } from '../scenario-result.ts';

/** One fault of one bank while it was in force. */
export interface FaultSpan {
  readonly bank: IssuerCode;
  readonly name: string;
  /** `refuse`, `refuse, share 0.5`. */
  readonly what: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

interface SetFault {
  readonly bank: IssuerCode;
  readonly fault: Fault;
  readonly sinceMs: number;
  endMs: number;
}

/** Every span in which a fault could hit, within the run. */
export const faultSpansOf = ({ scenario, startMs, endMs, steps }: ScenarioResult): readonly FaultSpan[] => {
  const { issuers, incidents } = scenario.given.control;
  const codes = [...issuers.keys()];
  const set: SetFault[] = [];
  const add = (bank: IssuerCode, fault: Fault, sinceMs: number) => set.push({ bank, fault, sinceMs, endMs });
  for (const [bank, { faults }] of issuers) {
    for (const fault of placeFaults(faults?.value ?? [], startMs)) add(bank, fault, startMs);
  }
  for (const { value } of incidents) {
    for (const [bank, fault] of placeIncident(value, codes, startMs)) add(bank, fault, startMs);
  }
  for (const { index, atMs } of steps) {
    const action = scenario.steps[index]?.action;
    if (action?.kind === 'fault') {
      for (const bank of action.issuers === 'ALL' ? codes : action.issuers) {
        for (const fault of placeFaults([action.fault.value satisfies FaultForm], atMs)) add(bank, fault, atMs);
      }
    } else if (action?.kind === 'heal') {
      for (const one of set) {
        const isMeant = action.issuers === 'ALL' || action.issuers.includes(one.bank);
        if (isMeant && (action.name ?? one.fault.name) === one.fault.name) one.endMs = Math.min(one.endMs, atMs);
      }
    }
  }
  return set.flatMap(spansOf);
};

const spansOf = ({ bank, fault, sinceMs, endMs }: SetFault): readonly FaultSpan[] => {
  const { name, kind, share } = fault;
  const what = share < 1 ? `${kind}, share ${Math.round(share * 1000) / 1000}` : kind;
  return openSpans(fault.window, sinceMs, endMs)
    .map(([fromMs, untilMs]) => [Math.max(fromMs, sinceMs), Math.min(untilMs, endMs)] as const)
    .filter(([fromMs, untilMs]) => fromMs < untilMs)
    .map(([fromMs, untilMs]) => ({ bank, name, what, fromMs, untilMs }));
};

/** A window of every day is drawn for so many days at most. */
const MAX_DAYS = 400;

const openSpans = ({ fromMs, untilMs, daily }: Window, sinceMs: number, endMs: number): readonly [number, number][] => {
  if (daily === undefined) return [[fromMs ?? sinceMs, untilMs ?? endMs]];
  // From the day before: a window over midnight may have begun then.
  const first = shanghaiDayNumber(sinceMs) - 1;
  const days = Math.min(MAX_DAYS, shanghaiDayNumber(endMs) - first + 1);
  const lengthMs = (daily.untilMs - daily.fromMs + DAY_MS) % DAY_MS;
  return Array.from({ length: days }, (_, at) => {
    const opensMs = startOfShanghaiDay(first + at) + daily.fromMs;
    return [opensMs, opensMs + lengthMs];
  });
};
