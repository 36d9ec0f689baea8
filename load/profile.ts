// A load profile as it is run: who comes when, what breaks meanwhile, what must hold. Pure data; profile-schema.ts
// reads it from what people write.
import type { IssuerCode } from '../core/banks.ts';
import type { Written } from '../core/fields.ts';
import type { EngineSettings } from '../engine/settings.ts';
import type { IncidentForm } from '../simulator/faults/fault-schema.ts';
import type { ControlBase } from '../simulator/issuer/control-state.ts';
import type { PopulationSettings } from '../simulator/people/settings.ts';

/** One stretch of an open model. `toPerSecond` differs from `fromPerSecond` in a ramp. */
export interface Segment {
  readonly fromPerSecond: number;
  readonly toPerSecond: number;
  readonly forMs: number;
}

/**
 * Open: so many come a second, whatever becomes of those before. Closed: so many users, each after the other's answer.
 */
export type Arrivals =
  | { readonly model: 'open'; readonly segments: readonly Segment[] }
  | { readonly model: 'closed'; readonly users: number; readonly forMs: number };

/** A search for the highest rate that keeps the thresholds: each step is a run of its own. */
export interface CapacitySearch {
  readonly fromPerSecond: number;
  readonly toPerSecond: number;
  /** How long each rate is held. */
  readonly forMs: number;
}

export interface LoadIncident {
  readonly atMs: number;
  readonly forMs: number;
  /** As the control API takes it, with `issuers`. */
  readonly incident: Written<IncidentForm>;
}

/** `apply.p99 < 250ms`, read. */
export interface Threshold {
  /** As written. */
  readonly text: string;
  /** A name of figures.ts. */
  readonly figure: string;
  readonly comparison: '<' | '<=' | '==' | '>=' | '>';
  /** Milliseconds where the figure is a time, a share where it is one, else a number. */
  readonly bound: number;
}

export interface Profile {
  readonly name: string;
  readonly seed: number;
  /** Of a search: its first step. */
  readonly arrivals: Arrivals;
  readonly capacity: CapacitySearch | undefined;
  /** Not counted: connections open, code gets warm. */
  readonly warmUpMs: number;
  /** How many different people there are to come. */
  readonly people: number;
  readonly banks: 'ALL' | readonly IssuerCode[];
  readonly incidents: readonly LoadIncident[];
  readonly thresholds: readonly Threshold[];
  /** Of a network that is started for it; of a running one they must be what it has. */
  readonly engine: Partial<EngineSettings>;
  readonly population: Partial<PopulationSettings>;
  readonly control: ControlBase;
  /** After the last arrival: how long what was begun may take to end. */
  readonly drainMs: number;
}
