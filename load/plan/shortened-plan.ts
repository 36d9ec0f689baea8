// A plan with fewer people, at the same rates in less time: everything that happens at a time happens sooner, the
// deadline with it, and banks and throttle stay what they are. So it can be run call by call.
import { DAY_MS, shanghaiDayNumber, startOfShanghaiDay } from '../../core/calendar.ts';
import type { Window } from '../../simulator/faults/fault.ts';
import type { Fault } from '../../simulator/faults/kinds.ts';
import { curveMs, type LoadPlan } from './plan.ts';

/** The plan itself where it has no more people than that. */
export const shortenedPlan = (plan: LoadPlan, mostUsers: number): LoadPlan => {
  if (plan.users <= mostUsers) return plan;
  const by = plan.users / mostUsers;
  const { engine, returns, startAtMs } = plan;
  const endMs = startAtMs + curveMs(plan) + engine.deadlineMs;
  const sooner = (atMs: number): number => startAtMs + (atMs - startAtMs) / by;
  return {
    ...plan,
    users: mostUsers,
    segments: plan.segments.map((segment) => ({ ...segment, forMs: segment.forMs / by })),
    returns: returns && { ...returns, afterMs: Math.max(1, Math.round(returns.afterMs / by)) },
    engine: { ...engine, deadlineMs: Math.ceil(engine.deadlineMs / by) },
    issuers: new Map(
      [...plan.issuers].map(([code, settings]) => [
        code,
        {
          ...settings,
          faults: (settings.faults ?? [])
            .flatMap((fault) => withoutDaily(fault, startAtMs, endMs))
            .map((fault) => shortened(fault, sooner, by)),
        },
      ]),
    ),
    incidents: plan.incidents.map((one) => ({ ...one, atMs: one.atMs / by, forMs: one.forMs / by })),
  };
};

const shortened = (fault: Fault, sooner: (atMs: number) => number, by: number): Fault => {
  const { fromMs, untilMs } = fault.window;
  const window: Window = {
    ...(fromMs === undefined ? {} : { fromMs: sooner(fromMs) }),
    ...(untilMs === undefined ? {} : { untilMs: sooner(untilMs) }),
  };
  if (fault.kind !== 'burst') return { ...fault, window };
  const { good, bad } = fault;
  return { ...fault, window, ...(good && { good: good / by }), ...(bad && { bad: bad / by }) };
};

/** A window of every day is one of each day that there is. */
const withoutDaily = (fault: Fault, startAtMs: number, endMs: number): readonly Fault[] => {
  const { daily } = fault.window;
  if (daily === undefined) return [fault];
  const [first, last] = [shanghaiDayNumber(startAtMs) - 1, shanghaiDayNumber(endMs)];
  return Array.from({ length: last - first + 1 }, (_, at): Fault => {
    const midnightMs = startOfShanghaiDay(first + at);
    const overnightMs = daily.fromMs < daily.untilMs ? 0 : DAY_MS;
    return {
      ...fault,
      name: `${fault.name}-${at}`,
      window: { fromMs: midnightMs + daily.fromMs, untilMs: midnightMs + overnightMs + daily.untilMs },
    };
  });
};
