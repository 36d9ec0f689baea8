// How much one generator has to do: its share of arrivals and people, and when the last of it is over. Pure.
import type { EngineSettings } from '../engine/settings.ts';
import { arrivalTotals, dueTimes } from './arrivals.ts';
import type { Profile, Segment } from './profile.ts';

/** So many go through code, phone, face and consent in the app; for the others a verification is made beside it. */
const MAX_WALK_THROUGH = 2000;
/**
 * Of a closed model, whose people come again and again: so many stand ready, for nobody knows how many will be asked.
 */
const MAX_CLOSED_PEOPLE = 20_000;

/** So many people stand ready before those who are due; the others are prepared meanwhile. */
export const AHEAD = 10_000;

export interface PartPlan {
  /** Before the arrivals that count, at the rate at which these begin. */
  readonly warmUp: readonly Segment[];
  readonly segments: readonly Segment[];
  /** Of a closed model. */
  readonly users: number;
  /** Of those that count. */
  readonly durationMs: number;
  /** From the beginning of the warm-up to the end of the drain. */
  readonly lastMs: number;
  /** Arrivals of this generator in its warm-up, and in all. */
  readonly warmVisits: number;
  readonly visits: number;
  /** People of this generator, and how many of them go the whole way through the app. */
  readonly walkers: number;
  readonly walkThrough: number;
  /** How many stand ready before anybody comes. */
  readonly readyFirst: number;
}

type Asked = Pick<Profile, 'arrivals' | 'people' | 'warmUpMs' | 'drainMs'>;

export const partPlan = (profile: Asked, part: number, of: number, settings: EngineSettings): PartPlan => {
  const { arrivals, people, warmUpMs, drainMs } = profile;
  const share = (count: number): number => Math.max(0, Math.ceil((count - part) / of));
  if (arrivals.model === 'closed') {
    const { users, forMs: durationMs } = arrivals;
    // Whoever is refused comes again: so many more are needed as the throttle lets through.
    const { burst, perSecond } = settings.throttle;
    const accepted = burst + (perSecond * (warmUpMs + durationMs)) / 1000;
    const walkers = share(Math.min(people, MAX_CLOSED_PEOPLE, users + Math.ceil(accepted)));
    return {
      warmUp: [],
      segments: [],
      users: share(users),
      durationMs,
      lastMs: warmUpMs + durationMs + drainMs,
      warmVisits: 0,
      // Whoever may not come again comes once.
      visits: settings.intervalMs === 0 ? Number.POSITIVE_INFINITY : walkers,
      walkers,
      walkThrough: Math.min(walkers, share(MAX_WALK_THROUGH)),
      readyFirst: walkers,
    };
  }
  const { segments } = arrivals;
  const { durationMs } = arrivalTotals(segments);
  const perSecond = segments[0]?.fromPerSecond ?? 0;
  const warmUp = warmUpMs === 0 ? [] : [{ fromPerSecond: perSecond, toPerSecond: perSecond, forMs: warmUpMs }];
  const warmVisits = share(arrivalTotals(warmUp).arrivals);
  const visits = warmVisits + share(arrivalTotals(segments).arrivals);
  const walkers = Math.min(visits, share(people));
  // A verification of the app lasts some minutes: half of that is left for the preparation itself.
  const inTime = arrivalsUntil([...warmUp, ...segments], settings.verificationValidMs / 2);
  const walkThrough = Math.min(walkers, share(Math.min(inTime, MAX_WALK_THROUGH)));
  return {
    warmUp,
    segments,
    users: 0,
    durationMs,
    lastMs: warmUpMs + durationMs + drainMs,
    warmVisits,
    visits,
    walkers,
    walkThrough,
    readyFirst: Math.min(walkers, AHEAD),
  };
};

/** How many are due by then; beyond what matters it is not counted. */
const arrivalsUntil = (segments: readonly Segment[], untilMs: number): number => {
  let count = 0;
  for (const dueMs of dueTimes(segments)) {
    if (dueMs > untilMs || count >= MAX_WALK_THROUGH) break;
    count++;
  }
  return count;
};
