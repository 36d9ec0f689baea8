// A load plan as it is computed: how many people come when, what the banks can take, and how the engine asks them. Pure
// data; plan-schema.ts reads it from what people write.
import type { IssuerCode } from '../../core/banks.ts';
import type { EngineSettings, ThrottleSettings } from '../../engine/settings.ts';
import type { IssuerSettings } from '../../simulator/issuer/settings.ts';
import type { Segment } from '../profile.ts';

/** What becomes of somebody whom the throttle has refused. */
export interface Returns {
  /** Of those who are refused, each time: they try again. The others go home. */
  readonly share: number;
  readonly afterMs: number;
}

/** What goes wrong with some banks, as pictures show it; what it does is in the settings of those banks. */
export interface PlannedIncident {
  readonly name: string;
  readonly atMs: number;
  readonly forMs: number;
  readonly issuers: readonly IssuerCode[];
}

export interface LoadPlan {
  readonly name: string;
  readonly seed: number;
  /** The instant at which the curve begins; every other time of a plan counts from it. */
  readonly startAtMs: number;
  readonly users: number;
  /** When they come for the first time: as many as `users` in all. */
  readonly segments: readonly Segment[];
  readonly returns: Returns | undefined;
  /** Which banks everybody asks. */
  readonly banks: readonly IssuerCode[];
  readonly engine: EngineSettings;
  /** That the file names; undefined: the plan is to find one. */
  readonly throttle: ThrottleSettings | undefined;
  /** Of each of `banks`, faults and incidents in their places. */
  readonly issuers: ReadonlyMap<IssuerCode, IssuerSettings>;
  readonly incidents: readonly PlannedIncident[];
}

/** How long the curve is. */
export const curveMs = ({ segments }: Pick<LoadPlan, 'segments'>): number =>
  segments.reduce((sum, { forMs }) => sum + forMs, 0);

/** Finer than a day in this many steps nobody sees, and coarser hides a morning's peak. */
const STEPS_OF_A_CURVE = 86_400;
/** A call takes about so long: shorter steps have nothing in them. */
const SHORTEST_STEP_MS = 100;

export const defaultStepMs = (plan: Pick<LoadPlan, 'segments'>): number =>
  Math.max(SHORTEST_STEP_MS, Math.round(curveMs(plan) / STEPS_OF_A_CURVE));
